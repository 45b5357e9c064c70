"""The network's arrays as the texts of the eight files, a stretch of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import EVENT_KINDS, MEMBER_ROLES, STANCES
from refgraph.sources.generated.circles import CHAIR, MEMBER
from refgraph.sources.generated.courses import LEFT, PARTNER
from refgraph.sources.generated.log import working_day
from refgraph.sources.generated.proportions import TERRITORIES_A_LEAD
from refgraph.sources.generated.staff import NONE, beginner_title
from refgraph.sources.generated.texts import (
    days,
    decimal,
    ids,
    named,
    person_names,
    place,
    places,
    territories,
    territory,
    whole,
)
from refgraph.sources.generated.words import (
    CIRCLE_KINDS,
    FIRST_SYLLABLES,
    GROUP,
    PHRASES,
    SECOND_SYLLABLES,
    SURNAMES,
    TIE_KINDS,
    TITLES,
    TRADES,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from refgraph.sources.generated.network import Network

    Ints = NDArray[np.int64]
    Texts = list[str]
    Cells = dict[str, Texts]
    """Texts of some rows by column of the table."""

_STAYED = 150
"""Days after its only order on which a customer who left counts as lost."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: how many rows, and the cells of any stretch of them."""

    rows: int
    cells: Callable[[slice], Cells]


def sheets(network: Network) -> dict[str, Sheet]:
    """Sheets by table name."""
    return {
        "accounts": Sheet(network.accounts.count, lambda rows: _accounts(network, rows)),
        "people": Sheet(len(network.people.account), lambda rows: _people(network, rows)),
        "reps": Sheet(_rep_count(network), lambda rows: _reps(network, rows)),
        "circles": Sheet(network.circles.count, lambda rows: _circles(network, rows)),
        "roles": Sheet(
            len(network.people.account) + len(network.people.earlier.person),
            lambda rows: _roles(network, rows),
        ),
        "memberships": Sheet(len(network.circles.circle), lambda rows: _memberships(network, rows)),
        "knows": Sheet(len(network.knows.a), lambda rows: _knows(network, rows)),
        "events": Sheet(len(network.events.day), lambda rows: _events(network, rows)),
    }


def _accounts(network: Network, rows: slice) -> Cells:
    orgs, lives = network.accounts, network.courses
    number = np.arange(orgs.count)[rows]
    course, ordered = lives.course[rows], lives.first_order[rows]
    status = np.select([course == LEFT, course == PARTNER, ordered != NONE], [2, 3, 0], 1)
    turned = np.where(course == LEFT, np.minimum(ordered + _STAYED, network.until), working_day(ordered))
    return {
        "account_id": ids("a", number),
        "name": _account_names(network, number),
        "industry": named(orgs.trade[rows], [trade.name for trade in TRADES]),
        "region": places(orgs.region[rows]),
        "size": whole(orgs.size[rows]),
        "status": named(status, ("customer", "prospect", "lost", "partner")),
        "status_date": days(np.where(ordered == NONE, NONE, turned)),
        "parent_id": ids("a", orgs.parent[rows]),
        "territory": territories(orgs.territory[rows]),
        "owner": ids("r", orgs.territory[rows]),
        "potential": whole(orgs.potential[rows]),
    }


def _account_names(network: Network, number: Ints) -> Texts:
    heads = np.unique(network.accounts.parent)
    is_group = np.isin(number, heads)
    nouns = [trade.nouns for trade in TRADES]
    trades, regions = network.accounts.trade[number].tolist(), network.accounts.region[number].tolist()
    names = []
    for i, trade, region, group in zip(number.tolist(), trades, regions, is_group.tolist(), strict=True):
        (han, latin), (noun_han, noun_latin) = place(region), nouns[trade][i % 2]
        extra = GROUP if group else ("", "")
        names.append(
            f"{han}{noun_han}{extra[0]} {latin} {noun_latin} {extra[1]}{' ' * bool(extra[1])}{i + 1}"
        )
    return names


def _people(network: Network, rows: slice) -> Cells:
    people = network.people
    number = np.arange(len(people.account))[rows]
    keys = ids("p", number)
    mailboxes = zip(keys, ids("a", people.account[rows]), strict=True)
    phones = zip(people.has_phone[rows].tolist(), number.tolist(), strict=True)
    return {
        "person_id": keys,
        "name": person_names(people.names[rows]),
        "email": [f"{person}@{account}.example" for person, account in mailboxes],
        "phone": [f"021-0000-{i % 10_000:04d}" if has else "" for has, i in phones],
        "language": named(people.is_english[rows].astype(np.int64), ("zh", "en")),
        "consent": named(people.consent[rows], ("", "yes", "no")),
    }


