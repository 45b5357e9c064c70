"""Stores of formats 1 and 2, made by the statements those formats were made by."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from hashlib import blake2b
from typing import TYPE_CHECKING

import apsw

from refgraph.model.tables import TABLES, Kind, Row
from refgraph.store.sqlite.pages import plain_vfs
from tests.facts import row_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from refgraph.model.batch import HeldRow
    from tests.facts import Cells

STORE_UUID = "0b4a6a3e-7a0c-4b57-9a59-3b8f8f4f1f5e"
APPLIED_AT = "2026-01-01T12:30:15+00:00"
_TABLES = {
    "accounts": '"account_id" TEXT NOT NULL, "name" TEXT NOT NULL, "industry" TEXT, "region" TEXT, "size" REAL,'
    ' "status" TEXT, "status_date" TEXT, "parent_id" TEXT REFERENCES "accounts" DEFERRABLE INITIALLY DEFERRED,'
    ' "territory" TEXT, "owner" TEXT, "potential" REAL, num INTEGER NOT NULL, ver INTEGER NOT NULL,'
    ' PRIMARY KEY ("account_id")',
    "people": '"person_id" TEXT NOT NULL, "name" TEXT NOT NULL, "email" TEXT, "phone" TEXT, "language" TEXT,'
    ' "consent" TEXT, num INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY ("person_id")',
    "reps": '"rep_id" TEXT NOT NULL, "name" TEXT NOT NULL, "email" TEXT, "role" TEXT, "territories" TEXT,'
    ' "hours_per_week" REAL, num INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY ("rep_id")',
    "circles": '"circle_id" TEXT NOT NULL, "name" TEXT NOT NULL, "kind" TEXT, "region" TEXT,'
    ' "meetings_per_year" REAL, num INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY ("circle_id")',
    "roles": '"person_id" TEXT NOT NULL REFERENCES "people" DEFERRABLE INITIALLY DEFERRED,'
    ' "account_id" TEXT NOT NULL REFERENCES "accounts" DEFERRABLE INITIALLY DEFERRED, "title" TEXT,'
    ' "seniority" TEXT, "buying_role" TEXT, "stance" TEXT, "stance_date" TEXT, "reports_to" TEXT,'
    ' "from" TEXT NOT NULL, "to" TEXT, num INTEGER NOT NULL, ver INTEGER NOT NULL,'
    ' PRIMARY KEY ("person_id", "account_id", "from")',
    "memberships": '"person_id" TEXT NOT NULL REFERENCES "people" DEFERRABLE INITIALLY DEFERRED,'
    ' "circle_id" TEXT NOT NULL REFERENCES "circles" DEFERRABLE INITIALLY DEFERRED, "role" TEXT,'
    ' "attendance" REAL, "from" TEXT NOT NULL, "to" TEXT, num INTEGER NOT NULL, ver INTEGER NOT NULL,'
    ' PRIMARY KEY ("person_id", "circle_id", "from")',
    "knows": '"person_a" TEXT NOT NULL REFERENCES "people" DEFERRABLE INITIALLY DEFERRED,'
    ' "person_b" TEXT NOT NULL REFERENCES "people" DEFERRABLE INITIALLY DEFERRED, "strength" REAL,'
    ' "kind" TEXT NOT NULL, "since" TEXT, "last_contact" TEXT,'
    ' "directed" INTEGER NOT NULL CHECK ("directed" IN (0, 1)), num INTEGER NOT NULL, ver INTEGER NOT NULL,'
    ' PRIMARY KEY ("person_a", "person_b", "directed", "kind")',
    "events": '"event_id" TEXT NOT NULL, "kind" TEXT NOT NULL, "date" TEXT NOT NULL,'
    ' "account_id" TEXT REFERENCES "accounts" DEFERRABLE INITIALLY DEFERRED,'
    ' "person_id" TEXT REFERENCES "people" DEFERRABLE INITIALLY DEFERRED, "rep" TEXT, "value" REAL, "margin" REAL,'
    ' "ref" TEXT, "text" TEXT, num INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY ("event_id")',
    "tombstones": "tbl TEXT NOT NULL, key TEXT NOT NULL, num INTEGER NOT NULL, ver INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, key)",
    "counters": 'tbl TEXT PRIMARY KEY, "rows" INTEGER NOT NULL, next_num INTEGER NOT NULL,'
    " checksum INTEGER NOT NULL, last_ver INTEGER NOT NULL DEFAULT 0",
}
"""All STRICT, WITHOUT ROWID."""
_LEDGER = """
CREATE INDEX "accounts_parent_id" ON "accounts" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "roles_account_id" ON "roles" ("account_id") WHERE "account_id" IS NOT NULL;
CREATE INDEX "roles_reports_to" ON "roles" ("reports_to") WHERE "reports_to" IS NOT NULL;
CREATE INDEX "memberships_circle_id" ON "memberships" ("circle_id") WHERE "circle_id" IS NOT NULL;
CREATE INDEX "knows_person_b" ON "knows" ("person_b") WHERE "person_b" IS NOT NULL;
CREATE INDEX "events_account_id" ON "events" ("account_id") WHERE "account_id" IS NOT NULL;
CREATE INDEX "events_person_id" ON "events" ("person_id") WHERE "person_id" IS NOT NULL;
CREATE INDEX events_date ON events ("date");
CREATE INDEX events_ver ON events (ver);
CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), store_uuid TEXT NOT NULL, version INTEGER NOT NULL) STRICT;
CREATE TABLE batches (version INTEGER PRIMARY KEY, batch_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
 base_version INTEGER NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
CREATE TABLE held (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
 version INTEGER NOT NULL) STRICT;
CREATE TABLE history (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
 version INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX history_key ON history (tbl, key);
CREATE TABLE names (num INTEGER PRIMARY KEY, tbl TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
 plain TEXT NOT NULL, whole TEXT NOT NULL, whole_initials TEXT NOT NULL, UNIQUE (id, tbl)) STRICT;
CREATE VIRTUAL TABLE names_words USING fts5 (words, sounds, initials, content = '', contentless_delete = 1,
 tokenize = 'unicode61 remove_diacritics 0');
PRAGMA application_id = 1380337490;
PRAGMA user_version = 2;
"""
_FORMAT_1 = """
DROP INDEX events_ver;
ALTER TABLE counters DROP COLUMN last_ver;
PRAGMA user_version = 1;
"""


def make_earlier(
    path: Path,
    store_format: int,
    *,
    former: Sequence[tuple[str, Cells]] = (),
    held: Sequence[HeldRow] = (),
    gone: Sequence[tuple[str, Sequence[str]]] = (),
    **tables: Sequence[Cells],
) -> None:
    """Make a store whose rows came one version a table, in the order given; former rows, tombstones in the last."""
    with closing(apsw.Connection(str(path), vfs=plain_vfs())) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN")
        for name, columns in _TABLES.items():
            db.execute(f'CREATE TABLE "{name}" ({columns}) STRICT, WITHOUT ROWID')
        db.execute(_LEDGER)
        for version, (name, cells) in enumerate(tables.items(), 1):
            _fill(db, name, [row_of(name, given) for given in cells], version)
        _fill_ledger(db, tables, len(tables))
        for name, given in former:
            row = row_of(name, given)
            body = json.dumps(dict(zip(_names(name), row, strict=True)))
            key = json.dumps(TABLES[name].key_of(row))
            db.execute(
                "INSERT INTO history VALUES (NULL, ?, ?, ?, ?, 'updated')", (name, key, body, len(tables))
            )
        for one in held:
            # How its file was read was not yet kept.
            body = json.dumps({name: cell for name, cell in asdict(one).items() if name != "read_as"})
            db.execute("INSERT INTO held VALUES (NULL, ?, ?, ?)", (one.key, body, len(tables)))
        db.executemany(
            "INSERT INTO tombstones VALUES (?, ?, 0, ?)",
            [(name, json.dumps(key), len(tables)) for name, key in gone],
        )
        if store_format == 1:
            db.execute(_FORMAT_1)
        db.execute("COMMIT")


def _fill(db: apsw.Connection, name: str, rows: Sequence[Row], version: int) -> None:
    key = TABLES[name].key_of
    stored = [(*_stored(name, row), num, version) for num, row in enumerate(sorted(rows, key=key))]
    marks = ", ".join("?" * len(stored[0]))
    db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', stored)  # noqa: S608 - names of the schema
    checksum = sum(map(_digest, stored)) % 2**62
    db.execute(
        "INSERT INTO counters VALUES (?, ?, ?, ?, ?)", (name, len(stored), len(stored), checksum, version)
    )


def _fill_ledger(db: apsw.Connection, tables: Mapping[str, object], versions: int) -> None:
    db.execute("INSERT INTO meta VALUES (1, ?, ?)", (STORE_UUID, versions))
    db.executemany(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?)",
        [(v, f"import-{v}", "folder", v - 1, f"digest-{v}", APPLIED_AT) for v in range(1, versions + 1)],
    )
    db.executemany(
        "INSERT INTO counters VALUES (?, 0, 0, 0, 0)", [(name,) for name in TABLES if name not in tables]
    )


def _names(table: str) -> list[str]:
    return [column.name for column in TABLES[table].columns]


def _stored(table: str, row: Row) -> Row:
    """Empty cells of a key are '', flags 0 or 1, numbers reals."""
    spec = TABLES[table]
    cells = list(row)
    for at, column in enumerate(spec.columns):
        if cells[at] is None:
            cells[at] = "" if column.name in spec.key and column.kind is not Kind.FLAG else None
        elif column.kind is Kind.FLAG:
            cells[at] = int(bool(cells[at]))
    return tuple(cells)


def _digest(stored: Row) -> int:
    return int.from_bytes(blake2b(ascii(stored).encode(), digest_size=8).digest(), "big")
