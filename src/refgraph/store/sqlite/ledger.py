"""The ledger of imports: which batches were applied, and which ids they merged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refgraph.errors import BatchConflict, StaleBase
from refgraph.model.batch import Applied, Batch
from refgraph.store.port import Import
from refgraph.store.sqlite.reading import is_unicode, version
from refgraph.store.sqlite.rowcheck import layout_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw


def earlier(db: apsw.Connection, batch: Batch) -> Applied | None:
    """The answer to a batch that was applied before; raises `BatchConflict` where its content is another."""
    for at, digest in db.execute("SELECT version, digest FROM batches WHERE batch_id = ?", (batch.batch_id,)):
        if digest != batch.digest:
            raise BatchConflict(
                f"batch '{batch.batch_id}' was applied before with other content",
                "give the new content an id of its own",
            )
        return Applied(batch.batch_id, at)
    return None


def next_version(db: apsw.Connection, batch: Batch) -> int:
    """Version the batch leads to; raises `StaleBase` where it was planned on another than the store's."""
    found = version(db)
    if found != batch.base_version:
        raise StaleBase(
            f"the store is at version {found}, the batch was planned on {batch.base_version}", "plan it again"
        )
    return found + 1


def record(db: apsw.Connection, batch: Batch, at: int, *, digest: str, applied_at: str) -> None:
    """Enter a batch as applied."""
    db.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            at,
            batch.batch_id,
            _storable(batch.source),
            batch.base_version,
            digest,
            applied_at,
            _storable(batch.by),
            batch.undoes,
        ),
    )
    db.execute("UPDATE meta SET version = ?", (at,))


def imports(db: apsw.Connection) -> list[Import]:
    """Applied batches, oldest first."""
    found = db.execute(
        'SELECT batch_id, source, version, applied_at, digest, "by", undoes FROM batches ORDER BY version'
    )
    applied = [Import(*batch) for batch in found]
    undone_by: dict[int, int] = {}
    # The latest first: whether it was taken back itself is known then.
    for one in reversed(applied):
        if one.undoes is not None and one.version not in undone_by:
            undone_by.setdefault(one.undoes, one.version)
    return [replace(one, undone_by=undone_by.get(one.version)) for one in applied]


def undoing(db: apsw.Connection) -> dict[int, int]:
    """Versions that took others back, each with the one it took back."""
    return dict(db.execute("SELECT version, undoes FROM batches WHERE undoes IS NOT NULL"))


def taken_back(db: apsw.Connection) -> set[int]:
    """Versions that were taken back, and those that took them back: together they changed nothing."""
    return {
        version
        for one in imports(db)
        if one.undone_by is not None
        for version in (one.version, one.undone_by)
    }


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
    layout_of(table)
    found = db.execute(
        # The bare column is that of the row with the greatest version.
        "SELECT id, stands_for, max(ver) FROM aliases WHERE tbl = ? GROUP BY id",
        (table,),
    )
    direct = {merged: stands_for for merged, stands_for, _ in found if stands_for is not None}
    return {merged: _end(direct, merged) for merged in direct}


def aliases_before(db: apsw.Connection, table: str, at: int) -> dict[str, str | None]:
    """Ids that a version merged or parted, each with what it stood for before."""
    found = db.execute(
        "SELECT id, (SELECT former.stands_for FROM aliases AS former WHERE former.tbl = now.tbl"
        " AND former.id = now.id AND former.ver < now.ver ORDER BY former.ver DESC LIMIT 1)"
        " FROM aliases AS now WHERE tbl = ? AND ver = ?",
        (table, at),
    )
    return dict(found)


def part_ids(db: apsw.Connection, batch: Batch, at: int) -> None:
    """Note which ids are two, as somebody said."""
    for table, pairs in batch.distinct.items():
        db.executemany(
            "INSERT OR IGNORE INTO distinct_pairs VALUES (?, ?, ?, ?)",
            [(table, *sorted(pair), at) for pair in pairs],
        )


def distinct(db: apsw.Connection, table: str) -> frozenset[tuple[str, str]]:
    """Pairs of ids that are two, but for those of batches taken back; ValueError for an unknown table."""
    layout_of(table)
    gone = taken_back(db)
    found = db.execute("SELECT one, other, ver FROM distinct_pairs WHERE tbl = ?", (table,))
    return frozenset((one, other) for one, other, at in found if at not in gone)


def _end(direct: Mapping[str, str], merged: str) -> str:
    at, steps = direct[merged], 0
    while at in direct:
        at, steps = direct[at], steps + 1
        if steps > len(direct):
            raise ValueError(f"'{merged}' would stand for itself")
    return at


def _storable(text: str) -> str:
    """A folder's name may hold bytes that are no UTF-8; they are kept as escapes."""
    return text if is_unicode(text) else text.encode("utf-8", "backslashreplace").decode()
