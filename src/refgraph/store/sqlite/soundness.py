"""Look for damage, from the file's structure up to what the ledger of imports says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.sqlite.checksum import rows_sum
from refgraph.store.sqlite.reading import version
from refgraph.store.sqlite.schema import LAYOUTS, NAMED, Layout, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import apsw


def findings(db: apsw.Connection) -> Iterator[str]:
    """One sentence for each damage found; what the structure's damage hides is not looked for."""
    broken = [str(line) for (line,) in db.execute("PRAGMA integrity_check(20)") if line != "ok"]
    yield from (f"the file's structure is damaged: {' '.join(line.split())}" for line in broken)
    if broken:
        return
    for child, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"a row of {child} refers to a row of {parent} that is not there"
    yield from _ledger(db)
    for layout in LAYOUTS.values():
        yield from _table(db, layout)
    yield from _index(db)


def _ledger(db: apsw.Connection) -> Iterator[str]:
    found = version(db)
    batches, last = next(db.execute("SELECT count(*), coalesce(max(version), 0) FROM batches"))
    if not found == batches == last:
        yield f"the store says version {found}, but has {batches} imports, the last of version {last}"


def _table(db: apsw.Connection, layout: Layout) -> Iterator[str]:
    name = layout.table.name
    ((count, next_num, checksum, last_ver),) = db.execute(
        'SELECT "rows", next_num, checksum, last_ver FROM counters WHERE tbl = ?', (name,)
    )
    rows, greatest, last = next(
        db.execute(sql("SELECT count(*), coalesce(max(num), -1), coalesce(max(ver), 0) FROM", layout.name))
    )
    if rows != count:
        yield f"{name} has {rows} rows, {count} were counted as they were written"
    if greatest >= next_num or last > min(last_ver, version(db)):
        yield f"{name} has a row that no import wrote"
    stored = db.execute(sql("SELECT", layout.columns, ", num, ver FROM", layout.name))
    if rows == count and rows_sum(stored) != checksum:
        yield f"{name} has a row that is not as it was written"


def _index(db: apsw.Connection) -> Iterator[str]:
    for name in NAMED:
        entity_id = LAYOUTS[name].order
        missing = sql(
            "SELECT count(*) FROM", LAYOUTS[name].name, "AS entity WHERE NOT EXISTS (SELECT 1 FROM names WHERE id =",
            entity_id, "AND tbl = ? AND names.name = entity.name)",
        )  # fmt: skip
        count = db.execute(missing, (name,)).get
        if count:
            yield f"{count} rows of {name} are not found by name"
