"""The schema, made from the tables of the import format; names come from there alone, values are parameters.

Each table is clustered by its key. An empty cell of a key is stored as '' (it counts as '' in the key), any other
empty cell as NULL. `num` is the dense number the store gives a row for good; `ver` is the store version that wrote
it last.
"""

from __future__ import annotations

from dataclasses import dataclass

from refgraph.model.tables import TABLES, Column, Kind, Missing, Row, Table

APPLICATION_ID = 0x52464752
"""'RFGR' in the file's header."""
SCHEMA_VERSION = 2

_TYPES = {Kind.NUMBER: "REAL", Kind.SHARE: "REAL", Kind.MONEY: "REAL", Kind.FLAG: "INTEGER"}


def sql(*words: str) -> str:
    """Join the words of a statement; none of them may come from a user."""
    return " ".join(words)


def quoted(name: str) -> str:
    """Quote a name of the schema (`from` and `to` are words of SQL)."""
    return f'"{name}"'


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is stored, and the statements on it."""

    table: Table
    key_at: tuple[int, ...]
    """Positions of the key's columns in a row."""
    flags_at: tuple[int, ...]
    """Positions of flags: 0 and 1 in the file, bool outside."""
    numbers_at: tuple[int, ...]
    blanks_at: tuple[int, ...]
    """Positions of key columns that may be empty: '' in the file, None outside."""
    columns: str
    """All columns as in a select."""
    order: str
    """Key columns as in an order."""
    select_one: str
    """Reads all columns, `num` and `ver` of the row of a key."""
    select_since: str
    """Reads all columns of the rows written after a version, by key."""
    upsert: str
    """Writes all columns, `num` and `ver`; a row that is there keeps its `num`."""

    @property
    def name(self) -> str:
        """Name of the table, quoted."""
        return quoted(self.table.name)

    def sql_key(self, row: Row) -> Row:
        """Key of a row as it is stored."""
        return tuple("" if (cell := row[at]) is None else cell for at in self.key_at)

    def stored(self, row: Row) -> Row:
        """A row as it is stored, with cells equal in type and value to those that will be read back."""
        cells = list(row)
        for at in self.blanks_at:
            cells[at] = "" if cells[at] is None else cells[at]
        for at in self.flags_at:
            cells[at] = None if cells[at] is None else int(bool(cells[at]))
        for at in self.numbers_at:
            # Adding zero makes -0.0 the 0.0 that SQLite keeps of it.
            cells[at] = None if (cell := cells[at]) is None else float(cell) + 0.0
        return tuple(cells)

    def loaded(self, stored: Row) -> Row:
        """A row as it was given, from one as it is stored."""
        if not self.blanks_at and not self.flags_at:
            return stored
        cells = list(stored)
        for at in self.blanks_at:
            cells[at] = cells[at] or None
        for at in self.flags_at:
            cells[at] = None if cells[at] is None else bool(cells[at])
        return tuple(cells)

    def orphans(self) -> list[tuple[Column, str]]:
        """References the store holds to, each with a statement for rows of a `ver` that point to nothing."""
        return [
            (
                column,
                sql(
                    "SELECT", self.columns, "FROM", self.name, "AS child WHERE ver = ? AND",
                    quoted(column.name), "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM", quoted(parent),
                    "AS parent WHERE parent.", quoted(TABLES[parent].key[0]), "= child.", quoted(column.name),
                    ") LIMIT 1",
                ),
            )
            for column in self.table.columns
            if (parent := _enforced(column))
        ]  # fmt: skip


def _layout(table: Table) -> Layout:
    names = [quoted(column.name) for column in table.columns]
    key = [quoted(name) for name in table.key]
    rest = [name for name in names if name not in key]
    at = {name: i for i, name in enumerate(names)}
    marks = ", ".join("?" * (len(names) + 2))
    kept = ", ".join(f"{name} = excluded.{name}" for name in [*rest, "ver"])
    return Layout(
        table=table,
        key_at=tuple(at[name] for name in key),
        flags_at=tuple(i for i, column in enumerate(table.columns) if column.kind is Kind.FLAG),
        numbers_at=tuple(i for i, column in enumerate(table.columns) if _TYPES.get(column.kind) == "REAL"),
        blanks_at=tuple(i for i, column in enumerate(table.columns) if _may_be_blank(table, column)),
        columns=", ".join(names),
        order=", ".join(key),
        select_one=sql(
            "SELECT", ", ".join([*names, "num", "ver"]), "FROM", quoted(table.name),
            "WHERE", " AND ".join(f"{name} = ?" for name in key),
        ),
        select_since=sql(
            "SELECT", ", ".join(names), "FROM", quoted(table.name),
            # The plus keeps SQLite from walking the whole table in this order.
            "WHERE ver > ? ORDER BY", ", ".join(f"+{name}" for name in key),
        ),
        upsert=sql(
            "INSERT INTO", quoted(table.name), "(", ", ".join([*names, "num", "ver"]), ") VALUES (", marks,
            ") ON CONFLICT (", ", ".join(key), ") DO UPDATE SET", kept,
        ),
    )  # fmt: skip


