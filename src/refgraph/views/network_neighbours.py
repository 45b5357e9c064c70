"""Relations of one entity as of a day, read from the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.snapshot.snapshot import Floats, Snapshot

Ref = tuple[str, str]
"""(table, id) with table `accounts`, `people` or `circles`."""
_UNSAID = 0.5
"""Strength or attendance where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entities, in the direction of its words: a person works at an account."""

    source: Ref
    target: Ref
    relation: str
    """`works_at`, `member_of`, `knows`, `reports_to`, `parent_of` or `tie`."""
    strength: float
    """Declared strength, attendance, or p for a tie; else 1."""


def index_of(snapshot: Snapshot, ref: Ref) -> int:
    """Index of an entity in its table; raises `UnknownId`, ValueError for another table."""
    table, key = ref
    find = {"accounts": snapshot.account, "people": snapshot.person, "circles": snapshot.circle}
    if table not in find:
        raise ValueError(f"there is no table {table}")
    return find[table](key)


def neighbours(snapshot: Snapshot, ref: Ref) -> list[Link]:
    """Relations of an entity that hold now; each once, but for acquaintances of several kinds."""
    index = index_of(snapshot, ref)
    walk = {"accounts": _of_account, "people": _of_person, "circles": _of_circle}
    return list(walk[ref[0]](snapshot, index))


def _of_account(snapshot: Snapshot, account: int) -> Iterator[Link]:
    accounts = snapshot.accounts
    here = ("accounts", accounts.ids[account])
    for person in snapshot.current_people(account).tolist():
        yield Link(("people", snapshot.people.ids[person]), here, "works_at", 1.0)
    if accounts.parent[account] >= 0:
        yield Link(("accounts", accounts.ids[accounts.parent[account]]), here, "parent_of", 1.0)
    for child in np.flatnonzero(accounts.parent == account).tolist():
        yield Link(here, ("accounts", accounts.ids[child]), "parent_of", 1.0)


def _of_person(snapshot: Snapshot, person: int) -> Iterator[Link]:
    here = ("people", snapshot.people.ids[person])
    for account in snapshot.current_accounts(person):
        yield Link(here, ("accounts", snapshot.accounts.ids[account]), "works_at", 1.0)
    members = snapshot.memberships
    for row in snapshot.memberships_of(person):
        if members.current[row]:
            circle = ("circles", snapshot.circles.ids[members.circle[row]])
            yield Link(here, circle, "member_of", _said(members.attendance, row))
    yield from _acquaintances(snapshot, person)
    yield from _reporting(snapshot, person)


def _of_circle(snapshot: Snapshot, circle: int) -> Iterator[Link]:
    members = snapshot.memberships
    here = ("circles", snapshot.circles.ids[circle])
    for row in np.flatnonzero((members.circle == circle) & members.current).tolist():
        person = ("people", snapshot.people.ids[members.person[row]])
        yield Link(person, here, "member_of", _said(members.attendance, row))


def _acquaintances(snapshot: Snapshot, person: int) -> Iterator[Link]:
    knows, ids = snapshot.knows, snapshot.people.ids
    for row in np.flatnonzero((knows.a == person) | (knows.b == person)).tolist():
        ends = ("people", ids[knows.a[row]]), ("people", ids[knows.b[row]])
        yield Link(*ends, "knows", _said(knows.strength, row))


def _reporting(snapshot: Snapshot, person: int) -> Iterator[Link]:
    roles, ids = snapshot.roles, snapshot.people.ids
    lines = ((roles.person == person) | (roles.reports_to == person)) & roles.current
    for row in np.flatnonzero(lines & (roles.reports_to >= 0) & (roles.reports_to != roles.person)).tolist():
        ends = ("people", ids[roles.person[row]]), ("people", ids[roles.reports_to[row]])
        yield Link(*ends, "reports_to", 1.0)


def _said(values: Floats, row: int) -> float:
    return _UNSAID if np.isnan(values[row]) else float(values[row])
