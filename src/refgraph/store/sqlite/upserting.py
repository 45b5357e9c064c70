"""Write the rows of one table: new ones get their number, changed ones put the former aside, equal ones are left."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING, cast

import apsw

from refgraph.model.digests import rows_sum
from refgraph.store.keeping import key_json
from refgraph.store.ordering import in_key_order
from refgraph.store.rowcheck import checked
from refgraph.store.sqlite.bulk import in_bulk
from refgraph.store.sqlite.history import put_aside
from refgraph.store.sqlite.layout import Layout, sql
from refgraph.store.sqlite.naming import forget_names, index_names, plain_unless_lower
from refgraph.store.sqlite.reading import stored_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refgraph.model.tables import Row
    from refgraph.store.sqlite.work import Work


def write_rows(work: Work, layout: Layout, rows: Sequence[Row]) -> int:
    """Write whole rows as they are; the sum of their digests as they were given.

    Raises ValueError for rows no import plans, two rows of one key, and references to nothing.
    """
    table = layout.table
    if any(column.refers_to == table.name for column in table.columns):
        _number_ahead(work, layout, rows)
    is_new = work.sums.counters[table.name].rows == 0
    digest = 0
    with _once_a_key(work, layout), in_bulk(work, layout, len(rows)) as target:
        for chunk in in_key_order(layout.table, rows):
            given = checked(layout.table, chunk)
            digest += (found := rows_sum(chunk))
            known = found if given is chunk else None
            if is_new:
                _add(work, layout, target, given, work.encoder.rows(layout, given), digest=known)
            else:
                _merge(work, layout, target, given)
            work.written.add(len(chunk))
    return digest


def _number_ahead(work: Work, layout: Layout, rows: Sequence[Row]) -> None:
    """Give numbers to rows that others of their table may refer to before their turn."""
    nums = work.encoder.nums[layout.table.name]
    for chunk in in_key_order(layout.table, rows):
        for row in chunk:
            key = layout.table.key_of(row)
            if nums[key[0]] is None:
                nums[key[0]] = work.number(layout, key)


def _merge(work: Work, layout: Layout, target: str, given: Sequence[Row]) -> None:
    """Write rows into a table that may have some of them."""
    stored = work.encoder.rows(layout, given)
    keys = [tuple(row[at] for at in layout.key_at) for row in stored]
    before = {tuple(row[at] for at in layout.key_at): row for row in stored_rows(work.db, layout, keys)}
    if len(set(keys)) < len(keys) or any(row[-1] == work.at for row in before.values()):
        raise _twice(work, layout)
    former = (
        dict(zip(before, work.decoder.rows(layout, list(before.values())), strict=True)) if before else {}
    )
    added = [i for i, key in enumerate(keys) if key not in former]
    changed = [i for i, key in enumerate(keys) if key in former and former[key] != given[i]]
    if changed:
        gone = [before[keys[i]] for i in changed]
        rows = [former[keys[i]] for i in changed]
        _replace(work, layout, gone, rows, [given[i] for i in changed], [stored[i] for i in changed])
    if added:
        _add(work, layout, target, [given[i] for i in added], [stored[i] for i in added])


def _add(
    work: Work,
    layout: Layout,
    target: str,
    given: Sequence[Row],
    stored: Sequence[Row],
    *,
    digest: int | None = None,
) -> None:
    table = layout.table.name
    nums = _numbers(work, layout, given)
    work.db.executemany(insert(layout, target), whole(layout, nums, stored, repeat(work.at)))
    if layout.is_named:
        index_names(work.db, layout, _names(layout, nums, given))
    _come_back(work, layout, given)
    if table == "events":
        work.last_event.come(stored)
    work.sums.add(table, given, digest=digest)


def _numbers(work: Work, layout: Layout, given: Sequence[Row]) -> list[int]:
    """Numbers of rows that are added; none in a relation."""
    if not layout.has_num:
        return []
    if not layout.is_named:
        return [work.number(layout, layout.table.key_of(row)) for row in given]
    nums = work.encoder.nums[layout.table.name]
    id_at = layout.key_at[0]
    ahead = any(column.refers_to == layout.table.name for column in layout.table.columns)
    if not ahead:
        nums.update((row[id_at], work.number(layout, layout.table.key_of(row))) for row in given)
    return [cast("int", nums[row[id_at]]) for row in given]


def _come_back(work: Work, layout: Layout, given: Sequence[Row]) -> None:
    """Take away the tombstones of keys that have a row again."""
    table = layout.table.name
    if work.db.execute("SELECT EXISTS (SELECT 1 FROM tombstones WHERE tbl = ?)", (table,)).get:
        keys = [layout.table.key_of(row) for row in given]
        work.db.executemany(
            "DELETE FROM tombstones WHERE tbl = ? AND key = ?", [(table, key_json(key)) for key in keys]
        )
        for key in keys:
            work.deleted.get(table, {}).pop(key, None)


def _replace(
    work: Work,
    layout: Layout,
    gone: Sequence[Row],
    former: Sequence[Row],
    given: Sequence[Row],
    stored: Sequence[Row],
) -> None:
    """Write rows over those that are there; `gone` are these as stored, `former` as they were given."""
    table = layout.table.name
    vers = [cast("int", row[-1]) for row in gone]
    nums = [cast("int", row[-2]) for row in gone] if layout.has_num else []
    put_aside(work.db, layout.table, zip(former, vers, strict=True), work.at, "updated")
    work.db.executemany(
        insert(layout, layout.name, verb="INSERT OR REPLACE"), whole(layout, nums, stored, repeat(work.at))
    )
    if layout.is_named:
        name_at = layout.table.index("name")
        renamed = [i for i in range(len(nums)) if former[i][name_at] != given[i][name_at]]
        forget_names(work.db, layout, [nums[i] for i in renamed])
        index_names(work.db, layout, _names(layout, [nums[i] for i in renamed], [given[i] for i in renamed]))
    if table == "events":
        work.last_event.go(gone)
        work.last_event.come(stored)
    work.sums.remove(table, zip(former, vers, strict=True))
    work.sums.add(table, given)


def insert(layout: Layout, target: str, *, verb: str = "INSERT") -> str:
    """Statement that writes a row as `whole` makes it into a table."""
    before, behind = ("num, " if layout.has_num else ""), (", plain" if layout.is_named else "")
    count = len(layout.stored) + 1 + bool(before) + bool(behind)
    marks = ", ".join("?" * count)
    return sql(verb, "INTO", target, "(", before, layout.columns, ", ver", behind, ") VALUES (", marks, ")")


def whole(layout: Layout, nums: Iterable[int], stored: Iterable[Row], vers: Iterable[int]) -> list[Row]:
    """Stored rows with what stands before and behind their columns; `nums` are not asked for those of a relation."""
    if not layout.has_num:
        return [(*row, ver) for row, ver in zip(stored, vers, strict=False)]
    rows: list[Row] = [(num, *row, ver) for num, row, ver in zip(nums, stored, vers, strict=False)]
    if not layout.is_named:
        return rows
    name_at = layout.table.index("name") + 1
    return [(*row, plain_unless_lower(str(row[name_at]))) for row in rows]


def _names(layout: Layout, nums: Sequence[int], given: Sequence[Row]) -> list[tuple[int, str]]:
    name_at = layout.table.index("name")
    return [(num, str(row[name_at])) for num, row in zip(nums, given, strict=True)]


@contextmanager
def _once_a_key(work: Work, layout: Layout) -> Iterator[None]:
    """Say which table has two rows of one key."""
    try:
        yield
    except apsw.ConstraintError as error:
        if "UNIQUE" not in str(error):
            raise
        raise _twice(work, layout) from error


def _twice(work: Work, layout: Layout) -> ValueError:
    return ValueError(f"batch '{work.batch.batch_id}' has two rows of one key in {layout.table.name}")
