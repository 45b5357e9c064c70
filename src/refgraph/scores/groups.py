"""Groups whose members all talk with each other: the current people of an account, the members of a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from refgraph.scores.csr_kernels import grouped
from refgraph.scores.group_kernels import distinct_members
from refgraph.snapshot.snapshot import Floats, Ints, Memberships, Snapshot

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.tie_kernels import Places

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

    @property
    def arrays(self) -> tuple[NDArray[np.int64], Ints, Floats, Floats]:
        """What kernels take."""
        return self.indptr, self.member, self.attendance, self.factor


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
    return Groups(indptr, member, attendance, params.circle_rate * meeting_rate(meetings, np.diff(indptr)))


def joined(first: Groups, second: Groups) -> Groups:
    """Groups of both, one after the other; shape (g + h,)."""
    return Groups(
        np.concatenate((first.indptr, first.indptr[-1] + second.indptr[1:])),
        np.concatenate((first.member, second.member)),
        np.concatenate((first.attendance, second.attendance)),
        np.concatenate((first.factor, second.factor)),
    )


def ring_steps(size: NDArray[np.int64], limit: int, params: Params) -> NDArray[np.int64]:
    """Steps each member of groups of this size looks along the ring, either way: all round it in those up to `limit`."""
    half = size // 2
    return np.where(size <= limit, half, np.minimum(params.ring_neighbours, half))


def places(groups: Groups, people: int) -> Places:
    """By person (shape (people + 1,)) the entries of `groups.member` that are his, ascending; the group of each entry."""
    indptr, entry = grouped(groups.member, people)
    return indptr, entry, groups.group


def colleague_rate(people: Counts, params: Params) -> Floats:
    """Conversations a quarter of two of so many `people` at one account; 0 where there is one or none."""
    others = np.maximum(people - 1, 1)
    rate = np.minimum(params.same_account_rate, params.same_account_total / others)
    return np.where(people > 1, rate, 0.0)


def meeting_rate(meetings: Floats, members: Counts) -> Floats:
    """Meetings shared a quarter by two of so many `members` who come to all `meetings` (Newman 2001); 0 for one."""
    return np.where(members > 1, meetings / np.maximum(members - 1, 1), 0.0)


def meetings_a_quarter(per_year: Floats, kinds: tuple[str, ...], params: Params) -> Floats:
    """Meetings a quarter that count, shape (c,), capped; by kind of circle where the number a year is NaN."""
    usual = np.array([params.meetings_per_year.get(kind, params.meetings_per_year_default) for kind in kinds])
    return np.minimum(np.where(np.isnan(per_year), usual, per_year) / 4.0, params.circle_meetings_cap)


def attendances(memberships: Memberships, params: Params, rows: NDArray[np.int64]) -> Floats:
    """Share of meetings that some memberships come to, in [0, 1], shape as `rows`; by role where the file says nothing."""
    member, given = params.attendance["member"], memberships.attendance[rows]
    share = {role: params.attendance.get(role, member) for role in set(memberships.role)}
    usual = np.fromiter(map(share.__getitem__, memberships.role), np.float64, len(memberships.role))
    return np.where(np.isnan(given), usual[rows], given)


def _distinct(
    group: Ints, person: Ints, attendance: Floats, count: int
) -> tuple[NDArray[np.int64], Ints, Floats]:
    """`indptr`, people and attendance by group: each person once, with the greatest attendance.

    Rows are sorted by person, as those of a snapshot are.
    """
    indptr, order = grouped(group, count)
    starts, member, share = distinct_members(indptr, person[order], attendance[order])
    return starts, member, share
