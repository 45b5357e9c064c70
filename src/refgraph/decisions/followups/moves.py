"""Job moves: a champion who left and where he works now, and senior people who are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.followups.history import CONTACTS, TALKS
from refgraph.decisions.followups.need import Need
from refgraph.snapshot.snapshot import ALWAYS, EventKind, Seniority, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.decisions.followups.history import History


def move_needs(history: History) -> Iterator[Need]:
    """What job moves at customers call for; a champion comes after the newcomers, as who is no stranger."""
    yield from _newcomers(history)
    for role in _champions_who_left(history):
        yield from _fill_the_gap(history, role)
        yield from _follow(history, role)


def _champions_who_left(history: History) -> list[int]:
    """Rows of ended roles of champions at customers, of whichever rep, recent enough to call for anything."""
    roles = history.snapshot.roles
    window = max(history.window("champion_left"), history.window("follow_champion"))
    customer = history.snapshot.accounts.status == Status.CUSTOMER
    ended = ~roles.current & customer[roles.account]
    rows = np.flatnonzero(ended & (roles.end >= history.day - window))
    return [
        row
        for row in rows.tolist()
        if _is_champion(history, row) and history.has_left(int(roles.person[row]), int(roles.account[row]))
    ]


def _is_champion(history: History, role: int) -> bool:
    """Whether who held a role was a supporter, or had an influential buying role and was no opponent."""
    stance = history.stances.code[role]
    influential = history.role_weight[role] >= history.params.influential_role
    return bool(stance == Stance.SUPPORTER or (influential and stance != Stance.OPPONENT))


def _fill_the_gap(history: History, role: int) -> Iterator[Need]:
    roles, action = history.snapshot.roles, "champion_left"
    person, account, end = int(roles.person[role]), int(roles.account[role]), int(roles.end[role])
    if not history.wanted[account]:
        return
    since = history.at_account(account, CONTACTS, end + 1)
    if any(history.event_person(row) not in (-1, person) for row in since):
        return
    facts: dict[str, str | float] = {"since": history.iso(end)}
    other = _whom_to_win(history, account, end)
    if other >= 0:
        facts["other"] = history.snapshot.people.ids[other]
    yield Need(
        action, account, person, end, end + history.lead(action),
        _moved(history, person, account, EventKind.LEFT_COMPANY), (role,), facts,
    )  # fmt: skip


def _whom_to_win(history: History, account: int, left: int) -> int:
    """The person to start with, -1 for nobody.

    A senior one who came after the champion `left`, then one we never met, then the weightiest buying role, then the
    smallest id.
    """
    roles = history.snapshot.roles

    def order(row: int) -> tuple[bool, bool, float, int]:
        person = int(roles.person[row])
        is_successor = roles.start[row] > left and roles.seniority[row] >= Seniority.M
        return not is_successor, bool(history.ever_met[person]), -float(history.role_weight[row]), person

    return min(map(order, history.roles_at.of(account).tolist()), default=(True, True, 0.0, -1))[-1]


def _follow(history: History, role: int) -> Iterator[Need]:
    """Where the champion works now, if the role there began since or some months before."""
    roles, action = history.snapshot.roles, "follow_champion"
    person, left, end = int(roles.person[role]), int(roles.account[role]), int(roles.end[role])
    for row in history.roles_of.of(person).tolist():
        account, start = int(roles.account[row]), int(roles.start[row])
        began = start != ALWAYS and start >= end - history.params.newcomer_days
        if not (roles.current[row] and began and account != left and history.wanted[account]):
            continue
        if history.with_person(person, TALKS, start):
            continue
        facts: dict[str, str | float] = {
            "where": history.snapshot.accounts.ids[left], "left": history.iso(end), "since": history.iso(start),
        }  # fmt: skip
        moved = _moved(history, person, account, EventKind.JOINED_COMPANY)
        yield Need(action, account, person, start, start + history.lead(action), moved, (row, role), facts)


def _newcomers(history: History) -> Iterator[Need]:
    """Managers whose first role at a customer began lately, and whom we have not met there."""
    roles, action = history.snapshot.roles, "welcome_newcomer"
    senior = roles.seniority >= Seniority.M
    recent = roles.current & senior & (roles.start >= history.day - history.params.newcomer_days)
    for role in np.flatnonzero(recent & history.customers[roles.account]).tolist():
        person, account, start = int(roles.person[role]), int(roles.account[role]), int(roles.start[role])
        if _first_there(history, role) == role and not history.with_person(person, TALKS, start):
            yield Need(
                action, account, person, start, start + history.lead(action),
                _moved(history, person, account, EventKind.JOINED_COMPANY), (role,),
                {"since": history.iso(start)},
            )  # fmt: skip


def _first_there(history: History, role: int) -> int:
    """Row of the first role of the same person at the same account."""
    roles = history.snapshot.roles
    held = history.roles_of.of(int(roles.person[role]))
    return int(held[roles.account[held] == roles.account[role]][0])


def _moved(history: History, person: int, account: int, kind: EventKind) -> tuple[int, ...]:
    """The latest event that tells of the move, none where only roles.csv does."""
    events, ids = history.snapshot.events, history.snapshot.account_index
    rows = [
        row
        for row in history.with_person(person, frozenset((kind,)), ALWAYS)
        if ids.get(events.ref[row], int(events.account[row])) == account
    ]
    return tuple(rows[-1:])
