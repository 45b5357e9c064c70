"""Groups whose members all talk with each other: the current people of an account, the members of a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from refgraph.snapshot.snapshot import Floats, Ints, Memberships, Snapshot

if TYPE_CHECKING:
    from refgraph.model.params import Params

Counts = NDArray[np.int64] | Ints


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups in which u and v talk `factor * attendance_u * attendance_v` times a quarter.

    Members of group g are `member[indptr[g]:indptr[g + 1]]`, distinct, by (attendance, index): the order of the
    ring. `indptr` has g + 1 entries.
    """

    indptr: NDArray[np.int64]
    member: Ints
    attendance: Floats
    """Share of the meetings a member comes to, 0 to 1, by entry of `member`."""
    factor: Floats
    """Conversations a quarter of two members who never miss a meeting, shape (g,); 0 in groups of one."""

    @property
    def size(self) -> NDArray[np.int64]:
        """Number of members, shape (g,)."""
        return np.diff(self.indptr)

    @property
    def group(self) -> NDArray[np.int64]:
        """Group of each entry of `member`."""
        return np.repeat(np.arange(len(self.factor)), self.size)


def account_groups(snapshot: Snapshot, params: Params) -> Groups:
    """Distinct people with a current role, by account index, shape (a,); everybody's attendance is 1."""
    roles, count = snapshot.roles, len(snapshot.accounts.ids)
    rows = np.flatnonzero(roles.current)
    indptr, member, attendance = _distinct(roles.account[rows], roles.person[rows], np.ones(len(rows)), count)
    return Groups(indptr, member, attendance, colleague_rate(np.diff(indptr), params))


def circle_groups(snapshot: Snapshot, params: Params) -> Groups:
    """Distinct current members, by circle index, shape (c,); of several current memberships the greatest attendance counts."""
    memberships, circles = snapshot.memberships, snapshot.circles
    rows = np.flatnonzero(memberships.current)
    indptr, member, attendance = _distinct(
        memberships.circle[rows],
        memberships.person[rows],
        attendances(memberships, params, rows),
        len(circles.ids),
    )
    meetings = meetings_a_quarter(circles.meetings_per_year, circles.kind, params)
    return Groups(indptr, member, attendance, meeting_rate(meetings, np.diff(indptr)))


def colleague_rate(people: Counts, params: Params) -> Floats:
    """Conversations a quarter of two of so many `people` at one account; 0 where there is one or none."""
    others = np.maximum(people - 1, 1)
    rate = np.minimum(params.same_account_rate, params.same_account_total / others)
    return np.where(people > 1, rate, 0.0)


def meeting_rate(meetings: Floats, members: Counts) -> Floats:
    """Conversations a quarter of two of so many `members` who come to all `meetings` (Newman 2001); 0 for one."""
    return np.where(members > 1, meetings / np.maximum(members - 1, 1), 0.0)


def meetings_a_quarter(per_year: Floats, kinds: tuple[str, ...], params: Params) -> Floats:
    """Meetings a quarter that count, shape (c,), capped; by kind of circle where the number a year is NaN."""
    usual = np.array([params.meetings_per_year.get(kind, params.meetings_per_year_default) for kind in kinds])
    return np.minimum(np.where(np.isnan(per_year), usual, per_year) / 4.0, params.circle_meetings_cap)


def attendances(memberships: Memberships, params: Params, rows: NDArray[np.int64]) -> Floats:
    """Share of meetings that some memberships come to, in [0, 1], shape as `rows`; by role where the file says nothing."""
    member, given = params.attendance["member"], memberships.attendance[rows]
    usual = np.array([params.attendance.get(memberships.role[row], member) for row in rows.tolist()])
    return np.where(np.isnan(given), usual, given)


def _distinct(
    group: Ints, person: Ints, attendance: Floats, count: int
) -> tuple[NDArray[np.int64], Ints, Floats]:
    """`indptr`, people and attendance by group: each person once, with the greatest attendance."""
    order = np.lexsort((attendance, person, group))
    group, person, attendance = group[order], person[order], attendance[order]
    greatest = np.ones(len(order), np.bool_)
    greatest[:-1] = (group[1:] != group[:-1]) | (person[1:] != person[:-1])
    group, person, attendance = group[greatest], person[greatest], attendance[greatest]
    ring = np.lexsort((person, attendance, group))
    indptr = np.searchsorted(group, np.arange(count + 1)).astype(np.int64)
    return indptr, person[ring], attendance[ring]
