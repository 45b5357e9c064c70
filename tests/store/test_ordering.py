"""Rows of a batch come by key, from lists and from Arrow arrays alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.arrow import ArrowRows, array_of
from refgraph.model.tables import KNOWS, PEOPLE, ROLES, TABLES
from refgraph.store.ordering import CHUNK, in_key_order
from tests.facts import row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Row, Table

_IDS = st.sampled_from(["a", "b", "B", "ab", "é", "李", "\U00020000", "ﬀ"])
_DAYS = st.sampled_from([None, "0001-01-01", "1969-12-31", "1970-01-01", "2025-02-28", "9999-12-31"])


def arrow_rows(table: Table, rows: Sequence[Row]) -> ArrowRows:
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [array_of(cells, column) for cells, column in zip(columns, table.columns, strict=True)]
    return ArrowRows(table, arrays)


def assert_in_order(table: Table, rows: Sequence[Row]) -> None:
    expected = sorted(rows, key=table.key_of)
    for given_rows in (list(rows), arrow_rows(table, rows)):
        assert [row for chunk in in_key_order(table, given_rows) for row in chunk] == expected


@given(st.lists(st.tuples(_IDS, _IDS, _DAYS), unique=True))
def test_roles_come_by_person_account_and_beginning_the_empty_one_first(
    keys: list[tuple[str, str, str | None]],
) -> None:
    cells = [{"person_id": person, "account_id": account, "from": day} for person, account, day in keys]
    assert_in_order(ROLES, [row_of("roles", dict(one)) for one in cells])


@given(st.lists(st.tuples(_IDS, _IDS, st.booleans(), st.sampled_from([None, "kin", "chat"]))))
def test_acquaintances_come_by_people_direction_and_kind(
    keys: list[tuple[str, str, bool, str | None]],
) -> None:
    rows = {
        KNOWS.key_of(row): row
        for one, other, directed, kind in keys
        for row in [row_of("knows", {"person_a": one, "person_b": other, "directed": directed, "kind": kind})]
    }
    assert_in_order(KNOWS, list(rows.values()))


@pytest.mark.parametrize("step", [1, -1, 7])
def test_many_rows_come_in_chunks(step: int) -> None:
    size = 2 * CHUNK + 1
    rows = [row_of("people", {"person_id": f"p{i * step % size:06}"}) for i in range(size)]
    for given_rows in (rows, arrow_rows(PEOPLE, rows)):
        chunks = list(in_key_order(PEOPLE, given_rows))
        assert [len(chunk) for chunk in chunks] == [CHUNK, CHUNK, 1]
        assert [row[0] for chunk in chunks for row in chunk] == [f"p{i:06}" for i in range(size)]


@pytest.mark.parametrize("name", TABLES)
def test_no_rows_are_no_chunks(name: str) -> None:
    assert list(in_key_order(TABLES[name], [])) == []
