"""Former rows: put aside when they are replaced or deleted, read by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.keeping import key_json, row_json, row_of_json
from refgraph.store.neo4j.layout import Label, beginning
from refgraph.store.port import Former
from refgraph.store.rowcheck import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.model.tables import Key, Row, Table
    from refgraph.store.neo4j.connection import Ask, Transaction

_CHUNK = 5000
_SET = f"CREATE (f:{Label.FORMER_ROW}) SET f = row, f.of = {beginning('row.key')}"
FORMER = f"FOREACH (row IN $former | {_SET})"
"""Clause that keeps former rows."""
PUT_ASIDE = f"UNWIND $rows AS row {_SET}"
_HISTORY = (
    f"MATCH (f:{Label.FORMER_ROW} {{table: $table, of: {beginning('$key')}}}) WHERE f.key = $key"
    " RETURN f.body, f.version, f.reason ORDER BY f.version, f.seq"
)


class Aside:
    """Rows that a batch puts aside, on their way into the store."""

    def __init__(self, transaction: Transaction, at: int) -> None:
        self._transaction, self._at = transaction, at
        self._rows: list[dict[str, object]] = []
        self._seq = 0

    def put(self, table: Table, rows: Iterable[tuple[Row, int | None]], reason: str) -> None:
        """Keep rows, each with the version that had written it (None for one that never stood in the table)."""
        for row, ver in rows:
            kept: dict[str, object] = {
                "table": table.name, "key": key_json(table.key_of(row)), "body": row_json(table, row),
                "version": self._at, "reason": reason, "seq": self._seq,
            }  # fmt: skip
            self._rows.append(kept if ver is None else kept | {"ver": ver})
            self._seq += 1
        if len(self._rows) >= _CHUNK:
            self._transaction.run(PUT_ASIDE, rows=self.taken())

    def taken(self) -> list[dict[str, object]]:
        """Give away what has not been written."""
        rows, self._rows = self._rows, []
        return rows


def history(ask: Ask, table: str, key: Key) -> list[Former]:
    """Former rows of a key, oldest first; ValueError for an unknown table."""
    found = table_of(table)
    return [
        Former(row_of_json(found, body), version, reason)
        for body, version, reason in ask(_HISTORY, table=table, key=key_json(key))
    ]
