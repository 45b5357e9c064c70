"""Rates and heard once more, in plain Python over dicts, written from the formulas."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Memberships, Roles, Snapshot

Pairs = dict[tuple[int, int], float]
Stay = tuple[int, float, int, int]
"""Person, attendance, first day, last day; NOW as last day of one that has not ended."""

LONG_AGO, NOW = -(2**31), 2**31 - 1


def twin_rates(snapshot: Snapshot, params: Params, *, rings: bool) -> Pairs:
    """Conversations a quarter by (speaker, listener); without `rings` everybody in a large group counts."""
    rate: Pairs = defaultdict(float)
    _add_declared(snapshot, params, rate)
    lines = _reporting_lines(snapshot.roles)
    for one, other, _ in lines:
        _add_both(rate, one, other, params.reporting_rate)
    for account in range(len(snapshot.accounts.ids)):
        reporting = {(one, other) for one, other, where in lines if where == account}
        _add_account(snapshot, params, account, reporting, rate, rings=rings)
    for circle in range(len(snapshot.circles.ids)):
        _add_circle(snapshot, params, circle, rate, rings=rings)
    return {pair: value for pair, value in rate.items() if value > 0}


def twin_heard(
    rate: Pairs,
    belief: Sequence[float],
    disbelief: Sequence[float],
    params: Params,
    uncertainty: Sequence[float] | None = None,
) -> tuple[list[float], list[float]]:
    """P and N by person; relayers are damped by `uncertainty`, by default 1 - b - d."""
    people = range(len(belief))
    unsure = uncertainty or [1 - b - d for b, d in zip(belief, disbelief, strict=True)]
    into, out = [0.0 for _ in people], [0.0 for _ in people]
    for (u, v), value in rate.items():
        out[u] += value
        into[v] += value
    mixing = {(u, v): value / math.sqrt(into[v] * out[u]) for (u, v), value in rate.items()}

    def total(said: Sequence[float]) -> list[float]:
        volume = [0.0 for _ in people]
        passing = list(said)
        for level in range(1, params.depth + 1):
            reached = [0.0 for _ in people]
            for (u, v), share in mixing.items():
                reached[v] += share * passing[u]
            volume = [volume[v] + params.damping**level * reached[v] for v in people]
            passing = [unsure[v] * reached[v] for v in people]
        return volume

    return total(belief), total(disbelief)


def _add_both(rate: Pairs, one: int, other: int, value: float) -> None:
    rate[one, other] += value
    rate[other, one] += value


def _add_declared(snapshot: Snapshot, params: Params, rate: Pairs) -> None:
    knows = snapshot.knows
    for row in range(len(knows.a)):
        a, b = int(knows.a[row]), int(knows.b[row])
        strength = 0.5 if math.isnan(knows.strength[row]) else float(knows.strength[row])
        contact = int(knows.last_contact[row])
        age = 0 if contact == LONG_AGO else snapshot.day - contact
        value = params.declared_rate * strength * 0.5 ** (age / params.declared_half_life_days)
        if a != b and knows.directed[row]:
            rate[a, b] += value
        elif a != b:
            _add_both(rate, a, b, value)


def _reporting_lines(roles: Roles) -> set[tuple[int, int, int]]:
    lines = set()
    for row in range(len(roles.person)):
        person, manager = int(roles.person[row]), int(roles.reports_to[row])
        if roles.current[row] and manager not in (-1, person):
            lines.add((min(person, manager), max(person, manager), int(roles.account[row])))
    return lines


def _add_account(
    snapshot: Snapshot, params: Params, account: int, reporting: set[tuple[int, int]], rate: Pairs, *, rings: bool
) -> None:  # fmt: skip
    stays = _stays_at(snapshot.roles, snapshot.roles.account.tolist(), account, lambda _: 1.0)
    limit, around = params.account_pairs_up_to, params.ring_neighbours
    now = _there(stays, snapshot.day)
    for one, other in combinations(sorted(now), 2):
        if (one, other) not in reporting and (not rings or _is_paired(now, one, other, limit, around)):
            _add_both(
                rate, one, other, min(params.same_account_rate, params.same_account_total / (len(now) - 1))
            )
    for (one, other), day in _ended(stays, params.former_overlap_days).items():
        if _is_paired(_there(stays, day), one, other, limit, around):
            age = snapshot.day - day
            _add_both(
                rate, one, other, params.former_colleague_rate * 0.5 ** (age / params.former_half_life_days)
            )


def _add_circle(snapshot: Snapshot, params: Params, circle: int, rate: Pairs, *, rings: bool) -> None:
    memberships = snapshot.memberships

    def attendance(row: int) -> float:
        given = float(memberships.attendance[row])
        return (
            {"chair": 1.0, "organiser": 0.9}.get(memberships.role[row], 0.5) if math.isnan(given) else given
        )

    stays = _stays_at(memberships, memberships.circle.tolist(), circle, attendance)
    yearly = float(snapshot.circles.meetings_per_year[circle])
    if math.isnan(yearly):
        yearly = {"social": 6.0, "alumni": 1.0}.get(snapshot.circles.kind[circle], 4.0)
    meetings = min(yearly / 4, params.circle_meetings_cap)
    limit, around = params.pairs_up_to, params.ring_neighbours
    now = _there(stays, snapshot.day)
    for one, other in combinations(sorted(now), 2):
        if not rings or _is_paired(now, one, other, limit, around):
            shared = meetings * now[one] * now[other] / (len(now) - 1)
            _add_both(rate, one, other, params.circle_rate * shared)
    for (one, other), day in _ended(stays, 0).items():
        then = _there(stays, day)
        if _is_paired(then, one, other, limit, around):
            value = params.ended_circle_rate * meetings * then[one] * then[other] / (len(then) - 1)
            age = snapshot.day - day
            _add_both(rate, one, other, value * 0.5 ** (age / params.ended_circle_half_life_days))


def _stays_at(rows: Roles | Memberships, places: list[int], place: int, attendance) -> list[Stay]:  # type: ignore[no-untyped-def]
    return [
        (
            int(rows.person[row]),
            attendance(row),
            int(rows.start[row]),
            NOW if rows.current[row] else int(rows.end[row]),
        )
        for row in range(len(places))
        if places[row] == place
    ]


def _there(stays: list[Stay], day: int) -> dict[int, float]:
    """Attendance of everybody there on a day."""
    there: dict[int, float] = {}
    for person, attendance, first, last in stays:
        if first <= day <= last:
            there[person] = max(there.get(person, 0.0), attendance)
    return there


def _is_paired(there: Mapping[int, float], one: int, other: int, limit: int, around: int) -> bool:
    if len(there) <= limit:
        return True
    ring = sorted(there, key=lambda person: (there[person], person))
    steps = abs(ring.index(one) - ring.index(other))
    return min(steps, len(ring) - steps) <= around


def _ended(stays: list[Stay], overlap_days: int) -> dict[tuple[int, int], int]:
    """Day the last time together of each pair ended, for those not both there now."""
    now = {person for person, _, _, last in stays if last == NOW}
    ended: dict[tuple[int, int], int] = {}
    for first_stay, second_stay in combinations(stays, 2):
        one, other = sorted((first_stay[0], second_stay[0]))
        end = min(first_stay[3], second_stay[3])
        long_enough = end - max(first_stay[2], second_stay[2]) >= overlap_days
        if one != other and not {one, other} <= now and long_enough:
            ended[one, other] = max(ended.get((one, other), end), end)
    return ended
