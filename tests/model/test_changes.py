"""Changes applied to arrays give what they give applied to lists, and what sorting all rows gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model import edits as edits_module
from refgraph.model.arrow import ArrowCells
from refgraph.model.changes import Changes, applied
from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES, Row
from tests.facts import columns, row_of
from tests.snapshot.bundles import bundle
from tests.snapshot.laid import in_pieces, laid, plain, sharing_ids
from tests.store.batches import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable

LAYS: dict[str, Callable[[Columns], Columns]] = {
    "lists": lambda columns: columns,
    "dictionaries": laid,
    "plain": lambda columns: laid(columns, plain),
    "in pieces": lambda columns: laid(columns, in_pieces),
    "sharing ids": sharing_ids,
}


def some_rows(number: int) -> dict[str, list[Row]]:
    """Rows by key of a random network."""
    drawn = bundle(np.random.default_rng(number))
    rows = {name: [row_of(name, cells) for cells in given_cells] for name, given_cells in drawn.items()}
    return {name: sorted(those, key=TABLES[name].key_of) for name, those in rows.items()}


def changed(
    before: dict[str, list[Row]], after: dict[str, list[Row]], rng: np.random.Generator
) -> tuple[dict[str, list[Row]], Changes]:
    """Some rows go, some of other content or key come; and what the tables are then."""
    rows, deleted, whole = {}, {}, {}
    for name, table in TABLES.items():
        there = {table.key_of(row): row for row in before.get(name, [])}
        gone = [key for key in there if rng.random() < 0.3]
        come = {table.key_of(row): row for row in after.get(name, []) if rng.random() < 0.6}
        rows[name] = [come[key] for key in sorted(come)]
        deleted[name] = sorted({*gone, *([("nobody",) * len(table.key)])} - come.keys())
        kept = {key: row for key, row in there.items() if key not in gone}
        whole[name] = [row for _, row in sorted({**kept, **come}.items())]
    counts = {name: len(those) for name, those in whole.items()}
    return whole, Changes("", 0, 1, rows, deleted, counts)


@pytest.mark.parametrize("lay", LAYS)
@pytest.mark.parametrize("few", [0, 1000])
@settings(max_examples=12, deadline=None)
@given(number=st.integers(0, 2**32 - 1))
def test_rows_that_come_and_go_leave_the_others_in_order(lay: str, few: int, number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edits_module, "_FEW", few)
        before = some_rows(number)
        whole, changes = changed(before, some_rows(number + 1), np.random.default_rng(number))
        found = applied(LAYS[lay](columns_of(before)), changes)
    assert found.version == 1
    for name in TABLES:
        assert table_rows(found, name) == whole[name]
        assert all(isinstance(cells, ArrowCells) for cells in found.tables[name].values()) or lay == "lists"


def test_tables_without_changes_are_shared() -> None:
    before = laid(columns(people=[{"person_id": "p"}]))
    rows = {"circles": [row_of("circles", {"circle_id": "c"})]}
    found = applied(before, Changes("", 0, 1, rows, {}, {}))
    assert found.tables["people"] is before.tables["people"]
    assert list(found.tables["circles"]["name"]) == ["c"]
