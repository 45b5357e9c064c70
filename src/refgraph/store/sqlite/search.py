"""Find names: an index of words, and a scan for what lies inside a word; kept in the transaction of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.names import compact, fold, has_word, name_forms, spaced
from refgraph.store.port import Hit
from refgraph.store.sqlite.schema import NAMED, Layout, sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import apsw

    from refgraph.model.tables import Row

_MAX_WORDS = 16
"""Words of a query that the index is asked for; longer queries are looked for as they stand."""
_TABLES = len(NAMED)
_QUOTE = '"'
_RANK = (
    "CASE WHEN id = :id OR instr(whole, char(10) || :whole || char(10)) THEN 0"
    " WHEN instr(whole, char(10) || :whole) OR instr(whole_initials, char(10) || :whole) THEN 1 ELSE 2 END"
)
_INDEXED = sql(
    "WITH found AS (SELECT rowid AS num FROM names_words WHERE names_words MATCH :words",
    "UNION SELECT num FROM names WHERE id = :id)",
    "SELECT tbl, id, name FROM found JOIN names USING (num)",
    "ORDER BY", _RANK, f", name, id, num % {_TABLES} LIMIT :limit",
)  # fmt: skip
_SCANNED = sql(
    "SELECT tbl, id, name FROM names WHERE instr(plain, :plain) OR id = :id",
    "ORDER BY", _RANK, f", name, id, num % {_TABLES} LIMIT :limit",
)  # fmt: skip
_DETAILS = {
    "accounts": "SELECT industry, region FROM accounts WHERE account_id = :id",
    "circles": "SELECT kind FROM circles WHERE circle_id = :id",
    "people": (
        "SELECT DISTINCT accounts.name FROM roles JOIN accounts USING (account_id) WHERE person_id = :id"
        ' AND "from" <= :day AND ("to" IS NULL OR "to" >= :day) ORDER BY accounts.name'
    ),
}


def index_names(db: apsw.Connection, layout: Layout, rows: Sequence[Row]) -> None:
    """Put entities, as stored rows with `num` and `ver` behind, into the index in place of what it has of them."""
    table = layout.table
    id_at, name_at = table.index(table.key[0]), table.index("name")
    entries = [(entry_number(table.name, row), row, name_forms(str(row[name_at]))) for row in rows]
    db.executemany(
        "INSERT OR REPLACE INTO names (num, tbl, id, name, plain, whole, whole_initials) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (num, table.name, row[id_at], row[name_at], forms.plain, forms.whole, forms.whole_initials)
            for num, row, forms in entries
        ],
    )
    db.executemany(
        "INSERT OR REPLACE INTO names_words (rowid, words, sounds, initials) VALUES (?, ?, ?, ?)",
        [(num, forms.words, forms.sounds, forms.initials) for num, _, forms in entries],
    )


def entry_number(table: str, row: Row) -> int:
    """Number of an entity in the index, from its stored row: dense numbers of the tables interleaved."""
    num = row[-2]
    assert isinstance(num, int)
    return num * _TABLES + NAMED.index(table)


def search(db: apsw.Connection, text: str, *, limit: int, today: date) -> list[Hit]:
    """Find entities by name or exact id, as `Store.search` says."""
    text = text.encode("utf-8", "replace").decode()
    plain = fold(text)
    if not plain or limit < 1:
        return []
    asked = {
        "id": text.strip(),
        "plain": plain,
        "whole": compact(text),
        "limit": limit,
        "words": _words(plain),
    }
    found = db.execute(_INDEXED, asked).fetchall() if asked["words"] else []
    if len(found) < limit:
        # The scan finds those again that are there already.
        more = db.execute(_SCANNED, asked | {"limit": limit + len(found)})
        found += [entry for entry in more if entry not in found]
    return [_hit(db, str(table), str(key), str(name), today) for table, key, name in found[:limit]]


def _words(plain: str) -> str:
    """A query to the index: each word as a phrase and a beginning; '' where the index cannot help."""
    words = [word for word in plain.split() if has_word(word)]
    if len(words) > _MAX_WORDS:
        return ""
    return " AND ".join(f'"{spaced(word).replace(_QUOTE, _QUOTE * 2)}"*' for word in words)


def _hit(db: apsw.Connection, table: str, key: str, name: str, today: date) -> Hit:
    rows = db.execute(_DETAILS[table], {"id": key, "day": today.isoformat()})
    return Hit(table, key, name, ", ".join(str(cell) for row in rows for cell in row if cell))
