"""Reach: how many other people one person's word is expected to reach in a quarter."""

from __future__ import annotations

from refgraph.model.params import Params
from refgraph.scores.ties import Ties
from refgraph.snapshot.snapshot import Floats


def reach(ties: Ties, params: Params) -> Floats:
    """Sum over others of the best path's probability (at most `max_hops`, at least `min_probability`), shape (n,)."""
