"""How the rows of each table lie in the file (format 3), made from the tables of the import format.

Entities and events are kept by `num`, the number the store gives a row for good: 0, 1, 2 … in the order of coming;
a number is never given twice. Their text ids stand there alone; everything else refers to them by number. Relations
are clustered by their key in numbers and have none of their own. `ver` is the store version that wrote a row last.
Cells of a column are kept as its `As` says; what is empty is NULL, but in a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from refgraph.model.tables import TABLES, Column, Kind, Missing, Table
from refgraph.store.names import NAMED
from refgraph.store.rowcheck import may_be_blank, table_of

NEVER = -1_000_000
"""The day in a key where there is none: before every other, the year 1 among them."""
DECIMALS = 100
"""Numbers of at most two decimals are kept as whole multiples of 1 / `DECIMALS`: a share then takes one byte of eight."""


class As(Enum):
    """What stands in the file for a cell."""

    OWN_ID = "own id"
    """The text; unique in its table."""
    NUM = "num"
    """`num` of the row it refers to."""
    NUM_OR_TEXT = "num or text"
    """`num` where the store has the row, else the id as text."""
    TEXT = "text"
    """The text itself."""
    CODED = "coded"
    """An integer is a code of `texts`, a text stands for itself; in a key always a code, and '' where empty."""
    DECIMAL = "decimal"
    """An integer counts `DECIMALS`, a real is the number itself."""
    DAY = "day"
    """Days since 1970-01-01; in a key `NEVER` where empty."""
    FLAG = "flag"
    """0 or 1."""


_KINDS = {
    Kind.NAME: As.TEXT,
    Kind.NUMBER: As.DECIMAL,
    Kind.SHARE: As.DECIMAL,
    Kind.MONEY: As.DECIMAL,
    Kind.DAY: As.DAY,
    Kind.FLAG: As.FLAG,
}
_TYPES = {
    As.OWN_ID: "TEXT",
    As.TEXT: "TEXT",
    As.NUM: "INTEGER",
    As.DAY: "INTEGER",
    As.FLAG: "INTEGER",
}


def sql(*words: str) -> str:
    """Join the words of a statement; none of them may come from a user."""
    return " ".join(words)


def quoted(name: str) -> str:
    """Quote a name of the schema (`from` and `to` are words of SQL)."""
    return f'"{name}"'


def decimal(column: str) -> str:
    """Expression for the number in a DECIMAL column."""
    return f"CASE typeof({column}) WHEN 'integer' THEN {column} / {DECIMALS}.0 ELSE {column} END"


@dataclass(frozen=True, slots=True)
class Stored:
    """One column as it is stored."""

    column: Column
    kept: As
    in_key: bool
    may_be_blank: bool
    """Whether an empty cell of a key stands here as something else than NULL."""

    @property
    def name(self) -> str:
        """Its name, quoted."""
        return quoted(self.column.name)

    @property
    def blank(self) -> int | str | None:
        """What stands for an empty cell."""
        if not self.in_key:
            return None
        return NEVER if self.kept is As.DAY else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is stored."""

    table: Table
    stored: tuple[Stored, ...]
    """In the order of the table's columns."""
    key_at: tuple[int, ...]
    """Positions of the key's columns in a row."""

    @property
    def name(self) -> str:
        """Name of the table, quoted."""
        return quoted(self.table.name)

    @property
    def columns(self) -> str:
        """All columns as in a select."""
        return ", ".join(column.name for column in self.stored)

    @property
    def order(self) -> str:
        """Key columns as in an order; for relations by number, not by text."""
        return ", ".join(self.stored[at].name for at in self.key_at)

    @property
    def where_key(self) -> str:
        """Condition for the row of a key, its stored cells as parameters."""
        return " AND ".join(f"{self.stored[at].name} = ?" for at in self.key_at)

    @property
    def has_num(self) -> bool:
        """Whether its rows have a number: entities and events."""
        return self.table.is_entity

    @property
    def is_named(self) -> bool:
        """Whether its rows are found by name."""
        return self.table.name in NAMED

    @property
    def references(self) -> tuple[Stored, ...]:
        """Columns that hold numbers of other rows."""
        return tuple(column for column in self.stored if column.kept in (As.NUM, As.NUM_OR_TEXT))


def _layout(table: Table) -> Layout:
    return Layout(
        table=table,
        stored=tuple(_stored(table, column) for column in table.columns),
        key_at=tuple(table.index(name) for name in table.key),
    )


def _stored(table: Table, column: Column) -> Stored:
    return Stored(
        column,
        kept=_kept(table, column),
        in_key=column.name in table.key,
        may_be_blank=may_be_blank(table, column),
    )


def _kept(table: Table, column: Column) -> As:
    if table.is_entity and column.name in table.key:
        return As.OWN_ID
    if column.refers_to in NAMED:
        return As.NUM if column.if_missing is Missing.HOLD else As.NUM_OR_TEXT
    return _KINDS.get(column.kind, As.CODED)


LAYOUTS: dict[str, Layout] = {name: _layout(table) for name, table in TABLES.items()}
"""All tables, each after those it refers to."""


def layout_of(table: str) -> Layout:
    """Layout of a table; ValueError for an unknown one."""
    return LAYOUTS[table_of(table).name]


def create_table(layout: Layout, named: str | None = None) -> str:
    """Statement that makes an empty table, of another name where one is given."""
    name = named or layout.name
    columns = [_column(layout, column) for column in layout.stored]
    if layout.has_num:
        # Behind a name stands its folded form where SQLite's `lower` does not give it, for the search within words.
        folded = ["plain TEXT"] if layout.is_named else []
        inside = ["num INTEGER PRIMARY KEY", *columns, "ver INTEGER NOT NULL", *folded]
        return f"CREATE TABLE {name} ({', '.join(inside)}) STRICT"
    inside = [*columns, "ver INTEGER NOT NULL", f"PRIMARY KEY ({layout.order})"]
    return f"CREATE TABLE {name} ({', '.join(inside)}) STRICT, WITHOUT ROWID"


def _column(layout: Layout, stored: Stored) -> str:
    words = [stored.name, _TYPES.get(stored.kept, "ANY")]
    if stored.column.required or stored.in_key:
        words.append("NOT NULL")
    if stored.kept is As.FLAG:
        words.append(f"CHECK ({stored.name} IN (0, 1))")
    return " ".join(words)


def id_index(layout: Layout) -> dict[str, str]:
    """Statement by name for the index that finds an entity by its id; none for a relation."""
    if not layout.has_num:
        return {}
    name = f"{layout.table.name}_id"
    return {name: f"CREATE UNIQUE INDEX {quoted(name)} ON {layout.name} ({layout.order})"}


def walked_indexes(layout: Layout) -> dict[str, str]:
    """Statements by name for indexes from the far end of a relation, which surroundings are walked by."""
    # Nothing walks from an entity to its events.
    walked = [] if layout.table.name == "events" else layout.references
    return {
        (name := f"{layout.table.name}_{stored.column.name}"): (
            f"CREATE INDEX {quoted(name)} ON {layout.name} ({stored.name}) WHERE {stored.name} IS NOT NULL"
            if not stored.column.required
            else f"CREATE INDEX {quoted(name)} ON {layout.name} ({stored.name})"
        )
        for stored in walked
        if stored.column.name != layout.table.key[0]
    }
