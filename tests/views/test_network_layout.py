from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.views.network_layout import LABEL, layout

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats


def test_one_node_stands_in_the_middle() -> None:
    assert layout(1, []).tolist() == [[0.0, 0.0]]


def test_two_related_nodes_stand_one_edge_apart_side_by_side() -> None:
    places = layout(2, [(0, 1)])
    assert np.abs(places[0] - places[1]) == pytest.approx([1.0, 0.0], abs=1e-6)


def test_a_chain_lies_stretched_with_steps_of_one() -> None:
    places = layout(4, [(0, 1), (1, 2), (2, 3)])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert steps == pytest.approx([1.0, 1.0, 1.0], abs=0.02)
    assert np.ptp(places[:, 0]) == pytest.approx(3.0, abs=0.05)


def test_the_same_network_gets_the_same_places() -> None:
    ends = [(0, 1), (0, 2), (2, 3), (3, 4), (4, 0)]
    assert np.array_equal(layout(6, ends), layout(6, ends))


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_no_label_lies_on_another_in_a_tree(n: int, tree_number: int) -> None:
    rng = np.random.default_rng(tree_number)
    places = layout(n, [(child, int(rng.integers(child))) for child in range(1, n)])
    assert np.isfinite(places).all()
    assert _overlaps(places) == 0


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 20), st.integers(1, 10), st.integers(0, 2**32 - 1))
def test_nodes_added_later_move_nobody(old: int, new: int, network_number: int) -> None:
    rng = np.random.default_rng(network_number)
    ends = [(child, int(rng.integers(child))) for child in range(1, old + new)]
    before = layout(old, [pair for pair in ends if max(pair) < old])
    after = layout(old + new, ends, fixed=before)
    assert np.array_equal(after[:old], before)
    assert _overlaps(after) == 0


def test_three_hundred_nodes_without_any_relation_are_placed_too() -> None:
    places = layout(300, [])
    assert np.isfinite(places).all()
    assert _overlaps(places) == 0


def test_a_star_of_three_hundred_is_about_as_wide_as_high() -> None:
    places = layout(300, [(0, leaf) for leaf in range(1, 300)])
    assert _overlaps(places) == 0
    width, height = np.ptp(places, axis=0)
    assert 0.8 < width / height < 1.25


def _overlaps(places: Floats) -> int:
    """Pairs of nodes whose labels lie on each other."""
    apart = np.abs(places[:, np.newaxis] - places[np.newaxis])
    overlap = (apart < LABEL - 1e-5).all(axis=2) & ~np.eye(len(places), dtype=bool)
    return int(overlap.sum()) // 2
