"""Texts of an array are the tuple of them, however they are asked for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.snapshot import late_texts as late_texts_module
from refgraph.snapshot.late_texts import LateTexts
from refgraph.snapshot.texts import RowOf, Texts, Whole, row_index, taken

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
VALUES = st.lists(TEXTS, max_size=7)
FEW = st.sampled_from([0, 4096])


def array(texts: list[str] | list[str | None]) -> pa.Array:
    return pa.array(texts, pa.large_string())


@settings(max_examples=80, deadline=None)
@given(values=VALUES, few=FEW, data=st.data())
def test_texts_by_position_are_the_tuple_of_them(values: list[str], few: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(-1, len(values) - 1), max_size=9))
    plain = tuple("" if at < 0 else values[at] for at in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late_texts_module, "_FEW_VALUES", few)
        texts = LateTexts(array(values), np.array(rows, np.int32))
    assert tuple(texts) == plain
    assert texts == plain
    assert plain == texts
    assert hash(texts) == hash(plain)
    assert len(texts) == len(plain)
    assert [texts[row] for row in range(-len(plain), len(plain))] == [*plain, *plain]
    assert (texts[1:-1], texts[::-2]) == (plain[1:-1], plain[::-2])
    assert list(texts.run(1, len(plain))) == list(plain[1:])
    chosen = np.arange(len(plain))[::-1]
    assert taken(texts, chosen) == taken(plain, chosen) == list(plain[::-1])
    assert (texts == (*plain, "x"), texts == list(plain)) == (False, False)


def test_texts_that_are_the_values_themselves() -> None:
    texts = LateTexts(array(["b", None, "a"]))
    assert texts == ("b", "", "a")
    assert texts[-1] == "a"
    assert texts.row("a") == 2
    assert texts.row("c") is None
    with pytest.raises(IndexError):
        texts[3]


@settings(max_examples=60, deadline=None)
@given(ids=st.sets(TEXTS, min_size=1, max_size=8), asked=st.integers(0, 9), number=st.integers(0, 99))
def test_a_row_is_found_by_search_and_by_dict(ids: set[str], asked: int, number: int) -> None:
    rng = np.random.default_rng(number)
    values = sorted(ids)
    some = rng.permutation(len(values))[: rng.integers(1, len(values) + 1)]
    for rows in (None, some.astype(np.int64)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(late_texts_module, "_SEARCHED_SHARE", 0 if asked else 10**9)
            texts = LateTexts(array(values), rows, is_ascending=True)
            where = {text: row for row, text in enumerate(texts)}
            for text in [*values, "zzzz", ""] * 2:
                assert texts.row(text) == where.get(text)
        assert dict(row_index(texts)) == where


@settings(max_examples=60, deadline=None)
@given(ids=st.sets(TEXTS, max_size=8), others=VALUES, number=st.integers(0, 99))
def test_rows_of_many_texts_at_once(ids: set[str], others: list[str], number: int) -> None:
    values = sorted(ids)
    order = np.random.default_rng(number).permutation(len(values))
    for rows in (None, order.astype(np.int64), order[::2].astype(np.int64)):
        texts = LateTexts(array(values), rows, is_ascending=True)
        where = {text: row for row, text in enumerate(texts)}
        found = texts.rows_of(array(others))
        expected = [where.get(text, -1) for text in others]
        assert expected == list(range(len(others))) if found is None else found.tolist() == expected
    assert LateTexts(array(values), is_ascending=True).rows_of(array(values)) is None


def test_texts_in_no_order_are_not_searched_at_once() -> None:
    with pytest.raises(ValueError, match="among ascending texts alone"):
        LateTexts(array(["b", "a"])).rows_of(array(["a"]))


@settings(max_examples=60, deadline=None)
@given(values=VALUES, places=st.lists(st.integers(0, 20), max_size=4), few=st.sampled_from([0, 4096]))
def test_few_or_many_texts_inserted_give_those_of_a_list(
    values: list[str], places: list[int], few: int
) -> None:
    for late in (LateTexts(array(values)), LateTexts(array(values), np.arange(len(values))[::-1])):
        plain = list(late)
        rows = sorted(place % (len(plain) + 1) for place in places)
        new = [f"new {i}" for i in range(len(rows))]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("refgraph.snapshot.texts._FEW", few)
            texts = Texts(Whole(late)).inserted(rows, new)
        for at, (row, text) in enumerate(zip(rows, new, strict=True)):
            plain.insert(row + at, text)
        assert texts == tuple(plain)
        assert list(texts) == plain
        assert [texts[row] for row in range(len(plain))] == plain
        assert texts[1:3] == tuple(plain[1:3])
        assert all(plain[RowOf(texts)[text]] == text for text in plain)
