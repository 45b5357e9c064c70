"""Look for damage, from the file's structure up to what the ledger of imports says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from refgraph.store.names import NAMED
from refgraph.store.soundness import (
    TableState,
    fit_findings,
    ledger_findings,
    look_of,
    lost_reference,
    not_found_by_name,
    table_findings,
)
from refgraph.store.sqlite.checksum import sum_of
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.fits import kept_fits
from refgraph.store.sqlite.layout import LAYOUTS, Layout, sql
from refgraph.store.sqlite.ledger import imports
from refgraph.store.sqlite.naming import unindexed
from refgraph.store.sqlite.pages import damaged_pages, keeps_sums
from refgraph.store.sqlite.reading import version
from refgraph.store.sqlite.sums import table_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refgraph.store.port import Look
    from refgraph.store.soundness import TableSums

_PAGES_SHOWN = 20


def findings(db: apsw.Connection) -> list[str]:
    """One sentence for each damage found; what damaged pages or a damaged structure hide is not looked for."""
    return _broken(db) or _findings(db, {name: table_sums(db, layout) for name, layout in LAYOUTS.items()})


def look(db: apsw.Connection) -> Look:
    """Look for damage as `findings`, and tell which imports it touches; `apsw.Error` where it hides those."""
    broken = _broken(db)
    sums = (
        _sums_unverified(db) if broken else {name: table_sums(db, layout) for name, layout in LAYOUTS.items()}
    )
    found = broken or _findings(db, sums)
    return look_of(version(db), found, sums, imports(db))


def _broken(db: apsw.Connection) -> list[str]:
    return page_findings(Path(db.filename)) or structure_findings(db)


def _findings(db: apsw.Connection, sums: Mapping[str, TableSums]) -> list[str]:
    found = [finding for layout in LAYOUTS.values() for finding in _references(db, layout)]
    found += [*_ledger(db), *fit_findings(version(db), kept_fits(db))]
    found += [finding for name, layout in LAYOUTS.items() for finding in _table(db, layout, sums[name])]
    return [*found, *_index(db)]


def _sums_unverified(db: apsw.Connection) -> dict[str, TableSums]:
    """Sums of rows as far as they can be read, whatever the checksums of their pages say."""
    try:
        with closing(connect(Path(db.filename), verifies=False)) as loose:
            return {name: table_sums(loose, layout, ledger=db) for name, layout in LAYOUTS.items()}
    except apsw.Error:
        return {}


def structure_findings(db: apsw.Connection) -> list[str]:
    """One sentence for each fault in how the file is built, 20 at most, whatever its format."""
    lines = [str(line) for (line,) in db.execute("PRAGMA integrity_check(20)")]
    return [f"the file's structure is damaged: {' '.join(line.split())}" for line in lines if line != "ok"]


def page_findings(path: Path) -> list[str]:
    """One sentence for each page of a file that is not as it was written, 20 at most; none without checksums."""
    numbers = damaged_pages(path) if keeps_sums(path) else []
    parts = _parts(path, numbers[:_PAGES_SHOWN]) if numbers else {}
    found = [
        f"page {number} of the file is not as it was written: {parts.get(number, 'unused space, no row is lost')}"
        for number in numbers[:_PAGES_SHOWN]
    ]
    more = len(numbers) - len(found)
    return [*found, f"and {more} more pages"] if more else found


def _parts(path: Path, numbers: list[int]) -> dict[int, str]:
    """What pages hold, as far as the damage lets SQLite see it."""
    unknown = dict.fromkeys(numbers, "what it holds cannot be told")
    try:
        # Of its own, as it remembers pages without asking for their checksums.
        with closing(connect(path, verifies=False)) as db:
            marks = ", ".join("?" * len(numbers))
            held = db.execute(sql("SELECT pageno, name FROM dbstat WHERE pageno IN (", marks, ")"), numbers)
            found = {int(number): f"it belongs to {name}" for number, name in held}
            broken = db.execute("PRAGMA quick_check(1)").get != "ok"
    except (apsw.Error, UnicodeDecodeError):
        return unknown
    return unknown | found if broken else found


def _ledger(db: apsw.Connection) -> Iterator[str]:
    batches, last = next(db.execute("SELECT count(*), coalesce(max(version), 0) FROM batches"))
    return ledger_findings(version(db), batches, last)


def _references(db: apsw.Connection, layout: Layout) -> Iterator[str]:
    for column in layout.references:
        parent = LAYOUTS[str(column.column.refers_to)]
        # A text is an id that the store did not know.
        lost = sql(
            "SELECT EXISTS (SELECT 1 FROM", layout.name, "WHERE typeof(", column.name, ") = 'integer' AND",
            column.name, "NOT IN (SELECT num FROM", parent.name, "))",
        )  # fmt: skip
        if db.execute(lost).get:
            yield lost_reference(layout.table.name, parent.table.name)


def _table(db: apsw.Connection, layout: Layout, sums: TableSums) -> Iterator[str]:
    name = layout.table.name
    ((count, next_num, digest, last_ver),) = db.execute(
        'SELECT "rows", next_num, digest, last_ver FROM counters WHERE tbl = ?', (name,)
    )
    greatest = "coalesce(max(num), -1)" if layout.has_num else "-1"
    ((rows, num, last),) = db.execute(
        sql("SELECT count(*),", greatest, ", coalesce(max(ver), 0) FROM", layout.name)
    )
    return table_findings(
        TableState(
            name,
            rows=rows,
            counted=count,
            digest=sum_of(digest),
            is_foreign=num >= next_num > 0 or last > min(last_ver, version(db)),
            sums=sums,
        )
    )


def _index(db: apsw.Connection) -> Iterator[str]:
    for name in NAMED:
        count = unindexed(db, LAYOUTS[name])
        if count:
            yield not_found_by_name(count, name)
