"""Which pairs are compared at all: those that share a key, never all with all."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

Pair = tuple[int, int]
MAX_LETTERS = 64


def candidate_pairs(
    keys: Iterable[Iterable[Hashable]],
    beside: Callable[[int], Iterable[Hashable]],
    *,
    fullest: int,
) -> list[Pair]:
    """Pairs (i < j) of records that share a key, in order.

    The i-th of `keys` are the keys of record i. Where more than `fullest` share one, only those are paired that share
    a key of `beside` as well, and of these again no more than `fullest`.
    """
    pairs: set[Pair] = set()
    for members in _blocks(keys):
        if len(members) <= fullest:
            pairs.update(combinations(members, 2))
            continue
        for places in _blocks(beside(i) for i in members):
            if len(places) <= fullest:
                pairs.update((members[a], members[b]) for a, b in combinations(places, 2))
    return sorted(pairs)


def _blocks(keys: Iterable[Iterable[Hashable]]) -> Iterator[Sequence[int]]:
    """Records by key, where there are at least two, each block in order.

    Keys are told apart by their hashes: two that fall together make a block too full, at worst a pair too many.
    """
    records: list[int] = []
    hashes: list[int] = []
    for i, own in enumerate(keys):
        distinct = {hash(key) for key in own}
        hashes.extend(distinct)
        records.extend([i] * len(distinct))
    by_key = np.array(hashes, np.int64)
    order = np.lexsort((np.array(records, np.int64), by_key))
    of = np.array(records, np.int64)[order]
    bounds = np.flatnonzero(np.diff(by_key[order])) + 1
    starts, ends = np.concatenate(([0], bounds)), np.concatenate((bounds, [len(of)]))
    for at in np.flatnonzero(ends - starts > 1):
        members: list[int] = of[starts[at] : ends[at]].tolist()
        yield members


def without_one_letter(text: str) -> list[str]:
    """The text without each of its letters in turn: two texts one typo apart share one of these, or one itself.

    The first `MAX_LETTERS` count, here and in `turned`, for the cost grows with their square.
    """
    begun = text[:MAX_LETTERS]
    return [begun[:at] + begun[at + 1 :] for at in range(len(begun))]


def turned(text: str) -> str:
    """The least of a text's rotations: the same for a name in either order, however its syllables are parted."""
    begun = text[:MAX_LETTERS]
    return min((begun[at:] + begun[:at] for at in range(len(begun))), default="")
