"""All that a store says of what was brought into it, to be compared with what another says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from refgraph.model.tables import TABLES
from refgraph.store.address import open_backend
from tests.store.batches import table_rows

if TYPE_CHECKING:
    from datetime import date

    from refgraph.model.columns import Columns
    from refgraph.model.tables import Row
    from refgraph.store.port import Import, Store


def contents(url: str) -> dict[str, Any]:
    """Rows with their versions, former rows, held ones, imports and what each wrote, and that the store is sound."""
    with closing(open_backend(url)) as store:
        return contents_of(store)


def contents_of(store: Store) -> dict[str, Any]:
    """As `contents`, of an open store."""
    columns, version = store.snapshot(), store.version()
    info = replace(store.info(), url="", backend="", store_uuid="")
    keys = {name: [table.key_of(row) for row in table_rows(columns, name)] for name, table in TABLES.items()}
    written = [store.written(at) for at in range(1, version + 1)]
    return {
        "info": info,
        "digest": store.digest(),
        "columns": rows_of(columns),
        "versions": {name: store.versions(name, keys[name]) for name in TABLES},
        "held": store.held(),
        "held_keys": store.held_keys(),
        "imports": [_placeless(one) for one in store.imports()],
        "written": written,
        "history": {
            name: {key: store.history(name, key) for key in sorted(changed)}
            for name, table in TABLES.items()
            if (changed := {table.key_of(row) for one in written for row in (*one.updated.get(name, ()), *one.deleted.get(name, ()))})
        },
        "aliases": {name: dict(store.aliases(name)) for name in ("people", "accounts")},
        "distinct": {name: store.distinct(name) for name in ("people", "accounts")},
        "fits": [(fit.version, fit.document) for fit in store.fits()],
        "check": store.check(),
    }  # fmt: skip


def _placeless(one: Import) -> Import:
    # What throws held rows away has an id that is drawn, and what takes that back one made of it.
    is_drawn = one.source.endswith("held rows thrown away")
    return replace(one, applied_at="", batch_id="" if is_drawn else one.batch_id)


def rows_of(columns: Columns) -> dict[str, list[Row]]:
    """Rows by table, in the order of the columns."""
    return {name: table_rows(columns, name) for name in TABLES}


def rows_as_of(url: str, day: date | None) -> dict[str, list[Row]]:
    """Rows that held on a day."""
    with closing(open_backend(url)) as store:
        return rows_of(store.snapshot(day))
