"""The people of an account as a rep looks at them: role, stance, whether we ever met, opinion, what they heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.opinion import opinion_word
from refgraph.snapshot.snapshot import ALWAYS, EventKind, Seniority, Stance

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot

_MEETINGS = (EventKind.MEETING, EventKind.CALL, EventKind.VISIT)
_SENIORITY_CODES = {Seniority.C: "C", Seniority.M: "M", Seniority.S: "S", Seniority.UNKNOWN: ""}
_STANCE_CODES = {Stance.SUPPORTER: "supporter", Stance.NEUTRAL: "neutral", Stance.OPPONENT: "opponent"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person with a current role at an account."""

    person: int
    title: str
    seniority: str
    """`C`, `M`, `S` or '' for unknown."""
    buying_role: str
    stance: str
    """The stance seen last: `supporter`, `neutral`, `opponent` or '' for none seen."""
    ever_met: bool
    """Whether there was a meeting, a call or a visit with the person, or a stance was seen."""
    word: str
    """`unknown`, `supporter`, `opponent` or `neutral`, by the opinion."""


def colleagues(scores: Scores, account: int) -> list[Colleague]:
    """People with a current role at an account, highest first, then by id; one row a person, the highest role."""
    roles = scores.snapshot.roles
    rows = np.flatnonzero((roles.account == account) & roles.current)
    order = rows[np.lexsort((roles.person[rows], -roles.seniority[rows].astype(np.int32)))]
    found: dict[int, Colleague] = {}
    for row in order.tolist():
        person = int(roles.person[row])
        if person not in found:
            found[person] = _colleague(scores, row)
    return list(found.values())


def stance_seen(snapshot: Snapshot, person: int) -> str:
    """Stance of a person seen last, in current roles and events; '' for none. Undated ones come first."""
    roles, events = snapshot.roles, snapshot.events
    seen = [
        (int(roles.stance_day[row]), Stance(roles.stance[row]))
        for row in snapshot.roles_of(person)
        if roles.current[row] and roles.stance[row] != Stance.UNKNOWN
    ]
    at = np.flatnonzero(
        (events.person == person) & (events.kind == EventKind.STANCE) & ~np.isnan(events.value)
    )
    seen += [(int(events.day[row]), Stance(int(events.value[row]))) for row in at.tolist()]
    return _STANCE_CODES[max(seen)[1]] if seen else ""


def ever_met(snapshot: Snapshot, person: int) -> bool:
    """Whether there was a meeting, a call or a visit with a person, or a stance was seen."""
    events = snapshot.events
    with_person = (events.person == person) & np.isin(events.kind, _MEETINGS)
    return bool(with_person.any()) or stance_seen(snapshot, person) != ""


def title_at(snapshot: Snapshot, person: int, account: int) -> str:
    """Title of a person's highest current role at an account; '' for none."""
    roles = snapshot.roles
    rows = [row for row in snapshot.roles_of(person) if roles.current[row] and roles.account[row] == account]
    return roles.title[max(rows, key=lambda row: (int(roles.seniority[row]), -row))] if rows else ""


def first_day(snapshot: Snapshot) -> int | None:
    """Day of the first event or dated beginning; None when nothing is dated."""
    starts = np.concatenate([snapshot.events.day, snapshot.roles.start, snapshot.memberships.start])
    dated = starts[starts != ALWAYS]
    return int(dated.min()) if len(dated) else None


def _colleague(scores: Scores, row: int) -> Colleague:
    snapshot, roles, opinion = scores.snapshot, scores.snapshot.roles, scores.opinion
    person = int(roles.person[row])
    return Colleague(
        person=person,
        title=roles.title[row],
        seniority=_SENIORITY_CODES[Seniority(roles.seniority[row])],
        buying_role=roles.buying_role[row],
        stance=stance_seen(snapshot, person),
        ever_met=ever_met(snapshot, person),
        word=opinion_word(float(opinion.belief[person]), float(opinion.disbelief[person]), scores.params),
    )
