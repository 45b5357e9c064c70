"""Make a store in a database from all that another store has, in transactions of some thousand rows.

While it is loaded the store is marked so (`loading`), has an identity of its own and a version nobody plans on: it is
refused when it is opened, and whoever had it open cannot write. Each transaction holds it, finds out that it is still
this copy's, and counts itself: one whose answer was lost is not done twice, and of two copies the later wins.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.errors import StoreBusy, StoreCorrupt, StoreUnavailable
from refgraph.model.tables import TABLES
from refgraph.store.neo4j.arriving import LOADING_VERSION
from refgraph.store.neo4j.connection import LOCK_S
from refgraph.store.neo4j.gate import GATE
from refgraph.store.neo4j.layout import LAYOUTS, Label, beginning
from refgraph.store.neo4j.parts import KEPT
from refgraph.store.neo4j.schema import SCHEMA, create_schema, refuse_foreign
from refgraph.store.neo4j.statements import ADDED, PARENTS
from refgraph.store.neo4j.values import values_of
from refgraph.store.neo4j.writing import LOCKED
from refgraph.store.transfer import COLUMNS, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.store.neo4j.connection import Server, Transaction
    from refgraph.store.neo4j.layout import Layout
    from refgraph.store.neo4j.values import Values
    from refgraph.store.transfer import Content, Part, StoredRow

ROWS = 10_000
"""Rows of a transaction at most."""

_IDENTITY = f"MATCH (s:{Label.STORE}) RETURN s.store_uuid"
_THERE = f"OPTIONAL {LOCKED} RETURN s.store_uuid"
_MARKED = (
    f"MERGE (s:{Label.STORE} {{one: 1}}) SET s.store_uuid = $mine, s.version = $version, s.schema = $schema,"
    f" s.loading = true, s.loaded = 0 MERGE (:{Label.GATE} {{one: 1}})"
)
_MINE = (
    f"{LOCKED} WITH s WHERE s.store_uuid = $mine AND s.loading AND s.loaded < $part"
    " SET s.loaded = $part WITH s"
)
_ROWS = {name: f"{_MINE} {statement}" for name, statement in ADDED.items()}
_PARENTS = f"{_MINE} {PARENTS}"
_FOUND = dict.fromkeys((Kept.HISTORY, Kept.TOMBSTONES), f", n.of = {beginning('row.key')}")
_KEPT = {
    kept: f"{_MINE} UNWIND $rows AS row CREATE (n:{label}) SET n = row{_FOUND.get(kept, '')} RETURN [count(*)]"
    for kept, label in KEPT.items()
}
_LOADED = f"MATCH (s:{Label.STORE}) RETURN s.store_uuid = $mine AND s.loaded >= $part"
_FINISHED = (
    f"{LOCKED} WITH s WHERE s.store_uuid = $mine {GATE},"
    " s.version = CASE WHEN s.loading THEN $version ELSE s.version END, s.loading = null, s.loaded = null"
    " RETURN s.version"
)
_CLEARED = [
    f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS"
    for label in Label
    if label not in (Label.STORE, Label.GATE)
]
_CURE = "copy or restore it again with --replace"


def load_server(server: Server, content: Content, *, replace: bool = False) -> None:
    """Make a store with a content, and an identity of its own, in a database that has none; `replace` clears it first.

    Other nodes are left alone. Raises `StoreForeign` where there are nodes of refgraph's labels that are no store's,
    `StoreUnavailable` where there is a store and `replace` is False, `StoreBusy` where another process writes to it or
    copies into it, `StoreCorrupt` for a damaged content. What fails midway stays marked, to be replaced.
    """
    mine = str(uuid4())
    refuse_foreign(server)
    _refuse_store(server, server.ask(_IDENTITY), replace=replace)
    create_schema(server)
    server.write(lambda transaction: _mark(server, transaction, mine, replace=replace))
    if replace:
        for statement in _CLEARED:
            server.do(statement)
    loader = _Loader(server, mine)
    for part in content.parts:
        loader.take(part)
    loader.flush()
    if not server.do(_FINISHED, mine=mine, version=content.version):
        raise _taken_over(server)


def _refuse_store(server: Server, found: Sequence[Sequence[object]], *, replace: bool) -> None:
    if found and not replace:
        raise StoreUnavailable(
            f"the database of {server.place.url} has a store already", "--replace puts the copy in its place"
        )


def _mark(server: Server, transaction: Transaction, mine: str, *, replace: bool) -> None:
    ((there,),) = transaction.run_within(LOCK_S, _THERE)
    if there is not None and there != mine:
        _refuse_store(server, [[there]], replace=replace)
    transaction.run(_MARKED, mine=mine, version=LOADING_VERSION, schema=SCHEMA)


def _taken_over(server: Server) -> StoreBusy:
    return StoreBusy(f"another process is copying into {server.place.url}", f"wait for it, or {_CURE}")


class _Loader:
    """Takes the parts of a content, gathers what one transaction writes, and writes it."""

    def __init__(self, server: Server, mine: str) -> None:
        self._server, self._mine = server, mine
        self._part = 0
        self._of = ""
        self._rows: list[object] = []
        self._links: list[list[object]] = []
        """References of rows to others of their table, which are not there yet."""

    def take(self, part: Part) -> None:
        """Take a part, and write what came before it where that is enough, or of another table."""
        if part.of != self._of:
            self.flush()
            self._of = part.of
        if part.of in TABLES:
            self._rows += self._values(LAYOUTS[part.of], part.rows)
        else:
            names = COLUMNS[Kept(part.of)]
            self._rows += [_properties(names, row) for row in part.rows]
        while len(self._rows) >= ROWS:
            self._write_first()

    def flush(self) -> None:
        """Write what has not been."""
        while self._rows:
            self._write_first()
        links, self._links = self._links, []
        for start in range(0, len(links), ROWS):
            some = links[start : start + ROWS]
            self._run(_PARENTS, len(some), links=some)

    def _write_first(self) -> None:
        rows, self._rows = self._rows[:ROWS], self._rows[ROWS:]
        query = _ROWS[self._of] if self._of in TABLES else _KEPT[Kept(self._of)]
        self._run(query, len(rows), rows=rows)

    def _run(self, query: str, count: int, **values: object) -> None:
        self._part += 1
        (((written, *_),),) = self._server.do(query, mine=self._mine, part=self._part, **values)
        if not written:
            # Nothing, where the answer of the first time was lost and this was the second, or the store is another's.
            if self._server.ask(_LOADED, mine=self._mine, part=self._part) != [[True]]:
                raise _taken_over(self._server)
        elif written != count:
            raise StoreCorrupt(
                f"what is to be copied is damaged: {self._of} has a row that refers to one that is not there",
                "copy a backup of it instead",
            )

    def _values(self, layout: Layout, rows: Iterable[StoredRow]) -> list[object]:
        for reference in layout.references:
            if reference.target is layout.table:
                at = layout.table.index(reference.column.name)
                self._links += [[row[0], row[at]] for row, _, _ in rows if row[at] is not None]
        return [_values_at(layout.table.name, ver)(row, num) for row, num, ver in rows]


@lru_cache(maxsize=256)
def _values_at(table: str, ver: int) -> Values:
    return values_of(LAYOUTS[table], ver)


def _properties(names: Sequence[str], row: Sequence[object]) -> dict[str, object]:
    return {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
