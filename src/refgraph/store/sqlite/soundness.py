"""Look for damage, from the file's structure up to what the ledger of imports says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from refgraph.model.digests import digest_of_sums
from refgraph.store.port import Left, Look
from refgraph.store.sqlite.checksum import kept
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.layout import LAYOUTS, NAMED, Layout, sql
from refgraph.store.sqlite.ledger import imports
from refgraph.store.sqlite.naming import unindexed
from refgraph.store.sqlite.pages import damaged_pages, keeps_sums
from refgraph.store.sqlite.reading import version
from refgraph.store.sqlite.sums import TableSums, table_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PAGES_SHOWN = 20
_VERSIONS_SHOWN = 5


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
    return Look(
        version=version(db),
        findings=found,
        digest=None if found else digest_of_sums({name: table.total for name, table in sums.items()}),
        imports=imports(db),
        left=_left(sums),
    )


def _broken(db: apsw.Connection) -> list[str]:
    return page_findings(Path(db.filename)) or structure_findings(db)


def _findings(db: apsw.Connection, sums: Mapping[str, TableSums]) -> list[str]:
    found = [finding for layout in LAYOUTS.values() for finding in _references(db, layout)]
    found += _ledger(db)
    found += [finding for name, layout in LAYOUTS.items() for finding in _table(db, layout, sums[name])]
    return [*found, *_index(db)]


def _sums_unverified(db: apsw.Connection) -> dict[str, TableSums]:
    """Sums of rows as far as they can be read, whatever the checksums of their pages say."""
    try:
        with closing(connect(Path(db.filename), verifies=False)) as loose:
            return {name: table_sums(loose, layout, ledger=db) for name, layout in LAYOUTS.items()}
    except apsw.Error:
        return {}


def _left(sums: Mapping[str, TableSums]) -> dict[int, Left]:
    versions = {version for table in sums.values() for version in table.expected}
    return {version: _left_of(version, sums) for version in sorted(versions)}


def _left_of(version: int, sums: Mapping[str, TableSums]) -> Left:
    tables = [table for table in sums.values() if version in table.expected]
    judged = [None if table.found is None else table.is_sound(version) for table in tables]
    sound = False if False in judged else None if None in judged else True
    return Left(sum(table.expected[version][0] for table in tables), sound)


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
    found = version(db)
    batches, last = next(db.execute("SELECT count(*), coalesce(max(version), 0) FROM batches"))
    if not found == batches == last:
        yield f"the store says version {found}, but has {batches} imports, the last of version {last}"


def _references(db: apsw.Connection, layout: Layout) -> Iterator[str]:
    for column in layout.references:
        parent = LAYOUTS[str(column.column.refers_to)]
        # A text is an id that the store did not know.
        lost = sql(
            "SELECT EXISTS (SELECT 1 FROM", layout.name, "WHERE typeof(", column.name, ") = 'integer' AND",
            column.name, "NOT IN (SELECT num FROM", parent.name, "))",
        )  # fmt: skip
        if db.execute(lost).get:
            yield f"a row of {layout.table.name} refers to a row of {parent.table.name} that is not there"


def _table(db: apsw.Connection, layout: Layout, sums: TableSums) -> Iterator[str]:
    name = layout.table.name
    ((count, next_num, digest, last_ver),) = db.execute(
        'SELECT "rows", next_num, digest, last_ver FROM counters WHERE tbl = ?', (name,)
    )
    greatest = "coalesce(max(num), -1)" if layout.has_num else "-1"
    ((rows, num, last),) = db.execute(
        sql("SELECT count(*),", greatest, ", coalesce(max(ver), 0) FROM", layout.name)
    )
    if rows != count:
        yield f"{name} has {rows} rows, {count} were counted as they were written"
    if num >= next_num > 0 or last > min(last_ver, version(db)):
        yield f"{name} has a row that no import wrote"
    if sums.found is None:
        yield f"{name} has a row that cannot be read"
    elif rows == count and (sums.wrong or kept(sums.total[1]) != digest):
        yield f"{name} has a row that is not as it was written{_by(sums.wrong)}"


def _by(versions: list[int]) -> str:
    if not versions:
        return ""
    shown = ", ".join(map(str, versions[:_VERSIONS_SHOWN]))
    more = len(versions) - _VERSIONS_SHOWN
    return f" by import {shown}{f' and {more} more' if more > 0 else ''}"


def _index(db: apsw.Connection) -> Iterator[str]:
    for name in NAMED:
        count = unindexed(db, LAYOUTS[name])
        if count:
            yield f"{count} rows of {name} are not found by name"
