"""Find names: an index of words, and a scan for what lies inside a word; kept in the transaction of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import apsw

from refgraph.model.tables import Row
from refgraph.store.names import compact, fold, has_word, name_forms, spaced
from refgraph.store.port import Hit
from refgraph.store.sqlite.schema import NAMED, Layout, sql

_MAX_WORDS = 16
"""Words of a query that the index is asked for; longer queries are looked for as they stand."""
_RANK = (
    "CASE WHEN id = :id OR instr(whole, char(10) || :whole || char(10)) THEN 0"
    " WHEN instr(whole, char(10) || :whole) OR instr(whole_initials, char(10) || :whole) THEN 1 ELSE 2 END"
)
_INDEXED = sql(
    "WITH found AS (SELECT rowid AS num FROM names_words WHERE names_words MATCH :words",
    "UNION SELECT num FROM names WHERE id = :id)",
    "SELECT num, tbl, id, name FROM found JOIN names USING (num) ORDER BY", _RANK, ", name, id, num % 4 LIMIT :limit",
)  # fmt: skip
_SCANNED = (
    "SELECT num, tbl, id, name FROM names WHERE instr(plain, :plain) OR id = :id"
    " ORDER BY id <> :id, name, id, num % 4 LIMIT :limit"
)
_DETAILS = {
    "accounts": "SELECT industry, region FROM accounts WHERE account_id = :id",
    "circles": "SELECT kind FROM circles WHERE circle_id = :id",
    "people": (
        "SELECT DISTINCT accounts.name FROM roles JOIN accounts USING (account_id) WHERE person_id = :id"
        ' AND "from" <= :day AND ("to" IS NULL OR "to" >= :day) ORDER BY accounts.name'
    ),
}

Found = tuple[int, str, str, str]
"""Number, table, id and name of an entry."""


def index_names(db: apsw.Connection, layout: Layout, rows: Sequence[Row]) -> None:
    """Put entities, as rows with `num` and `ver` behind, into the index in place of what it has of them."""
    table = layout.table
    id_at, name_at, code = table.index(table.key[0]), table.index("name"), NAMED.index(table.name)
    entries = [
        (int(row[-2] or 0) * 4 + code, str(row[id_at]), str(row[name_at]), name_forms(str(row[name_at]), str(row[id_at])))
        for row in rows
    ]
    db.executemany(
        "INSERT OR REPLACE INTO names (num, tbl, id, name, plain, whole, whole_initials) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(num, table.name, key, name, f.plain, f.whole, f.whole_initials) for num, key, name, f in entries],
    )
    db.executemany(
        "INSERT OR REPLACE INTO names_words (rowid, words, sounds, initials) VALUES (?, ?, ?, ?)",
        [(num, f.words, f.sounds, f.initials) for num, _, _, f in entries],
    )


def search(db: apsw.Connection, text: str, *, limit: int, today: date) -> list[Hit]:
    """Find entities by name or exact id, as `Store.search` says."""
    plain = fold(text)
    if not plain or limit < 1:
        return []
    asked = {"id": text.strip(), "plain": plain, "whole": compact(text), "limit": limit}
    found: dict[int, Found] = {}
    words = _words(plain)
    if words:
        found.update(_entries(db, _INDEXED, asked | {"words": words}))
    if len(found) < limit:
        # Twice as many, since it finds those again that are there already.
        more = _entries(db, _SCANNED, asked | {"limit": 2 * limit})
        found |= {num: entry for num, entry in more.items() if num not in found}
    return [_hit(db, entry, today) for entry in list(found.values())[:limit]]


def _words(plain: str) -> str:
    """A query to the index: each word as a phrase and a beginning; '' where the index cannot help."""
    words = [word for word in plain.split() if has_word(word)]
    if len(words) > _MAX_WORDS:
        return ""
    return " AND ".join('"{}"*'.format(spaced(word).replace('"', '""')) for word in words)


def _entries(db: apsw.Connection, statement: str, values: dict[str, str | int]) -> dict[int, Found]:
    rows: Iterator[Found] = db.execute(statement, values)
    return {row[0]: row for row in rows}


def _hit(db: apsw.Connection, entry: Found, today: date) -> Hit:
    _, table, key, name = entry
    rows = db.execute(_DETAILS[table], {"id": key, "day": today.isoformat()})
    return Hit(table, key, name, ", ".join(str(cell) for row in rows for cell in row if cell))
