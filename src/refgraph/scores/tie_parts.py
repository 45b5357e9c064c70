"""The parts of ties: who talks with whom, how often, and for what reason (design.md §3, "Ties as contact rates")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr_kernels import grouped
from refgraph.scores.groups import Groups, attendances, meeting_rate, meetings_a_quarter
from refgraph.scores.pair_kernels import ended_pairs
from refgraph.snapshot.snapshot import ALWAYS, STILL, Bools, Floats, Ints, Memberships, Roles, Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.model.params import Params


@dataclass(frozen=True, slots=True)
class Part:
    """Rates of directed pairs, arrays of one length; a pair may stand several times, its rates then add up."""

    speaker: Ints
    listener: Ints
    rate: Floats
    """Conversations a quarter."""


@dataclass(frozen=True, slots=True)
class ReportingLines:
    """Current reporting lines, each once a pair and account; arrays of one length."""

    one: Ints
    other: Ints
    account: Ints


def decay(age_days: Floats | Ints, half_life_days: float) -> Floats:
    """2^(-age / half-life) for ages in days, in (0, 1]."""
    return np.exp2(-np.asarray(age_days, np.float64) / half_life_days)


def declared(snapshot: Snapshot, params: Params) -> Part:
    """Declared acquaintances, one row for each direction in which there is talk; nobody talks with himself."""
    knows = snapshot.knows
    return acquainted(knows.a, knows.b, declared_rates(snapshot, params), knows.directed)


def acquainted(a: Ints, b: Ints, rate: Floats, directed: Bools) -> Part:
    """Let a talk with b, and b with a where it is not `directed`; arrays of one length, rows of rate 0 left out."""
    talks = (a != b) & (rate > 0)
    back = talks & ~directed
    return Part(
        np.concatenate((a[talks], b[back])),
        np.concatenate((b[talks], a[back])),
        np.concatenate((rate[talks], rate[back])),
    )


def declared_rates(snapshot: Snapshot, params: Params, rows: slice = slice(None)) -> Floats:
    """Conversations a quarter by row of `knows`, shape (rows,); they age from the last contact, where that is known."""
    knows = snapshot.knows
    given, contact = knows.strength[rows], knows.last_contact[rows]
    strength = np.where(np.isnan(given), params.strength_default, given)
    age = np.where(contact == ALWAYS, 0, snapshot.day - contact.astype(np.int64))
    return params.declared_rate * strength * decay(age, params.declared_half_life_days)


def reporting_lines(roles: Roles) -> ReportingLines:
    """Lines of current roles, also to managers without a role at the account; nobody reports to himself."""
    rows = np.flatnonzero(roles.current & (roles.reports_to >= 0) & (roles.reports_to != roles.person))
    one = np.minimum(roles.person[rows], roles.reports_to[rows])
    other = np.maximum(roles.person[rows], roles.reports_to[rows])
    lines = np.unique(np.stack((one, other, roles.account[rows])), axis=1)
    return ReportingLines(lines[0], lines[1], lines[2])


def reporting(lines: ReportingLines, accounts: Groups, params: Params) -> Part:
    """Rates of reporting lines, less the rate the same two have as colleagues at that account."""
    colleagues, _ = _colleagues(lines, accounts, params)
    rate = params.reporting_rate - np.where(colleagues, accounts.factor[lines.account], 0.0)
    return both_ways(lines.one, lines.other, rate)


def across_rings(lines: ReportingLines, accounts: Groups, params: Params) -> Part:
    """What `reporting` took off lines across the ring of a large account, who are no pair there: the rate as colleagues."""
    colleagues, near = _colleagues(lines, accounts, params)
    far = np.flatnonzero(colleagues & ~near)
    return both_ways(lines.one[far], lines.other[far], accounts.factor[lines.account[far]])


def former_colleagues(snapshot: Snapshot, params: Params) -> Part:
    """People who worked at one account at the same time, and no longer do; once a pair and account."""
    roles = snapshot.roles
    stays = _stays(roles, roles.account, np.ones(len(roles.person)), len(snapshot.accounts.ids))
    pairs, _ = _ended(
        stays, params, overlap_days=params.former_overlap_days, limit=params.account_pairs_up_to
    )
    return both_ways(pairs[:, 0], pairs[:, 1], former_colleague_rate(snapshot.day - pairs[:, 3], params))


def ended_circles(snapshot: Snapshot, params: Params) -> Part:
    """People who were members of one circle at the same time, and no longer are; once a pair and circle."""
    memberships, circles = snapshot.memberships, snapshot.circles
    shares = attendances(memberships, params, np.arange(len(memberships.person)))
    stays = _stays(memberships, memberships.circle, shares, len(circles.ids))
    pairs, attendance = _ended(stays, params, overlap_days=0, limit=params.pairs_up_to)
    meetings = meetings_a_quarter(circles.meetings_per_year, circles.kind, params)[pairs[:, 2]]
    rate = ended_circle_rate(meeting_rate(meetings, pairs[:, 4]), snapshot.day - pairs[:, 3], params)
    return both_ways(pairs[:, 0], pairs[:, 1], rate * attendance)


def former_colleague_rate(age_days: Ints, params: Params) -> Floats:
    """Conversations a quarter so many days after the time together ended."""
    return params.former_colleague_rate * decay(age_days, params.former_half_life_days)


def ended_circle_rate(rate: Floats, age_days: Ints, params: Params) -> Floats:
    """What is left of a circle's `rate` so many days after the time together ended."""
    return params.ended_circle_rate * rate * decay(age_days, params.ended_circle_half_life_days)


