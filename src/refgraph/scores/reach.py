"""Reach: how many other people one person's word is expected to reach in a quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.reach_kernels import best_chance_sums

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.fans import Fan
    from refgraph.snapshot.snapshot import Floats

_WORKERS = 8
"""Parts the people are divided into; the result does not depend on how many threads take them."""


def reach(outward: Fan, params: Params) -> Floats:
    """Sum over others of the best path's probability (at most `max_hops`, at least `min_probability`), shape (n,).

    O(n · people in reach · their degree), pruned by the probability bound. Safe to call from several threads.
    """
    with one_at_a_time:
        sums: Floats = best_chance_sums(outward.arrays, params.max_hops, params.min_probability, _WORKERS)
    return sums
