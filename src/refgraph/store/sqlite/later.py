"""Which later versions build on one: while there are some, it cannot be taken back by itself."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.history import key_json
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, sql
from refgraph.store.sqlite.ledger import taken_back, undoing
from refgraph.store.sqlite.reading import versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import apsw

    from refgraph.model.tables import Key, Row


@dataclass(frozen=True, slots=True)
class Effects:
    """What one version wrote, as `Written` has it."""

    version: int
    added: Mapping[str, Sequence[Key]]
    """Ascending."""
    updated: Mapping[str, Sequence[Row]]
    deleted: Mapping[str, Sequence[Row]]
    aliases: Mapping[str, Mapping[str, str | None]]


def later(db: apsw.Connection, effects: Effects) -> list[int]:
    """Versions that build on one, ascending, as `Written.later` says."""
    undoes = undoing(db)
    building = (
        _changed(db, effects)
        | _brought_back(db, effects, undoes)
        | _referring(db, effects, undoes)
        | _merged(db, effects)
    )
    # Also those taken back: what they took out is still missing, and whose rows they replaced is still unknown.
    return sorted(building - taken_back(db) | _gone(db, effects) | _of_unknown_rows(db, effects.version))


def _changed(db: apsw.Connection, effects: Effects) -> set[int]:
    """Versions that replaced or took out rows of keys it had written."""
    found: set[int] = set()
    for name in effects.added.keys() | effects.updated.keys():
        key_of = LAYOUTS[name].table.key_of
        added, updated = effects.added.get(name, ()), set(map(key_of, effects.updated.get(name, ())))
        former = db.execute(
            "SELECT version, key FROM history WHERE version > ? AND tbl = ? AND reason <> 'superseded'",
            (effects.version, name),
        )
        found.update(
            version
            for version, text in former
            if version not in found
            and ((key := tuple(json.loads(text))) in updated or _stands_in(added, key))
        )
    return found


def _stands_in(keys: Sequence[Key], key: Key) -> bool:
    at = bisect_left(keys, key)
    return at < len(keys) and keys[at] == key


def _of_unknown_rows(db: apsw.Connection, at: int) -> set[int]:
    """Versions that replaced rows of which a format before this did not keep who had written them."""
    found = db.execute(
        "SELECT DISTINCT version FROM history WHERE version > ? AND ver IS NULL AND reason <> 'superseded'",
        (at,),
    )
    return {version for (version,) in found}


def _brought_back(db: apsw.Connection, effects: Effects, undoes: Mapping[int, int]) -> set[int]:
    """Versions that wrote rows of keys it had taken out."""
    found: set[int] = set()
    for name, rows in effects.deleted.items():
        keys = list(map(LAYOUTS[name].table.key_of, rows))
        now = versions(db, name, keys)
        found |= {writer(db, name, key, ver, undoes) for key, ver in now.items()}
        former = db.executemany(
            "SELECT version, ver FROM history WHERE tbl = ? AND key = ? AND reason <> 'superseded'",
            [(name, key_json(key)) for key in keys],
        )
        found |= {version for both in former for version in both if version is not None}
    return {version for version in found if version > effects.version}


def _referring(db: apsw.Connection, effects: Effects, undoes: Mapping[int, int]) -> set[int]:
    """Versions whose rows refer to rows that it added."""
    found: set[int] = set()
    for layout in LAYOUTS.values():
        for column in layout.stored:
            keys = effects.added.get(str(column.column.refers_to))
            if keys:
                asked = json.dumps([key[0] for key in keys])
                for ver in _vers_referring(db, layout, column, effects.version, asked):
                    is_restored = ver in undoes
                    found |= _writers(db, layout, column, ver, asked, undoes) if is_restored else {ver}
    return {version for version in found if version > effects.version}


def _vers_referring(
    db: apsw.Connection, layout: Layout, column: Stored, at: int, asked: str
) -> Sequence[int]:
    query = sql("SELECT DISTINCT ver FROM", layout.name, "WHERE ver > :at AND", _is_asked(column))
    return [ver for (ver,) in db.execute(query, {"at": at, "ids": asked})]


def _writers(
    db: apsw.Connection, layout: Layout, column: Stored, at: int, asked: str, undoes: Mapping[int, int]
) -> set[int]:
    """Who had written the referring rows that a version brought back."""
    query = sql("SELECT", layout.columns, "FROM", layout.name, "WHERE ver = :at AND", _is_asked(column))
    rows = Decoder(db).all_rows(layout, db.execute(query, {"at": at, "ids": asked}))
    name = layout.table.name
    return {writer(db, name, layout.table.key_of(row), at, undoes) for row in rows}


def _is_asked(column: Stored) -> str:
    """Condition for a column to refer to one of `:ids`."""
    parent = LAYOUTS[str(column.column.refers_to)]
    ids = "SELECT value FROM json_each(:ids)"
    # Texts stand for themselves or have a code.
    values = (
        sql(ids, "UNION ALL SELECT code FROM texts WHERE text IN (", ids, ")")
        if column.kept is As.CODED
        else sql("SELECT num FROM", parent.name, "WHERE", parent.order, "IN (", ids, ")")
    )
    return sql(column.name, "IN (", values, ")")


def writer(db: apsw.Connection, table: str, key: Key, ver: int, undoes: Mapping[int, int]) -> int:
    """The version that wrote a row first as it is: where `ver` took others back, the one before those."""
    while (undone := undoes.get(ver)) is not None:
        before: int | None = db.execute(
            "SELECT ver FROM history WHERE tbl = ? AND key = ? AND version = ? AND reason <> 'superseded'",
            (table, key_json(key), undone),
        ).get
        if before is None:
            break
        ver = before
    return ver


def _merged(db: apsw.Connection, effects: Effects) -> set[int]:
    """Versions that merged rows it added, or parted what it merged."""
    found: set[int] = set()
    for name in effects.added.keys() | effects.aliases.keys():
        ids = {*effects.aliases.get(name, ()), *(key[0] for key in effects.added.get(name, ()))}
        since = db.execute(
            "SELECT ver, id, stands_for FROM aliases WHERE tbl = ? AND ver > ?", (name, effects.version)
        )
        found |= {ver for ver, merged, stands_for in since if merged in ids or stands_for in ids}
    return found


def _gone(db: apsw.Connection, effects: Effects) -> set[int]:
    """Versions that took out what the rows refer to that it replaced or took out."""
    since = db.execute("SELECT tbl, key, ver FROM tombstones WHERE ver > ?", (effects.version,))
    missing = {(name, tuple(json.loads(key))): ver for name, key, ver in since}
    if not missing:
        return set()
    for name, rows in effects.deleted.items():
        for row in rows:
            missing.pop((name, LAYOUTS[name].table.key_of(row)), None)
    return {missing[named] for named in _named(effects) if named in missing}


def _named(effects: Effects) -> Iterator[tuple[str, Key]]:
    """Table and key of all that rows refer to that it replaced or took out."""
    for tables in (effects.updated, effects.deleted):
        for name, rows in tables.items():
            for at, column in enumerate(LAYOUTS[name].table.columns):
                if column.refers_to is not None:
                    yield from ((column.refers_to, (str(row[at]),)) for row in rows)
