"""Texts with a few inserted are the tuple that has them all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.snapshot import texts as texts_module
from refgraph.snapshot.texts import RowOf, Texts, Whole, taken

EDITS = st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=4)


def edited(start: int, edits: list[list[int]]) -> tuple[Texts, list[str]]:
    """Texts, and the list that the same insertions make."""
    plain = [f"t{i}" for i in range(start)]
    texts, number = Texts(Whole(tuple(plain))), 0
    for places in edits:
        rows = sorted(place % (len(plain) + 1) for place in places)
        new = [f"new {number + i}" for i in range(len(rows))]
        number += len(rows)
        texts = texts.inserted(rows, new)
        for at, (row, text) in enumerate(zip(rows, new, strict=True)):
            plain.insert(row + at, text)
    return texts, plain


@given(st.integers(0, 8), EDITS)
def test_any_insertions_give_the_texts_of_a_list(start: int, edits: list[list[int]]) -> None:
    texts, plain = edited(start, edits)
    assert list(texts) == plain
    assert texts == tuple(plain)
    assert hash(texts) == hash(tuple(plain))
    assert [texts[row] for row in range(-len(plain), len(plain))] == plain + plain
    assert texts[1:-1] == tuple(plain[1:-1])
    rows = np.random.default_rng(start).integers(0, max(1, len(plain)), 9 if plain else 0)
    assert taken(texts, rows) == taken(tuple(plain), rows) == [plain[row] for row in rows]
    row_of = RowOf(texts)
    assert dict(row_of) == {text: row for row, text in enumerate(plain)}
    assert len(row_of) == len(plain)
    assert row_of.get("nothing like it") is None


def test_many_insertions_are_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "_FEW", 3)
    texts, plain = edited(5, [[0, 5], [2, 3], [1]])
    assert list(texts) == plain
    assert len(texts.whole.texts) == 9


@pytest.mark.parametrize("row", [3, -4])
def test_a_row_beyond_the_texts_is_an_index_error(row: int) -> None:
    with pytest.raises(IndexError):
        Texts(Whole(("a", "b"))).inserted([1], ["x"])[row]
