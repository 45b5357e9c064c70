"""What is kept as text comes back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.batch import HeldFile
from refgraph.model.tables import ACCOUNTS, KNOWS, TABLES
from refgraph.store.keeping import (
    held_body,
    held_file_body,
    held_row_of,
    key_json,
    key_of_json,
    row_json,
    row_of_json,
)
from tests.facts import row_of
from tests.store.batches import held_row

ANY_TEXT = st.text(st.characters(exclude_categories=()))
FILE = HeldFile("e.csv", "hubspot", "Datum;Wer", (("date_format", "%d/%m/%Y"), ("encoding", "gbk")))


@given(st.lists(ANY_TEXT, min_size=1).map(tuple))
def test_keys_come_back(key: tuple[str, ...]) -> None:
    text = key_json(key)
    assert text.isascii()
    assert key_of_json(text) == key


@given(st.text(), st.none() | st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_rows_come_back(text: str, number: float | None, flag: bool) -> None:
    account = row_of("accounts", {"account_id": text, "size": number})
    assert row_of_json(ACCOUNTS, row_json(ACCOUNTS, account)) == account
    knows = row_of("knows", {"person_a": "", "person_b": text, "strength": number, "directed": flag})
    assert row_of_json(KNOWS, row_json(KNOWS, knows)) == knows


def test_columns_that_a_kept_row_lacks_are_empty() -> None:
    assert row_of_json(TABLES["reps"], '{"rep_id": "r1", "name": "Rita"}') == row_of(
        "reps", {"rep_id": "r1", "name": "Rita"}
    )


@given(ANY_TEXT)
def test_held_rows_come_back_with_any_text(raw: str) -> None:
    row = held_row(raw)
    assert held_body(row).isascii()
    assert held_row_of(held_body(row), None) == row


@pytest.mark.parametrize("file", [FILE, HeldFile("e.csv")])
def test_held_rows_come_back_with_how_their_file_was_read(file: HeldFile) -> None:
    row = replace(held_row("x"), read_as=file)
    found = [held_row_of(held_body(row), held_file_body(file)) for _ in range(2)]
    assert found == [row, row]
    assert found[0].read_as is found[1].read_as