def both_ways(one: Ints, other: Ints, rate: Floats) -> Part:
    """Let both speak and listen."""
    return Part(np.concatenate((one, other)), np.concatenate((other, one)), np.concatenate((rate, rate)))


def _colleagues(lines: ReportingLines, accounts: Groups, params: Params) -> tuple[Bools, Bools]:
    """Whether the two of each line are current colleagues at its account; whether then also a pair on its ring."""
    one, other = (
        _position(lines.one, lines.account, accounts),
        _position(lines.other, lines.account, accounts),
    )
    here, size = (one >= 0) & (other >= 0), accounts.size[lines.account]
    is_small = size <= params.account_pairs_up_to
    return here, here & (is_small | (ring_distance(one, other, size) <= params.ring_neighbours))


def _position(person: Ints, account: Ints, accounts: Groups) -> NDArray[np.int64]:
    """Where each person stands in the entries of `accounts`, -1 for who has no current role at that account."""
    people = 1 + int(max(accounts.member.max(initial=0), person.max(initial=0)))
    entries, wanted = accounts.group * people + accounts.member, account.astype(np.int64) * people + person
    at = np.searchsorted(entries, wanted)
    found = np.append(entries, -1)[at] == wanted
    return np.where(found, at, -1)


def ring_distance(
    one: NDArray[np.int64], other: NDArray[np.int64], size: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Steps between two positions on a ring of `size` places, the shorter way round."""
    steps = np.abs(one - other)
    shorter: NDArray[np.int64] = np.minimum(steps, size - steps)
    return shorter


@dataclass(frozen=True, slots=True)
class _Stays:
    """Roles or memberships by place, then person, then start; stays at place p are `indptr[p]:indptr[p + 1]`."""

    indptr: NDArray[np.int64]
    person: Ints
    start: Ints
    end: Ints
    """STILL for a current one."""
    attendance: Floats


def _stays(rows: Roles | Memberships, place: Ints, attendance: Floats, places: int) -> _Stays:
    """Rows of a snapshot, which come by person and within a place by start."""
    indptr, order = grouped(place, places)
    end = np.where(rows.current, np.int32(STILL), rows.end).astype(np.int32)
    return _Stays(indptr, rows.person[order], rows.start[order], end[order], attendance[order])


def _ended(stays: _Stays, params: Params, *, overlap_days: int, limit: int) -> tuple[Ints, Floats]:
    pairs, attendance = ended_pairs(
        stays.indptr,
        stays.person,
        stays.start,
        stays.end,
        stays.attendance,
        overlap_days,
        limit,
        params.ring_neighbours,
    )
    return pairs, attendance
