"""The ledger of imports as it is kept: which batches were applied, and which ids they merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.ledger import ends_of, taken_back, with_undone_by
from refgraph.store.port import Import
from refgraph.store.rowcheck import storable, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw

    from refgraph.model.batch import Batch


def applied_before(db: apsw.Connection, batch_id: str) -> tuple[int, str] | None:
    """Version and digest of the batch that has an id."""
    return next(db.execute("SELECT version, digest FROM batches WHERE batch_id = ?", (batch_id,)), None)


def record(db: apsw.Connection, batch: Batch, at: int, *, digest: str, applied_at: str) -> None:
    """Enter a batch as applied."""
    db.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            at,
            batch.batch_id,
            storable(batch.source),
            batch.base_version,
            digest,
            applied_at,
            storable(batch.by),
            batch.undoes,
        ),
    )
    db.execute("UPDATE meta SET version = ?", (at,))


def imports(db: apsw.Connection) -> list[Import]:
    """Applied batches, oldest first."""
    found = db.execute(
        'SELECT batch_id, source, version, applied_at, digest, "by", undoes FROM batches ORDER BY version'
    )
    return with_undone_by([Import(*batch) for batch in found])


def merge_ids(db: apsw.Connection, batch: Batch, at: int) -> None:
    """Note which ids stand for others from a version on; ValueError where they would stand for themselves in the end."""
    for table, ids in batch.aliases.items():
        db.executemany(
            "INSERT INTO aliases (tbl, id, ver, stands_for) VALUES (?, ?, ?, ?)",
            [(table, merged, at, stands_for) for merged, stands_for in ids.items()],
        )
        if ids:
            aliases(db, table)


def aliases(db: apsw.Connection, table: str) -> Mapping[str, str]:
    """Merged ids of a table, each with the one that stands for it now; ValueError for an unknown table."""
    table_of(table)
    found = db.execute(
        # The bare column is that of the row with the greatest version.
        "SELECT id, stands_for, max(ver) FROM aliases WHERE tbl = ? GROUP BY id",
        (table,),
    )
    direct = {merged: stands_for for merged, stands_for, _ in found if stands_for is not None}
    return ends_of(direct)


def part_ids(db: apsw.Connection, batch: Batch, at: int) -> None:
    """Note which ids are two, as somebody said."""
    for table, pairs in batch.distinct.items():
        db.executemany(
            "INSERT OR IGNORE INTO distinct_pairs VALUES (?, ?, ?, ?)",
            [(table, *sorted(pair), at) for pair in pairs],
        )


def distinct(db: apsw.Connection, table: str) -> frozenset[tuple[str, str]]:
    """Pairs of ids that are two, but for those of batches taken back; ValueError for an unknown table."""
    table_of(table)
    gone = taken_back(imports(db))
    found = db.execute("SELECT one, other, ver FROM distinct_pairs WHERE tbl = ?", (table,))
    return frozenset((one, other) for one, other, at in found if at not in gone)
