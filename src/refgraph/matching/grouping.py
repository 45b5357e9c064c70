"""Pairs that may be one, put together to groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(slots=True)
class Group:
    """Records that may be one."""

    members: list[int]
    links: list[tuple[int, int]]
    """Pairs that made the group."""
    confidence: float
    """That of its weakest link."""


def grouped(
    pairs: Sequence[tuple[float, int, int]], between: Callable[[int, int], float], *, least: float
) -> list[Group]:
    """Put pairs (confidence, i, j) together, the most certain first.

    Two groups become one only where every pair across them has at least the confidence `least`; a pair that would
    join others is left out.
    """
    of: dict[int, Group] = {}
    for confidence, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        one = of.get(i) or Group([i], [], 1.0)
        other = of.get(j) or Group([j], [], 1.0)
        if one is other:
            one.links.append((i, j))
            continue
        across = ((a, b) for a in one.members for b in other.members if (a, b) != (i, j))
        if any(between(a, b) < least for a, b in across):
            continue
        both = Group(
            sorted(one.members + other.members),
            [*one.links, *other.links, (i, j)],
            min(one.confidence, other.confidence, confidence),
        )
        of.update(dict.fromkeys(both.members, both))
    return list({id(group): group for group in of.values()}.values())
