"""What the file tells of past versions (`store.traces`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.store.keeping import key_json, key_of_json, row_of_json
from refgraph.store.sqlite import ledger, reading
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import apsw

    from refgraph.model.tables import Column, Key, Row
    from refgraph.store.port import Import


class SqliteTraces:
    """`refgraph.store.traces.Traces` within the caller's transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._decoder = Decoder(db)

    def imports(self) -> list[Import]:
        """Applied batches, oldest first."""
        return ledger.imports(self._db)

    def wrote(self, version: int) -> dict[str, list[Key]]:
        """By table, keys of rows that a version wrote, now or formerly in their table."""
        touched = [name for (name,) in self._db.execute("SELECT tbl FROM written WHERE ver = ?", (version,))]
        return {
            name: [*self._keys_now(LAYOUTS[name], version), *self._keys_formerly(name, version)]
            for name in touched
        }

    def put_aside(self, version: int) -> Iterable[tuple[str, str, Row]]:
        """(table, reason, former row) of what a version put aside, in its order."""
        found = self._db.execute(
            "SELECT tbl, reason, body FROM history WHERE version = ? AND reason <> 'superseded' ORDER BY seq",
            (version,),
        )
        return ((name, reason, row_of_json(LAYOUTS[name].table, body)) for name, reason, body in found)

    def aliases_before(self, version: int) -> Iterable[tuple[str, str, str | None]]:
        """(table, id, what it stood for before) of ids that a version merged or parted."""
        return self._db.execute(
            "SELECT tbl, id, (SELECT former.stands_for FROM aliases AS former WHERE former.tbl = now.tbl"
            " AND former.id = now.id AND former.ver < now.ver ORDER BY former.ver DESC LIMIT 1)"
            " FROM aliases AS now WHERE ver = ?",
            (version,),
        )

    def versions(self, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, int]]:
        """By table, version that wrote each row as it now is."""
        return {name: reading.versions(self._db, name, those) for name, those in keys.items()}

    def vers_before(self, table: str, version: int, keys: Sequence[Key]) -> dict[Key, int]:
        """Version that had written each row which another one put aside."""
        found = self._db.executemany(
            "SELECT key, ver FROM history WHERE tbl = ? AND key = ? AND version = ? AND ver IS NOT NULL"
            " AND reason <> 'superseded'",
            [(table, key_json(key), version) for key in keys],
        )
        return {key_of_json(text): ver for text, ver in found}

    def former_since(self, version: int) -> Iterable[tuple[str, int, str, int | None]]:
        """(table, version that put it aside, key, version that had written it) of rows put aside after a version."""
        return self._db.execute(
            "SELECT tbl, version, key, ver FROM history WHERE version > ? AND reason <> 'superseded'",
            (version,),
        )

    def unknown_since(self, version: int) -> list[int]:
        """Versions that replaced rows of which a format before this did not keep who had written them."""
        found = self._db.execute(
            "SELECT DISTINCT version FROM history WHERE version > ? AND ver IS NULL AND reason <> 'superseded'",
            (version,),
        )
        return [version for (version,) in found]

    def tombstones_since(self, version: int) -> Iterable[tuple[str, str, int]]:
        """(table, key, version) of rows that later versions took out and that have not come back."""
        return self._db.execute("SELECT tbl, key, ver FROM tombstones WHERE ver > ?", (version,))

    def aliases_since(self, version: int) -> Iterable[tuple[str, int, str, str | None]]:
        """(table, version, id, what it stands for) of ids that later versions merged or parted."""
        return self._db.execute("SELECT tbl, ver, id, stands_for FROM aliases WHERE ver > ?", (version,))

    def vers_referring(self, ids: Mapping[str, Sequence[str]], since: int) -> Iterator[tuple[str, str, int]]:
        """(table, column, version) of rows written after one whose column holds one of the ids."""
        for name, layout in LAYOUTS.items():
            for column in layout.table.columns:
                if asked := ids.get(str(column.refers_to)):
                    query = sql(
                        "SELECT DISTINCT ver FROM",
                        layout.name,
                        "WHERE ver > :at AND",
                        _is_asked(layout, column),
                    )
                    found = self._db.execute(query, {"at": since, "ids": json.dumps(asked)})
                    yield from ((name, column.name, ver) for (ver,) in found)

    def keys_referring(self, table: str, column: Column, ids: Sequence[str], ver: int) -> list[Key]:
        """Keys of rows of one version whose column holds one of the ids."""
        layout = LAYOUTS[table]
        return self._keys(layout, sql("ver = :at AND", _is_asked(layout, column)), ver, ids)

    def held_since(self, version: int) -> Iterable[tuple[str, int]]:
        """(key, version that holds it) of rows held now, by this version or a later one, in the order they came."""
        found = self._db.execute(
            "SELECT key, version FROM held WHERE version >= ? AND released IS NULL ORDER BY seq", (version,)
        )
        return ((key.hex(), at) for key, at in found)

    def held_before(self, released_by: int, keys: Sequence[str]) -> dict[str, int]:
        """The version that had held a row which another was done with."""
        found = self._db.executemany(
            "SELECT key, version FROM held WHERE released = ? AND key = ?",
            [(released_by, bytes.fromhex(key)) for key in keys],
        )
        return {key.hex(): version for key, version in found}

    def _keys_now(self, layout: Layout, ver: int) -> list[Key]:
        return self._keys(layout, "ver = :at", ver, ())

    def _keys_formerly(self, table: str, ver: int) -> list[Key]:
        found = self._db.execute(
            "SELECT key FROM history WHERE ver = ? AND version > ? AND tbl = ?", (ver, ver, table)
        )
        return [key_of_json(text) for (text,) in found]

    def _keys(self, layout: Layout, condition: str, at: int, ids: Sequence[str]) -> list[Key]:
        """Keys of rows that meet a condition on `:at` and `:ids`."""
        query = sql("SELECT", layout.columns, "FROM", layout.name, "WHERE", condition)
        stored = self._db.execute(query, {"at": at, "ids": json.dumps(ids)})
        return list(map(layout.table.key_of, self._decoder.all_rows(layout, stored)))


def _is_asked(layout: Layout, column: Column) -> str:
    """Condition for a column to refer to one of `:ids`."""
    stored: Stored = layout.stored[layout.table.index(column.name)]
    parent = LAYOUTS[str(column.refers_to)]
    ids = "SELECT value FROM json_each(:ids)"
    # Texts stand for themselves or have a code.
    values = (
        sql(ids, "UNION ALL SELECT code FROM texts WHERE text IN (", ids, ")")
        if stored.kept is As.CODED
        else sql("SELECT num FROM", parent.name, "WHERE", parent.order, "IN (", ids, ")")
    )
    return sql(stored.name, "IN (", values, ")")
