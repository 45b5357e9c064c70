"""The rows that change when entities become one: theirs, and all that name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.arrow import ArrowCells
from refgraph.model.tables import ACCOUNTS, EVENTS, KNOWS, PEOPLE, ROLES, TABLES, Cell, Key, Row
from refgraph.sources.duplicates import fold_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.model.columns import Columns
    from refgraph.model.tables import Table

_REF_NAMES_ACCOUNT = frozenset({
    "referral_asked", "referral_made", "referral_declined", "reference_call", "left_company", "joined_company",
})  # fmt: skip
_KIND, _REF = EVENTS.index("kind"), EVENTS.index("ref")
_A, _B, _DIRECTED = KNOWS.index("person_a"), KNOWS.index("person_b"), KNOWS.index("directed")
_ABOVE = {
    "roles": (ROLES.index("person_id"), ROLES.index("reports_to")),
    "accounts": (ACCOUNTS.index("account_id"), ACCOUNTS.index("parent_id")),
}
_CONSENT = PEOPLE.index("consent")
_STATUS, _STATUS_DATE = ACCOUNTS.index("status"), ACCOUNTS.index("status_date")


@dataclass(slots=True)
class RowChanges:
    """What a batch has to write and take out, by table name."""

    upserts: dict[str, list[Row]] = field(default_factory=dict)
    deletes: dict[str, list[Key]] = field(default_factory=dict)


def merged_entity(table: Table, kept: Row, others: Sequence[Row]) -> Row:
    """Fill the empty cells of a kept row from others, the first that has one; its own cells win.

    A status day is taken only where the status is the same; a person's `no` to being asked always stays.
    """
    cells = list(kept)
    for other in others:
        for at, cell in enumerate(other):
            if cells[at] is None and _belongs(table, at, cells, other):
                cells[at] = cell
    if table is PEOPLE and any(row[_CONSENT] == "no" for row in others):
        cells[_CONSENT] = "no"
    return tuple(cells)


def _belongs(table: Table, at: int, cells: Sequence[Cell], other: Row) -> bool:
    return table is not ACCOUNTS or at != _STATUS_DATE or cells[_STATUS] == other[_STATUS]


def moved_references(columns: Columns, table: str, into: Mapping[str, str]) -> RowChanges:
    """Let all rows that name a merged id of `table` name the one it goes into; entities' own rows are left alone.

    Relations that come to have one key are folded by the import folder's rule; a tie of somebody with themself and
    a chief or parent that is oneself fall away. Cost: one pass over the columns that hold such ids.
    """
    changes = RowChanges()
    for spec in TABLES.values():
        names = [column.name for column in spec.columns if column.refers_to == table]
        if spec is EVENTS and table == "accounts":
            names.append("ref")
        rows = _naming(columns, spec, names, {*into, *into.values()})
        if spec.name == table:
            rows = [row for row in rows if str(row[0]) not in into]
        _settle(changes, spec, rows, table, into)
    return changes


def _naming(columns: Columns, spec: Table, names: Iterable[str], ids: set[str]) -> list[Row]:
    """Collect the rows that hold one of the ids in one of the named columns, in order."""
    cells = columns.tables[spec.name]
    places = sorted({at for name in names for at in _places(cells[name], ids)})
    return [tuple(cells[column.name][at] for column in spec.columns) for at in places]


def _places(cells: Sequence[Cell], ids: set[str]) -> list[int]:
    if not isinstance(cells, ArrowCells):
        return [at for at, cell in enumerate(cells) if cell in ids]
    import pyarrow as pa
    import pyarrow.compute as pc

    is_named = pc.is_in(cells.array, value_set=pa.array(sorted(ids), pa.large_string()))
    places: list[int] = pc.indices_nonzero(is_named).to_pylist()
    return places


def _settle(
    changes: RowChanges, spec: Table, rows: Sequence[Row], table: str, into: Mapping[str, str]
) -> None:
    """Note what becomes of rows that name a merged or a kept id."""
    former = {spec.key_of(row): row for row in rows}
    now: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        moved = moved_row(spec, row, table, into)
        if spec is not KNOWS or moved[_A] != moved[_B]:
            now[spec.key_of(moved)].append(moved)
    settled = {key: fold_rows(spec.name, same) for key, same in now.items()}
    written = [row for key, row in settled.items() if former.get(key) != row]
    gone = [key for key in former if key not in settled]
    if written:
        changes.upserts[spec.name] = written
    if gone:
        changes.deletes[spec.name] = gone


def moved_row(spec: Table, row: Row, table: str, into: Mapping[str, str]) -> Row:
    """Give a row with kept ids in place of merged ones, an undirected tie's ends in order again.

    Nobody reports to himself and no account is its own parent: such a cell comes out empty.
    """
    cells = list(row)
    for at, column in enumerate(spec.columns):
        names_account = spec is EVENTS and at == _REF and row[_KIND] in _REF_NAMES_ACCOUNT
        if column.refers_to == table or (names_account and table == "accounts"):
            cells[at] = into.get(str(cells[at]), cells[at])
    if spec is KNOWS and not cells[_DIRECTED]:
        cells[_A], cells[_B] = sorted([str(cells[_A]), str(cells[_B])])
    own_and_above = _ABOVE.get(spec.name)
    if own_and_above and cells[own_and_above[0]] == cells[own_and_above[1]]:
        cells[own_and_above[1]] = None
    return tuple(cells)
