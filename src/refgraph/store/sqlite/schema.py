"""The schema of format 3: the tables of rows (`layout`), the ledger of imports around them, and the index of names."""

from __future__ import annotations

from refgraph.store.sqlite.layout import LAYOUTS, create_table, id_index, walked_indexes

APPLICATION_ID = 0x52464752
"""'RFGR' in the file's header."""
SCHEMA_VERSION = 3

# A store of this format that was made before there were fits gets it with its first one.
FITS = "CREATE TABLE IF NOT EXISTS fits (ver INTEGER PRIMARY KEY, document TEXT NOT NULL, digest TEXT NOT NULL) STRICT"
"""The table of fits on the user's own outcomes, which a store may lack while it has none."""
_LEDGER = (
    "CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), store_uuid TEXT NOT NULL,"
    " version INTEGER NOT NULL, last_event INTEGER) STRICT",
    'CREATE TABLE batches (version INTEGER PRIMARY KEY, batch_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,'
    ' base_version INTEGER NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL, "by" TEXT NOT NULL,'
    " undoes INTEGER) STRICT",
    # What a table has now: rows, the number of its next one, the sum of its rows' digests (16 bytes), and the last
    # version that wrote to it or took from it.
    'CREATE TABLE counters (tbl TEXT PRIMARY KEY, "rows" INTEGER NOT NULL, next_num INTEGER NOT NULL,'
    " digest BLOB NOT NULL, last_ver INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    # What is left of the rows a version wrote to a table: their count and the sum of their digests; and the number
    # of the table's next row after it. Only versions that wrote to the table or took from it.
    'CREATE TABLE written (tbl TEXT NOT NULL, ver INTEGER NOT NULL, "rows" INTEGER NOT NULL, digest BLOB NOT NULL,'
    " next_num INTEGER NOT NULL, PRIMARY KEY (tbl, ver)) STRICT, WITHOUT ROWID",
    # Texts that come often, by code.
    "CREATE TABLE texts (code INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    # Bodies are ASCII JSON: raw text of a broken file may hold what UTF-8 cannot. A held row that is done with stays
    # with the version that released it, so that undoing that one brings it back; held anew, it is another row.
    "CREATE TABLE held (seq INTEGER PRIMARY KEY, key BLOB NOT NULL, file INTEGER, body TEXT NOT NULL,"
    " version INTEGER NOT NULL, released INTEGER) STRICT",
    "CREATE UNIQUE INDEX held_key ON held (key) WHERE released IS NULL",
    "CREATE INDEX held_released ON held (released, key) WHERE released IS NOT NULL",
    "CREATE TABLE held_files (file INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT",
    # `ver` is the version that had written the former row; NULL where a format before this did not keep it.
    "CREATE TABLE history (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,"
    " version INTEGER NOT NULL, reason TEXT NOT NULL, ver INTEGER) STRICT",
    "CREATE INDEX history_key ON history (tbl, key)",
    "CREATE INDEX history_version ON history (version)",
    # Keys that have no row any more, with the number they had (none in a relation) and the version that took it out.
    "CREATE TABLE tombstones (tbl TEXT NOT NULL, key TEXT NOT NULL, num INTEGER, ver INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, key)) STRICT, WITHOUT ROWID",
    # What an id has stood for since a version; NULL: for itself.
    "CREATE TABLE aliases (tbl TEXT NOT NULL, id TEXT NOT NULL, ver INTEGER NOT NULL, stands_for TEXT,"
    " PRIMARY KEY (tbl, id, ver)) STRICT, WITHOUT ROWID",
    # Ids that somebody said are two, the smaller first.
    "CREATE TABLE distinct_pairs (tbl TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, ver INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, one, other, ver)) STRICT, WITHOUT ROWID",
    FITS,
)  # fmt: skip
_NAMES = (
    # Words of names by `naming.entry_number`; which words, `names.name_words` says.
    "CREATE VIRTUAL TABLE names_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,"
    " tokenize = 'ascii')",
    # So that a leaf of the index fits into a page of the file and spills nothing into a second one.
    "INSERT INTO names_words (names_words, rank) VALUES ('pgsz', 4000)",
)


def create_statements() -> list[str]:
    """List the statements that make an empty store, `meta` and `counters` without their rows."""
    indexes = [
        index for layout in LAYOUTS.values() for index in (id_index(layout) | walked_indexes(layout)).values()
    ]
    return [
        *map(create_table, LAYOUTS.values()),
        *indexes,
        *_LEDGER,
        *_NAMES,
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {SCHEMA_VERSION}",
    ]
