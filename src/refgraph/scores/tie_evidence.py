"""Why two people are taken to talk with each other: the parts of one tie's rate, computed when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.groups import attendances, colleague_rate, meeting_rate, meetings_a_quarter
from refgraph.scores.pair_kernels import present
from refgraph.scores.tie_parts import declared_rates, ended_circle_rate, former_colleague_rate, ring_distance
from refgraph.scores.ties import TieEvidence
from refgraph.snapshot.snapshot import ALWAYS, STILL, Floats, Ints, Memberships, Roles, Snapshot, day_to_iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from refgraph.model.params import Params


def tie_evidence(snapshot: Snapshot, params: Params, speaker: int, listener: int) -> list[TieEvidence]:
    """Parts of one tie's rate, dated in days, greatest first (rounded to 12 digits), then by kind and ref.

    They add up to `Ties.rate` (1e-12); empty where there is no tie. Reads the rows of both people, and once all
    roles and memberships for each place they share.
    """
    if speaker == listener:
        return []
    found = [
        *_declared(snapshot, params, speaker, listener),
        *_by_account(snapshot, params, speaker, listener),
        *_by_circle(snapshot, params, speaker, listener),
    ]
    return sorted(
        (part for part in found if part.rate > 0),
        key=lambda part: (-round(part.rate, 12), part.kind, part.ref),
    )


def _declared(snapshot: Snapshot, params: Params, speaker: int, listener: int) -> Iterator[TieEvidence]:
    knows, ids = snapshot.knows, snapshot.people.ids
    for a, b in ((speaker, listener), (listener, speaker)):
        rows = _rows_of_pair(knows.a, knows.b, a, b)
        for row, rate in zip(
            range(rows.start, rows.stop), declared_rates(snapshot, params, rows), strict=True
        ):
            if knows.directed[row] and a == listener:
                continue
            contact, strength = int(knows.last_contact[row]), float(knows.strength[row])
            facts: dict[str, str | float | None] = {
                "kind": knows.kind[row] or None,
                "strength": params.strength_default if np.isnan(strength) else strength,
                "since": day_to_iso(int(knows.since[row])),
                "last_contact": day_to_iso(contact),
            }
            known = {name: fact for name, fact in facts.items() if fact is not None}
            yield TieEvidence(
                "knows",
                "|".join((ids[a], ids[b], knows.kind[row])),
                contact,
                float(rate),
                capped=False,
                facts=known,
            )


def _rows_of_pair(first: Ints, second: Ints, a: int, b: int) -> slice:
    """Rows of a pair in two columns sorted by (first, second)."""
    start, stop = np.searchsorted(first, (a, a + 1))
    inner = np.searchsorted(second[start:stop], (b, b + 1))
    return slice(int(start + inner[0]), int(start + inner[1]))


def _by_account(snapshot: Snapshot, params: Params, speaker: int, listener: int) -> Iterator[TieEvidence]:
    roles, accounts = snapshot.roles, snapshot.accounts
    reporting = _reporting_at(snapshot, speaker, listener) | _reporting_at(snapshot, listener, speaker)
    for account in sorted(reporting):
        yield TieEvidence(
            "reports_to",
            accounts.ids[account],
            ALWAYS,
            params.reporting_rate,
            capped=False,
            facts={"name": accounts.names[account]},
        )
    places = _Places(
        roles,
        roles.account,
        lambda rows: np.ones(len(rows)),
        params.former_overlap_days,
        params.account_pairs_up_to,
    )
    ranges = (snapshot.roles_of(speaker), snapshot.roles_of(listener))
    for together in places.shared(*ranges, day=snapshot.day, neighbours=params.ring_neighbours):
        now = together.last_day == STILL
        if now and together.place in reporting:
            continue
        facts: dict[str, str | float] = {
            "name": accounts.names[together.place],
            "people": float(together.size),
        }
        rate = (
            colleague_rate(np.array(together.size), params)
            if now
            else former_colleague_rate(np.array(snapshot.day - together.last_day), params)
        )
        kind = "same_account" if now else "former_colleagues"
        yield together.evidence(kind, accounts.ids[together.place], float(rate), facts)


def _reporting_at(snapshot: Snapshot, person: int, manager: int) -> set[int]:
    """Accounts at which a person reports to a manager now."""
    roles = snapshot.roles
    return {
        int(roles.account[row])
        for row in snapshot.roles_of(person)
        if roles.current[row] and roles.reports_to[row] == manager
    }


def _by_circle(snapshot: Snapshot, params: Params, speaker: int, listener: int) -> Iterator[TieEvidence]:
    memberships, circles = snapshot.memberships, snapshot.circles
    places = _Places(
        memberships,
        memberships.circle,
        lambda rows: attendances(memberships, params, rows),
        0,
        params.pairs_up_to,
    )
    ranges = (snapshot.memberships_of(speaker), snapshot.memberships_of(listener))
    for together in places.shared(*ranges, day=snapshot.day, neighbours=params.ring_neighbours):
        circle = together.place
        per_year, kind = circles.meetings_per_year[circle : circle + 1], circles.kind[circle : circle + 1]
        meetings = meetings_a_quarter(per_year, kind, params)
        rate = meeting_rate(meetings, np.array(together.size)) * together.attendance
        now = together.last_day == STILL
        if now:
            rate = params.circle_rate * rate
        else:
            rate = ended_circle_rate(rate, np.array(snapshot.day - together.last_day), params)
        facts: dict[str, str | float] = {"name": circles.names[circle], "members": float(together.size)}
        yield together.evidence(
            "shared_circle" if now else "ended_circle", circles.ids[circle], float(rate[0]), facts
        )


@dataclass(frozen=True, slots=True)
class _Together:
    """Two people at one place, now or on the last day they were there together."""

    place: int
    last_day: int
    """STILL where both are there now."""
    size: int
    """People at the place that day."""
    attendance: float
    """Product of both attendances that day."""
    capped: bool

    def evidence(self, kind: str, ref: str, rate: float, facts: Mapping[str, str | float]) -> TieEvidence:
        day = ALWAYS if self.last_day == STILL else self.last_day
        return TieEvidence(kind, ref, day, rate, self.capped, facts)


@dataclass(frozen=True, slots=True)
class _Places:
    """Accounts by role, or circles by membership; rows are sorted by person."""

    rows: Roles | Memberships
    place: Ints
    attendance: Callable[[NDArray[np.int64]], Floats]
    """Attendance of some rows."""
    overlap_days: int
    """Days of overlap from which two stays are time together."""
    limit: int
    """People beyond which only neighbours on the ring are paired."""

    def shared(self, ones: range, others: range, *, day: int, neighbours: int) -> Iterator[_Together]:
        """Places at which the people of the rows `ones` and `others` are, or last were, paired."""
        here = {int(self.place[row]) for row in ones} & {int(self.place[row]) for row in others}
        for place in sorted(here):
            last_day = self._last_day(
                [row for row in ones if self.place[row] == place],
                [row for row in others if self.place[row] == place],
            )
            if last_day is None:
                continue
            at = np.flatnonzero(self.place == place)
            who, share = self.rows.person[at], self.attendance(at)
            ring = present(who, self.rows.start[at], self.rows.end[at], share, min(last_day, day))
            one, other = (
                int(np.flatnonzero(who[ring] == self.rows.person[rows[0]])[0]) for rows in (ones, others)
            )
            capped = len(ring) > self.limit
            if not capped or ring_distance(np.array(one), np.array(other), np.array(len(ring))) <= neighbours:
                yield _Together(
                    place, last_day, len(ring), float(share[ring[one]] * share[ring[other]]), capped
                )

    def _last_day(self, ones: list[int], others: list[int]) -> int | None:
        """Last day of the latest time together, STILL for now, None for never."""
        together = [
            min(self._end(one), self._end(other))
            for one in ones
            for other in others
            if min(self._end(one), self._end(other))
            - max(int(self.rows.start[one]), int(self.rows.start[other]))
            >= self.overlap_days
        ]
        return max(together, default=None)

    def _end(self, row: int) -> int:
        return STILL if self.rows.current[row] else int(self.rows.end[row])
