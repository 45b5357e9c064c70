"""Write the rows of one table: new ones get their number, changed ones put the former aside, equal ones are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.digests import rows_sum
from refgraph.store.neo4j.deleting import come_back
from refgraph.store.neo4j.layout import NodeLayout
from refgraph.store.neo4j.reading import Stored, stored_rows
from refgraph.store.neo4j.values import values_of
from refgraph.store.ordering import in_key_order
from refgraph.store.rowcheck import checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.neo4j.layout import Layout
    from refgraph.store.neo4j.sending import Sending
    from refgraph.store.neo4j.work import Work


def write_rows(work: Work, sending: Sending, layout: Layout, rows: Sequence[Row]) -> int:
    """Write whole rows as they are; the sum of their digests as they were given.

    Raises ValueError for rows no import plans, two rows of one key, and references to nothing.
    """
    writer = _Writer(work, sending, layout)
    digest = 0
    for chunk in in_key_order(layout.table, rows):
        digest += rows_sum(chunk)
        writer.write(checked(layout.table, chunk))
        work.told.add(len(chunk))
    sending.finish(layout)
    return digest


class _Writer:
    """Rows of one table on their way, a chunk at a time in the order of their keys."""

    def __init__(self, work: Work, sending: Sending, layout: Layout) -> None:
        self._work, self._sending, self._layout, self._table = work, sending, layout, layout.table
        self._rewritten = work.rewritten.get(self._table.name, {})
        self._is_new = work.sums.counters[self._table.name].rows == 0 and not self._rewritten
        self._values = values_of(layout, work.at)
        self._last: Key | None = None

    def write(self, given: Sequence[Row]) -> None:
        """Write a chunk."""
        keys = list(map(self._table.key_of, given))
        self._refuse_twice(keys)
        before = self._before(keys)
        added = [row for key, row in zip(keys, given, strict=True) if key not in before]
        changed = [
            (row, before[key])
            for key, row in zip(keys, given, strict=True)
            if key in before and (key in self._rewritten or before[key].row != row)
        ]
        self._put_aside([stored for row, stored in changed if self._table.key_of(row) not in self._rewritten])
        if changed:
            self._change(changed)
        if added:
            self._add(added, self._new_nums(len(added)))
            come_back(self._work, self._table.name, list(map(self._table.key_of, added)))
        self._work.sums.add(self._table.name, [*added, *(row for row, _ in changed)])

    def _before(self, keys: Sequence[Key]) -> Mapping[Key, Stored]:
        """Rows of these keys that are there; of a relation without those that the batch takes out."""
        if self._is_new:
            return {}
        if self._work.before is None:
            return stored_rows(self._work.transaction.run, self._layout, keys)
        taken_out = () if isinstance(self._layout, NodeLayout) else self._work.gone.get(self._table.name, ())
        return {
            key: stored for key, stored in self._work.before[self._table.name].items() if key not in taken_out
        }

    def _refuse_twice(self, keys: Sequence[Key]) -> None:
        # In the order of their texts two of one key are neighbours.
        if len(set(keys)) < len(keys) or (keys and keys[0] == self._last):
            raise ValueError(
                f"batch '{self._work.batch.batch_id}' has two rows of one key in {self._table.name}"
            )
        self._last = keys[-1] if keys else self._last

    def _put_aside(self, former: Sequence[Stored]) -> None:
        rows = [(stored.row, stored.ver) for stored in former]
        self._work.aside.put(self._table, rows, "updated")
        self._work.sums.remove(self._table.name, rows)

    def _new_nums(self, count: int) -> Sequence[int | None]:
        if not isinstance(self._layout, NodeLayout):
            return [None] * count
        counter = self._work.sums.counters[self._table.name]
        counter.next_num += count
        return range(counter.next_num - count, counter.next_num)

    def _add(self, rows: Sequence[Row], nums: Sequence[int | None]) -> None:
        self._sending.add(self._layout, rows, list(map(self._values, rows, nums)))

    def _change(self, changed: Sequence[tuple[Row, Stored]]) -> None:
        """Write rows over those that are there."""
        rows = [row for row, _ in changed]
        if not isinstance(self._layout, NodeLayout):
            self._work.taken.setdefault(self._table.name, []).extend(
                list(self._table.key_of(row)) for row in rows
            )
            self._add(rows, [None] * len(rows))
            return
        nums = [self._rewritten.get(self._table.key_of(row), stored.num) for row, stored in changed]
        self._sending.change(self._layout, rows, list(map(self._values, rows, nums)))