def _may_be_blank(table: Table, column: Column) -> bool:
    return column.name in table.key and not column.required and column.kind is not Kind.FLAG


def _enforced(column: Column) -> str | None:
    """Table a column must point into. The others may name what is not there, such as a rep where none are kept."""
    return column.refers_to if column.if_missing is Missing.HOLD else None


def _create_table(layout: Layout) -> str:
    table = layout.table
    columns = [_column(table, column) for column in table.columns]
    inside = [*columns, "num INTEGER NOT NULL", "ver INTEGER NOT NULL", f"PRIMARY KEY ({layout.order})"]
    return f"CREATE TABLE {layout.name} ({', '.join(inside)}) STRICT, WITHOUT ROWID"


def _column(table: Table, column: Column) -> str:
    words = [quoted(column.name), _TYPES.get(column.kind, "TEXT")]
    if column.required or column.name in table.key:
        words.append("NOT NULL")
    if column.kind is Kind.FLAG:
        words.append(f"CHECK ({quoted(column.name)} IN (0, 1))")
    if parent := _enforced(column):
        # Deferred: within a batch a child may come before its parent.
        words.append(f"REFERENCES {quoted(parent)} DEFERRABLE INITIALLY DEFERRED")
    return " ".join(words)


def _indexes(table: Table) -> list[str]:
    """Index all references but the key's first column, which the table is clustered by."""
    # Ego queries walk them; and SQLite looks for the children of a parent that comes after one of its children.
    return [
        f'CREATE INDEX "{table.name}_{column.name}" ON {quoted(table.name)} ({quoted(column.name)})'
        f" WHERE {quoted(column.name)} IS NOT NULL"
        for column in table.columns
        if column.refers_to not in (None, "reps") and column.name != table.key[0]
    ]


LAYOUTS: dict[str, Layout] = {name: _layout(table) for name, table in TABLES.items()}
"""All tables, each after those it refers to."""

NAMED = ("accounts", "people", "circles")
"""Tables found by name; the position is part of the number of an entry in `names`."""

_LEDGER = (
    "CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), store_uuid TEXT NOT NULL,"
    " version INTEGER NOT NULL) STRICT",
    "CREATE TABLE batches (version INTEGER PRIMARY KEY, batch_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,"
    " base_version INTEGER NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
    # How many rows a table has, the number of its next one, the sum of its rows' checksums, and the last version
    # that wrote to it.
    'CREATE TABLE counters (tbl TEXT PRIMARY KEY, "rows" INTEGER NOT NULL, next_num INTEGER NOT NULL,'
    " checksum INTEGER NOT NULL, last_ver INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID",
    # Bodies are ASCII JSON: raw text of a broken file may hold what UTF-8 cannot.
    "CREATE TABLE held (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL,"
    " version INTEGER NOT NULL) STRICT",
    "CREATE TABLE history (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,"
    " version INTEGER NOT NULL, reason TEXT NOT NULL) STRICT",
    "CREATE INDEX history_key ON history (tbl, key)",
    "CREATE TABLE tombstones (tbl TEXT NOT NULL, key TEXT NOT NULL, num INTEGER NOT NULL, ver INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, key)) STRICT, WITHOUT ROWID",
)
_NAMES = (
    "CREATE TABLE names (num INTEGER PRIMARY KEY, tbl TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,"
    " plain TEXT NOT NULL, whole TEXT NOT NULL, whole_initials TEXT NOT NULL, UNIQUE (id, tbl)) STRICT",
    "CREATE VIRTUAL TABLE names_words USING fts5 (words, sounds, initials, content = '',"
    " contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0')",
)


# Events come every day, one by one; the other tables are searched through after a batch that wrote to them.
_EVENTS_VER = "CREATE INDEX events_ver ON events (ver)"


def create_statements() -> list[str]:
    """List the statements that make an empty store, `meta` without its row."""
    tables = [_create_table(layout) for layout in LAYOUTS.values()]
    indexes = [index for table in TABLES.values() for index in _indexes(table)]
    return [
        *tables,
        *indexes,
        'CREATE INDEX events_date ON events ("date")',
        _EVENTS_VER,
        *_LEDGER,
        *_NAMES,
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {SCHEMA_VERSION}",
    ]


def upgrade_statements(found: int) -> list[str]:
    """List the statements that bring a store from format `found` to this one; none for this one."""
    if found >= SCHEMA_VERSION:
        return []
    return [
        "ALTER TABLE counters ADD COLUMN last_ver INTEGER NOT NULL DEFAULT 0",
        *(
            sql(
                "UPDATE counters SET last_ver = (SELECT coalesce(max(ver), 0) FROM",
                layout.name,
                ") WHERE tbl =",
                f"'{name}'",
            )
            for name, layout in LAYOUTS.items()
        ),
        _EVENTS_VER,
        f"PRAGMA user_version = {SCHEMA_VERSION}",
    ]