def _rep_count(network: Network) -> int:
    return network.accounts.territories + -(-network.accounts.territories // TERRITORIES_A_LEAD)


def _reps(network: Network, rows: slice) -> Cells:
    """One rep a territory, then a lead for each ten of them."""
    territories = network.accounts.territories
    number = np.arange(_rep_count(network))[rows]
    keys = ids("r", number)
    is_lead = number >= territories
    names = np.stack([number % len(part) for part in (SURNAMES, FIRST_SYLLABLES, SECOND_SYLLABLES)], axis=1)
    return {
        "rep_id": keys,
        "name": person_names(names),
        "email": [f"{rep}@refgraph.example" for rep in keys],
        "role": named(is_lead.astype(np.int64), ("rep", "lead")),
        "territories": [_territories_of(int(i), territories) for i in number],
        "hours_per_week": ["" if i % 4 == 2 else str(4 + i % 5) for i in number.tolist()],
    }


def _territories_of(rep: int, territories: int) -> str:
    if rep < territories:
        return territory(rep)
    first = (rep - territories) * TERRITORIES_A_LEAD
    return ";".join(territory(i) for i in range(first, min(first + TERRITORIES_A_LEAD, territories)))


def _circles(network: Network, rows: slice) -> Cells:
    groups = network.circles
    number, kinds = np.arange(groups.count)[rows], groups.kind[rows]
    regions = groups.region[rows]
    nouns = [CIRCLE_KINDS[kind].noun for kind in kinds.tolist()]
    where = [place(region) for region in regions.tolist()]
    return {
        "circle_id": ids("c", number),
        "name": [
            f"{han}{noun[0]} {latin} {noun[1]} {i + 1}"
            for (han, latin), noun, i in zip(where, nouns, number.tolist(), strict=True)
        ],
        "kind": named(kinds, [kind.kind for kind in CIRCLE_KINDS]),
        "region": places(regions),
        "meetings_per_year": named(kinds, [str(kind.meetings_per_year or "") for kind in CIRCLE_KINDS]),
    }


def _roles(network: Network, rows: slice) -> Cells:
    """Present roles, then earlier ones."""
    people, jobs, told = network.people, network.people.earlier, network.stances
    earlier = len(jobs.person)
    n, nothing = len(people.account), np.full(earlier, NONE)

    def both(present: Ints, before: Ints) -> Ints:
        return np.concatenate((present[rows], before[max(rows.start - n, 0) : max(rows.stop - n, 0)]))

    title = both(people.title, nothing)
    return {
        "person_id": ids("p", both(np.arange(n), jobs.person)),
        "account_id": ids("a", both(people.account, jobs.account)),
        "title": named(title, [*(title.name for title in TITLES), beginner_title()]),
        "seniority": named(title, [*(title.seniority for title in TITLES), "S"]),
        "buying_role": named(title, [*(title.buying_role for title in TITLES), "user"]),
        "stance": named(both(told.stance, nothing), (*STANCES, "")),
        "stance_date": days(both(told.day, nothing)),
        "reports_to": ids("p", both(people.manager, nothing)),
        "from": days(both(people.start, jobs.start)),
        "to": days(both(np.full(n, NONE), jobs.end)),
    }


def _memberships(network: Network, rows: slice) -> Cells:
    groups = network.circles
    attendance = [f"{twentieths / 20:g}" for twentieths in range(17)]
    role = groups.role[rows]
    return {
        "person_id": ids("p", groups.person[rows]),
        "circle_id": ids("c", groups.circle[rows]),
        "role": named(CHAIR - role + MEMBER, MEMBER_ROLES),
        "attendance": named(groups.attendance[rows], [*attendance, ""]),
        "from": days(groups.start[rows]),
        "to": days(groups.end[rows]),
    }


def _knows(network: Network, rows: slice) -> Cells:
    ties = network.knows
    return {
        "person_a": ids("p", ties.a[rows]),
        "person_b": ids("p", ties.b[rows]),
        "strength": [f"{twentieths / 20:g}" for twentieths in ties.strength[rows].tolist()],
        "kind": named(ties.kind[rows], [kind for kind, _ in TIE_KINDS]),
        "since": days(ties.since[rows]),
        "last_contact": days(ties.last_contact[rows]),
        "directed": named(ties.is_directed[rows].astype(np.int64), ("", "true")),
    }


def _events(network: Network, rows: slice) -> Cells:
    events = network.events
    number, account = np.arange(len(events.day))[rows], events.account[rows]
    kind = events.kind[rows]
    moves = np.isin(kind, (EVENT_KINDS.index("left_company"), EVENT_KINDS.index("joined_company")))
    refs = zip(ids("e", events.event[rows]), ids("a", events.target[rows]), strict=True)
    return {
        "event_id": ids("e", number),
        "kind": named(kind, EVENT_KINDS),
        "date": days(events.day[rows]),
        "account_id": ids("a", account),
        "person_id": ids("p", events.person[rows]),
        "rep": ids("r", np.where(moves, NONE, network.accounts.territory[account])),
        "value": decimal(events.value[rows]),
        "margin": decimal(events.margin[rows]),
        "ref": [event or target for event, target in refs],
        "text": _phrases(events.phrase[rows], number),
    }


def _phrases(phrase: Ints, number: Ints) -> Texts:
    choices = list(PHRASES.values())
    pairs = zip(phrase.tolist(), number.tolist(), strict=True)
    return [choices[at][i % len(choices[at])] for at, i in pairs]
