"""Apply a batch in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Applied, Batch, batch_digest
from refgraph.model.digests import MODULUS, rows_sum
from refgraph.model.tables import TABLES
from refgraph.store.counting import Counter, Sums
from refgraph.store.ledger import earlier, next_version
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.connection import LOCK_S
from refgraph.store.neo4j.deleting import BURIED, RISEN, delete_rows
from refgraph.store.neo4j.fits import keep_fit
from refgraph.store.neo4j.gate import GATE
from refgraph.store.neo4j.history import FORMER, Aside
from refgraph.store.neo4j.holding import HOLD, hold
from refgraph.store.neo4j.layout import LAYOUTS, Label
from refgraph.store.neo4j.ledger import merge_ids, part_ids, properties_of
from refgraph.store.neo4j.reading import KNOWN_TOGETHER, askable, stored_of
from refgraph.store.neo4j.referring import delete_gone
from refgraph.store.neo4j.sending import TOGETHER, Sending
from refgraph.store.neo4j.upserting import write_rows
from refgraph.store.neo4j.work import Work
from refgraph.store.ordering import in_key_order
from refgraph.store.rowcheck import check_tables, checked
from refgraph.store.telling import Told

if TYPE_CHECKING:
    from refgraph.model.progress import Progress
    from refgraph.store.neo4j.answering import Records
    from refgraph.store.neo4j.connection import Server, Transaction
    from refgraph.store.neo4j.holding import Holding

# Whoever writes holds the store until it commits; what it reads of it afterwards nobody else changes.
LOCKED = f"MATCH (s:{Label.STORE}) SET s.turns = coalesce(s.turns, 0) + 1"
_FIRST = f"{LOCKED} WITH s OPTIONAL MATCH (applied:{Label.BATCH} {{batch_id: $batch_id}})"
_STATED = (
    "s.version, applied.version, applied.digest,"
    f" COLLECT {{ MATCH (c:{Label.TABLE_COUNT}) RETURN [c.table, c.rows, c.next_num, c.digest] }},"
    f" COLLECT {{ MATCH (t:{Label.TOMBSTONE}) RETURN DISTINCT t.table }}"
)
_BEGUN = f"{_FIRST} RETURN {_STATED}"
_BY_TABLE = ", ".join(f"['{name}', {name}]" for name in LAYOUTS)
_BEGUN_SMALL = (
    f"{_FIRST} {KNOWN_TOGETHER} CALL ({', '.join(LAYOUTS)}) {{ UNWIND [{_BY_TABLE}] AS known UNWIND known[1] AS row"
    f" WITH DISTINCT known[0] AS name, row[-1] AS ver MATCH (v:{Label.BATCH_COUNT} {{table: name, ver: ver}})"
    " RETURN collect([v.table, v.ver, v.rows, v.digest]) AS left }"
    f" RETURN {_STATED}, left, {', '.join(LAYOUTS)}"
)
"""Of a small batch, also the rows that stand where it writes or takes out, and what is left of their versions."""
_LEFT = (
    f"UNWIND $asked AS asked MATCH (c:{Label.BATCH_COUNT} {{table: asked[0], ver: asked[1]}})"
    " RETURN c.table, c.ver, c.rows, c.digest"
)
_RECORD = (
    f"MATCH (s:{Label.STORE}) {RISEN} {HOLD}"
    f" SET s.version = $at CREATE (b:{Label.BATCH}) SET b = $batch {BURIED} {FORMER}"
    f" FOREACH (c IN $counters | MERGE (t:{Label.TABLE_COUNT} {{table: c.table}}) SET t = c)"
    f" FOREACH (l IN $left | MERGE (v:{Label.BATCH_COUNT} {{table: l.table, ver: l.ver}}) SET v += l)"
    f" WITH b {GATE}"
)
"""The last statement of a batch: it locks the gate (`gate.GATE`) until the commit is done."""
_Sums = dict[str, tuple[int, int]]
"""By table, the number of rows and the sum of their digests."""


def apply(server: Server, batch: Batch, *, applied_at: str, progress: Progress) -> Applied:
    """Write a batch, version + 1, or answer as the first time if it was applied before.

    An answer to the commit that is lost is no matter: tried again, the batch is found applied, or is applied.
    Raises `BatchConflict`, `StaleBase`, `StoreBusy`, and ValueError for what no import plans.
    """
    check_tables(batch)
    return server.write(lambda transaction: _apply(transaction, batch, applied_at, progress))


def _apply(transaction: Transaction, batch: Batch, applied_at: str, progress: Progress) -> Applied:
    version, at, digest, counted, graves, *standing = only(_begun(transaction, batch))
    require_whole(version)
    if before := earlier(batch, None if at is None else (at, digest)):
        return before
    counters = {name: Counter(rows, next_num, int(total, 16)) for name, rows, next_num, total in counted}
    sums = Sums(counters, next_version(batch, version))
    work = Work(
        transaction=transaction,
        batch=batch,
        at=sums.at,
        sums=sums,
        aside=Aside(transaction, sums.at),
        told=Told(progress, "write", _size(batch) + len(batch.held)),
        graves=set(graves),
        before=stored_of(standing[1:]) if standing else None,
        left=standing[0] if standing else (),
    )
    delete_rows(work)
    upserts = _upsert(work)
    superseded = _supersede(work)
    delete_gone(work)
    merge_ids(work)
    part_ids(work)
    keep_fit(work)
    held = hold(work)
    digest = batch_digest(batch, upserts=upserts, superseded=superseded, held=(held.count, held.total))
    _record(work, held, digest, applied_at)
    return Applied(batch.batch_id, work.at)


def _size(batch: Batch) -> int:
    tables = (*batch.upserts.values(), *batch.superseded.values(), *batch.deletes.values())
    return sum(map(len, tables))


def _begun(transaction: Transaction, batch: Batch) -> Records:
    """Lock the store and read what it says; of a small batch also what stands where it writes or takes out."""
    if _size(batch) > TOGETHER:
        return transaction.run_within(LOCK_S, _BEGUN, batch_id=batch.batch_id)
    keys = {
        name: [*map(table.key_of, batch.upserts.get(name, ())), *batch.deletes.get(name, ())]
        for name, table in TABLES.items()
    }
    return transaction.run_within(LOCK_S, _BEGUN_SMALL, batch_id=batch.batch_id, **askable(keys))


def _upsert(work: Work) -> _Sums:
    sending = Sending(work, is_together=work.before is not None)
    upserts = {
        name: (len(rows), write_rows(work, sending, layout, rows) % MODULUS)
        for name, layout in LAYOUTS.items()
        if (rows := work.batch.upserts.get(name))
    }
    sending.flush()
    return upserts


def _supersede(work: Work) -> _Sums:
    sums: _Sums = {}
    for name, rows in work.batch.superseded.items():
        table, digest = LAYOUTS[name].table, 0
        for chunk in in_key_order(table, rows):
            work.aside.put(table, [(row, None) for row in checked(table, chunk)], "superseded")
            digest += rows_sum(chunk)
            work.told.add(len(chunk))
        sums[name] = (len(rows), digest % MODULUS)
    return sums


def _record(work: Work, held: Holding, digest: str, applied_at: str) -> None:
    """Enter the batch as applied, with what it counted."""
    touched = work.sums.touched()
    work.transaction.run(
        _RECORD,
        at=work.at,
        batch=properties_of(work.batch, work.at, digest=digest, applied_at=applied_at),
        counters=[
            {
                "table": name,
                "rows": one.rows,
                "next_num": one.next_num,
                "digest": hexadecimal(one.digest),
                "last_ver": work.at,
            }
            for name, one in touched.items()
        ],
        left=_left(work),
        former=work.aside.taken(),
        buried=work.buried,
        risen=work.risen,
        **held.values,
    )


def _left(work: Work) -> list[dict[str, object]]:
    """What is left of the rows of each version whose rows came or went."""
    changes = work.sums.left()
    asked = [list(at) for at in changes if at[1] != work.at]
    is_known = work.before is not None or not asked
    found = work.left if is_known else work.transaction.run(_LEFT, asked=asked)
    before = {(table, ver): (rows, int(digest, 16)) for table, ver, rows, digest in found}
    left: list[dict[str, object]] = []
    for (table, ver), change in changes.items():
        rows, digest = before.get((table, ver), (0, 0))
        kept: dict[str, object] = {
            "table": table, "ver": ver, "rows": rows + change.rows, "digest": hexadecimal(digest + change.digest),
        }  # fmt: skip
        is_first = ver == work.at
        left.append(kept | {"next_num": work.sums.counters[table].next_num} if is_first else kept)
    return left


def hexadecimal(digest: int) -> str:
    """A sum of digests as it is kept."""
    return f"{digest % MODULUS:032x}"
