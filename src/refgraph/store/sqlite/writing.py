"""Apply a batch within the caller's write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Applied, Batch, batch_digest
from refgraph.model.digests import MODULUS, rows_sum
from refgraph.store.ledger import earlier, next_version
from refgraph.store.names import NAMED
from refgraph.store.ordering import in_key_order
from refgraph.store.rowcheck import check_tables, checked
from refgraph.store.sqlite.bulk import MANY
from refgraph.store.sqlite.checksum import write_sums
from refgraph.store.sqlite.deleting import delete_rows, refuse_referred
from refgraph.store.sqlite.fits import keep_fit
from refgraph.store.sqlite.history import put_aside
from refgraph.store.sqlite.holding import hold, hold_again, release
from refgraph.store.sqlite.layout import LAYOUTS
from refgraph.store.sqlite.ledger import applied_before, merge_ids, part_ids, record
from refgraph.store.sqlite.managers import know_managers
from refgraph.store.sqlite.naming import tidy_names
from refgraph.store.sqlite.reading import version
from refgraph.store.sqlite.upserting import write_rows
from refgraph.store.sqlite.work import Work, begin

if TYPE_CHECKING:
    import apsw

    from refgraph.model.progress import Progress

_LAST_NAMED = max(NAMED, key=list(LAYOUTS).index)
Sums = dict[str, tuple[int, int]]
"""By table, the number of rows and the sum of their digests."""


def apply(db: apsw.Connection, batch: Batch, *, applied_at: str, progress: Progress) -> Applied:
    """Write a batch, version + 1, or answer as the first time if it was applied before.

    Raises `BatchConflict`, `StaleBase`, and ValueError for what no import plans; the caller then undoes the
    transaction.
    """
    check_tables(batch)
    if before := earlier(batch, applied_before(db, batch.batch_id)):
        return before
    at = next_version(batch, version(db))
    work = begin(db, batch, at, progress)
    _delete(work)
    upserts = _upsert(work)
    superseded = _supersede(work)
    refuse_referred(work)
    merge_ids(db, batch, at)
    part_ids(db, batch, at)
    keep_fit(db, batch, at)
    held = _hold(work)
    write_sums(db, work.sums)
    work.last_event.write()
    digest = batch_digest(batch, upserts=upserts, superseded=superseded, held=held)
    record(db, batch, at, digest=digest, applied_at=applied_at)
    return Applied(batch.batch_id, at)


def _delete(work: Work) -> None:
    # Those that refer before those they refer to.
    for name, layout in reversed(LAYOUTS.items()):
        if keys := work.batch.deletes.get(name):
            delete_rows(work, layout, keys)


def _upsert(work: Work) -> Sums:
    sums: Sums = {}
    for name, layout in LAYOUTS.items():
        if rows := work.batch.upserts.get(name):
            sums[name] = (len(rows), write_rows(work, layout, rows) % MODULUS)
            if name == "people":
                know_managers(work.db)
        if name == _LAST_NAMED and sum(len(work.batch.upserts.get(named, ())) for named in NAMED) >= MANY:
            # Now, so that the room it leaves is filled by the tables that follow.
            tidy_names(work.db)
    return sums


def _supersede(work: Work) -> Sums:
    sums: Sums = {}
    for name, rows in work.batch.superseded.items():
        table, digest = LAYOUTS[name].table, 0
        for chunk in in_key_order(table, rows):
            put_aside(work.db, table, [(row, None) for row in checked(table, chunk)], work.at, "superseded")
            digest += rows_sum(chunk)
            work.written.add(len(chunk))
        sums[name] = (len(rows), digest % MODULUS)
    return sums


def _hold(work: Work) -> tuple[int, int]:
    """Let go of held rows and keep new ones, whose number and `keys_sum` come back."""
    if work.batch.undoes is not None:
        hold_again(work.db, work.batch.undoes, work.at)
    release(work.db, work.batch.released, work.at)
    return hold(work.db, work.batch.held, work.at, progressed=work.written.add)
