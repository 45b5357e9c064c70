"""Circles and who is in them: people of one trade, or neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.staff import NONE
from refgraph.sources.generated.words import CIRCLE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.organisations import Organisations
    from refgraph.sources.generated.staff import Staff

    Ints = NDArray[np.int64]

MEMBER, ORGANISER, CHAIR = 0, 1, 2
_OF_TRADE = np.array([kind.is_of_trade for kind in CIRCLE_KINDS])
_RANGE = 3
"""Members are drawn from a stretch of people this many times as long as the circle is large."""


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles, arrays of shape (c,), and their memberships, arrays of shape (m,), by circle."""

    kind: Ints
    """Position in `CIRCLE_KINDS`."""
    region: Ints
    """Number of the region of its first member."""
    circle: Ints
    """Circle of a membership, ascending; with `person` it is distinct."""
    person: Ints
    role: Ints
    attendance: Ints
    """Twentieths of the meetings, 2 to 16; -1 where the file says nothing."""
    start: Ints
    end: Ints
    """Day the membership ended; -1 for still a member."""

    @property
    def count(self) -> int:
        """Number of circles."""
        return len(self.kind)


def circles(accounts: Organisations, people: Staff, until: int, rng: np.random.Generator) -> Circles:
    """Draw circles with a heavy tail of sizes, at least one."""
    n = len(people.account)
    count = max(1, round(n * per.MEMBERSHIPS / per.CIRCLE_SIZE))
    size = _sizes(count, n, rng)
    kind = rng.choice(len(CIRCLE_KINDS), count, p=[k.share for k in CIRCLE_KINDS])
    by_place = np.lexsort((np.arange(n), accounts.region[people.account]))
    circle, position = _draws(size, n, rng)
    person = np.where(_OF_TRADE[kind[circle]], position, by_place[position])
    circle, person = _distinct(circle, person, size, n, rng)
    start, end = _tenures(len(circle), until, rng)
    first = np.searchsorted(circle, np.arange(count))
    return Circles(
        kind=kind,
        region=accounts.region[people.account[person[first]]],
        circle=circle,
        person=person,
        role=_roles(circle, first, rng),
        attendance=np.where(rng.random(len(circle)) < 0.15, NONE, rng.integers(2, 17, size=len(circle))),
        start=start,
        end=end,
    )


def _sizes(count: int, n: int, rng: np.random.Generator) -> Ints:
    mean = (per.CIRCLE_SIZE - per.SMALLEST_CIRCLE) * (per.CIRCLE_TAIL - 1.0)
    size = per.SMALLEST_CIRCLE + np.rint(mean * rng.pareto(per.CIRCLE_TAIL, count)).astype(np.int64)
    return np.minimum(size, min(n, per.LARGEST_CIRCLE))


def _draws(size: Ints, n: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Twice as many draws as members, from a stretch around a centre; those at the edge go round."""
    circle = np.repeat(np.arange(len(size)), 2 * size)
    centre = rng.integers(n, size=len(size))
    reach = np.minimum(_RANGE * size[circle], n)
    return circle, (centre[circle] + np.floor(rng.random(len(circle)) * reach).astype(np.int64)) % n


def _distinct(circle: Ints, person: Ints, size: Ints, n: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Each member once, at most `size` of a circle, any of those drawn; by circle, in random order."""
    pair = np.unique(circle * n + person)
    circle, person = pair // n, pair % n
    order = np.lexsort((rng.random(len(pair)), circle))
    circle, person = circle[order], person[order]
    rank = np.arange(len(circle)) - np.searchsorted(circle, circle)
    kept = rank < size[circle]
    return circle[kept], person[kept]


def _roles(circle: Ints, first: Ints, rng: np.random.Generator) -> Ints:
    role = np.where(rng.random(len(circle)) < 0.12, ORGANISER, MEMBER)
    chaired = first[rng.random(len(first)) < 0.4]
    role[chaired] = CHAIR
    return role


def _tenures(count: int, until: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    start = until - rng.integers(200, 4_000, size=count)
    has_left = rng.random(count) < 0.08
    end = start + 100 + np.floor(rng.random(count) * (until - start - 100)).astype(np.int64)
    return start, np.where(has_left, end, NONE)
