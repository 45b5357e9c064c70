"""The ledger of imports as it is kept: which batches were applied, and which ids they merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refgraph.store.ledger import ends_of, taken_back, with_undone_by
from refgraph.store.neo4j.layout import Label
from refgraph.store.port import Import
from refgraph.store.rowcheck import storable, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.model.batch import Batch
    from refgraph.store.neo4j.connection import Ask
    from refgraph.store.neo4j.work import Work

IMPORTED = (
    f"MATCH (b:{Label.BATCH})",
    "[b.batch_id, b.source, b.version, b.applied_at, b.digest, b.by, b.undoes]",
    "b.version",
)
"""Where batches are, their cells, and their order; see `imports_of`."""
_IMPORTS = f"{IMPORTED[0]} RETURN {IMPORTED[1]} ORDER BY {IMPORTED[2]}"
_MERGE = f"UNWIND $rows AS row CREATE (m:{Label.MERGED_ID}) SET m = row"
# Of an id the last word counts.
STANDING_FOR = (
    "WITH m ORDER BY m.ver WITH m.table AS name, m.id AS id, collect(m) AS said"
    " WITH name, id, said[-1].stands_for AS stands_for WHERE stands_for IS NOT NULL"
)
"""Clauses that give, of nodes `m` of merged ids, `name` of the table, `id`, and what it `stands_for` now."""
_ALIASES = f"MATCH (m:{Label.MERGED_ID} {{table: $table}}) {STANDING_FOR} RETURN id, stands_for"
_PART = f"UNWIND $rows AS row CREATE (d:{Label.DISTINCT_PAIR}) SET d = row"
_DISTINCT = f"MATCH (d:{Label.DISTINCT_PAIR} {{table: $table}}) RETURN d.one, d.other, d.ver"


def properties_of(batch: Batch, at: int, *, digest: str, applied_at: str) -> dict[str, object]:
    """What is entered of an applied batch."""
    kept: dict[str, object] = {
        "version": at, "batch_id": batch.batch_id, "source": storable(batch.source),
        "base_version": batch.base_version, "digest": digest, "applied_at": applied_at, "by": storable(batch.by),
    }  # fmt: skip
    return kept if batch.undoes is None else kept | {"undoes": batch.undoes}


def imports(ask: Ask) -> list[Import]:
    """Applied batches, oldest first."""
    return imports_of(batch for (batch,) in ask(_IMPORTS))


def imports_of(batches: Iterable[Sequence[Any]]) -> list[Import]:
    """Imports from the cells of all batches."""
    return with_undone_by([Import(*batch) for batch in batches])


def merge_ids(work: Work) -> None:
    """Note which ids stand for others from this version on; ValueError where they would stand for themselves."""
    for table, ids in work.batch.aliases.items():
        rows = [
            {"table": table, "id": merged, "ver": work.at} | ({"stands_for": end} if end is not None else {})
            for merged, end in ids.items()
        ]
        if rows:
            work.transaction.run(_MERGE, rows=rows)
            aliases(work.transaction.run, table)


def aliases(ask: Ask, table: str) -> Mapping[str, str]:
    """Merged ids of a table, each with the one that stands for it now; ValueError for an unknown table."""
    table_of(table)
    return ends_of({str(merged): str(end) for merged, end in ask(_ALIASES, table=table)})


def part_ids(work: Work) -> None:
    """Note which ids are two, as somebody said."""
    rows = [
        {"table": table, "one": one, "other": other, "ver": work.at}
        for table, pairs in work.batch.distinct.items()
        for one, other in sorted({(min(pair), max(pair)) for pair in pairs})
    ]
    if rows:
        work.transaction.run(_PART, rows=rows)


def distinct(ask: Ask, table: str) -> frozenset[tuple[str, str]]:
    """Pairs of ids that are two, but for those of batches taken back; ValueError for an unknown table."""
    table_of(table)
    found = ask(_DISTINCT, table=table)
    gone = taken_back(imports(ask)) if found else set()
    return frozenset((one, other) for one, other, at in found if at not in gone)
