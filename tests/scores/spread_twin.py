"""A slow twin of the sampling kernels: the same coins, looked at one after the other in plain Python."""

from __future__ import annotations

from math import log, log1p
from typing import TYPE_CHECKING

from refgraph.scores.cascade_kernels import FIRST_PART, PLAIN_CHANCE, PLAIN_TIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.scores.fans import Fan
    from tests.scores.spread_world import World

_ALL = (1 << 64) - 1
_GAMMA = 0x9E3779B97F4A7C15


def _mixed(x: int) -> int:
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _ALL
    return x ^ (x >> 31)


def stream(key: int, number: int) -> Iterator[float]:
    """The fractions in [0, 1) of one stream."""
    state = _mixed((key + (number + 1) * _GAMMA) & _ALL)
    while True:
        state = (state + _GAMMA) & _ALL
        yield (_mixed(state) >> 11) / 2**53


def row_of(fan: Fan, v: int) -> list[tuple[int, float]]:
    row = slice(fan.indptr[v], fan.indptr[v + 1])
    return [
        (u, p) for u, p in zip(fan.neighbour[row].tolist(), fan.chance[row].tolist(), strict=True) if p > 0
    ]


def carrying(row: list[tuple[int, float]], coins: Iterator[float]) -> Iterator[int]:
    """Those in a row whose ties carry."""
    width = FIRST_PART
    while row:
        top = row[0][1]
        if row[-1][1] == top:
            part, row = row, []
        else:
            part, row = row[:width], row[width:]
            width *= 2
        if top >= PLAIN_CHANCE or len(part) <= PLAIN_TIES:
            yield from (u for u, p in part if next(coins) < p)
            continue
        at = 0
        while at < len(part):
            at += int(min(log(next(coins) + 2.0**-53) / log1p(-top), 1e9))
            if at < len(part):
                u, p = part[at]
                if p == top or next(coins) * top < p:
                    yield u
            at += 1


def reached(fan: Fan, starts: list[int], coins: Iterator[float], stops: set[int] | None = None) -> list[int]:
    """People reached in order, starts first; cut off after the first one in `stops`."""
    people = list(dict.fromkeys(starts))
    for v in people:
        for u in carrying(row_of(fan, v), coins):
            if u not in people:
                people.append(u)
                if stops and u in stops:
                    return people
    return people


def rr_set(world: World, key: int, number: int) -> set[int] | None:
    """Groups of one reverse-reachable set; None where an active person reaches it."""
    coins = stream(key, number)
    roots = [g for g in range(len(world.groups)) if world.counted[g] and not world.active[g]]
    root = roots[int(next(coins) * len(roots))]
    stops = {person for g, people in enumerate(world.groups) if world.active[g] for person in people}
    starts = list(world.groups[root])
    people = starts if stops & set(starts) else reached(world.inward, starts, coins, stops)
    if stops & set(people):
        return None
    return {g for g in world.choosable if g == root or set(world.groups[g]) & set(people)}
