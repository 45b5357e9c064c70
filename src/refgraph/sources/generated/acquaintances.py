"""Who knows whom: people from the same circle, from the same trade nearby, and anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.staff import NONE
from refgraph.sources.generated.words import TIE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.circles import Circles

    Ints = NDArray[np.int64]

_NEARBY = 200
"""How far apart in the order of people, which is that of trade and region, two of the same trade know each other."""


@dataclass(frozen=True, slots=True)
class Acquaintances:
    """Declared ties, arrays of shape (t,): distinct pairs with `a < b`, ascending."""

    a: Ints
    b: Ints
    strength: Ints
    """Twentieths, 4 to 17."""
    kind: Ints
    """Position in `TIE_KINDS`."""
    since: Ints
    last_contact: Ints
    """Day after `since`; -1 where nobody remembers."""
    is_directed: NDArray[np.bool_]


def acquaintances(n: int, circles: Circles, until: int, rng: np.random.Generator) -> Acquaintances:
    """Draw ties among `n` people; of few people somewhat fewer than the proportion, for pairs drawn twice."""
    wanted = round(per.KNOWS * n)
    in_circle = round(per.KNOWS_IN_CIRCLE * wanted)
    in_trade = round(per.KNOWS_IN_TRADE * wanted)
    one, other = zip(
        _in_circle(circles, in_circle, rng),
        _nearby(n, in_trade, rng),
        _anybody(n, wanted - in_circle - in_trade, rng),
        strict=True,
    )
    a, b = _distinct(np.concatenate(one), np.concatenate(other), n)
    since = until - rng.integers(4 * 365, 22 * 365, size=len(a))
    recent = rng.random(len(a)) < 0.6
    last = until - np.where(recent, rng.integers(365, size=len(a)), rng.integers(365, 1_400, size=len(a)))
    return Acquaintances(
        a=a,
        b=b,
        strength=rng.integers(4, 18, size=len(a)),
        kind=rng.choice(len(TIE_KINDS), len(a), p=[share for _, share in TIE_KINDS]),
        since=since,
        last_contact=np.where(rng.random(len(a)) < 0.12, NONE, last),
        is_directed=rng.random(len(a)) < 0.01,
    )


def _in_circle(circles: Circles, count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Pairs of members of one circle; large circles have as many acquaintances a member as small ones."""
    one = rng.integers(len(circles.circle), size=count)
    circle = circles.circle[one]
    first = np.searchsorted(circles.circle, circle)
    size = np.searchsorted(circles.circle, circle, side="right") - first
    other = first + np.floor(rng.random(count) * size).astype(np.int64)
    return circles.person[one], circles.person[other]


def _nearby(n: int, count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    one = rng.integers(n, size=count)
    return one, (one + rng.integers(1, _NEARBY + 1, size=count)) % n


def _anybody(n: int, count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    return rng.integers(n, size=count), rng.integers(n, size=count)


def _distinct(one: Ints, other: Ints, n: int) -> tuple[Ints, Ints]:
    is_pair = one != other
    low, high = np.minimum(one, other)[is_pair], np.maximum(one, other)[is_pair]
    pair = np.unique(low * n + high)
    return pair // n, pair % n
