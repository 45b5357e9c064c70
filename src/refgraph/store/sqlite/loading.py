"""Make a store's file from all that another store has."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from refgraph.errors import StoreCorrupt, StoreUnavailable
from refgraph.model.tables import TABLES
from refgraph.store.names import NAMED
from refgraph.store.sqlite.backup import put_in_place, written_at
from refgraph.store.sqlite.bulk import MANY
from refgraph.store.sqlite.connection import BUSY_TIMEOUT_S, connect
from refgraph.store.sqlite.create import write_empty
from refgraph.store.sqlite.encoding import Encoder
from refgraph.store.sqlite.faults import translated
from refgraph.store.sqlite.fits import KEEP
from refgraph.store.sqlite.layout import LAYOUTS, id_index, quoted, sql, walked_indexes
from refgraph.store.sqlite.naming import index_names, tidy_names
from refgraph.store.sqlite.place import make_folder, temporary_beside
from refgraph.store.sqlite.soundness import findings
from refgraph.store.sqlite.upserting import insert, whole
from refgraph.store.transfer import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    import apsw

    from refgraph.store.sqlite.layout import Layout
    from refgraph.store.transfer import Content, Part, StoredRow

_KEPT = {
    Kept.COUNTERS: "INSERT OR REPLACE INTO counters VALUES (?, ?, ?, unhex(?), ?)",
    Kept.BATCHES: "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    Kept.WRITTEN: "INSERT INTO written VALUES (?, ?, ?, unhex(?), ?)",
    Kept.HISTORY: "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)",
    Kept.TOMBSTONES: "INSERT INTO tombstones VALUES (?, ?, ?, ?)",
    Kept.HELD: "INSERT INTO held (seq, key, body, file, version, released) VALUES"
    " (?, unhex(?), ?, (SELECT file FROM held_files WHERE body = ?), ?, ?)",
    Kept.ALIASES: "INSERT INTO aliases VALUES (?, ?, ?, ?)",
    Kept.DISTINCT: "INSERT INTO distinct_pairs VALUES (?, ?, ?, ?)",
    Kept.FITS: KEEP,
}
_HELD_FILE = "INSERT INTO held_files (body) VALUES (?) ON CONFLICT DO NOTHING"


def load_file(
    content: Content,
    dest: Path,
    *,
    replace: bool = False,
    is_backup: bool = False,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
) -> None:
    """Put a store with a content, and an identity of its own, into place at `dest`, whole or not at all.

    Folders to `dest` are made. A backup has the identity of its store, no folders are made for it, and it can be read
    where nobody may write. The rest is as `backup.restore_file` has it: what stands there is kept unless `replace`, and damage is refused.
    """
    with temporary_beside(dest) as temporary:
        if dest.exists() and not replace:
            cure = "name a file that does not exist" if is_backup else "--replace puts the copy in its place"
            raise StoreUnavailable(f"{dest} exists already", cure)
        if not is_backup:
            make_folder(dest.parent)
        with _readable(), translated(dest), written_at(dest):
            write_empty(temporary)
            with closing(connect(temporary)) as db:
                _fill(db, content)
                _require_sound(db)
                if is_backup:
                    db.execute("UPDATE meta SET store_uuid = ?", (content.store_uuid,))
                db.execute(sql("PRAGMA journal_mode =", "DELETE" if is_backup else "WAL"))
        put_in_place(temporary, dest, busy_timeout_s=busy_timeout_s)


def _fill(db: apsw.Connection, content: Content) -> None:
    # Nobody reads the file before it is whole, and it is made durable then.
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    with db:
        loader = _Loader(db)
        for part in content.parts:
            loader.take(part)
        loader.finish()
        db.execute(
            'UPDATE meta SET version = ?, last_event = (SELECT max("date") FROM events)', (content.version,)
        )


@contextmanager
def _readable() -> Iterator[None]:
    """Say of what no store has written, such as a reference to nothing, that it is damage."""
    try:
        yield
    except ValueError as error:
        raise StoreCorrupt(
            f"what is to be copied is damaged ({error})", "copy a backup of it instead"
        ) from error


def _require_sound(db: apsw.Connection) -> None:
    for finding in findings(db):
        raise StoreCorrupt(f"what is to be copied is damaged: {finding}", "copy a backup of it instead")


class _Loader:
    """Takes the parts of a content; the indexes of a table are made when all of it is there."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._encoder = Encoder(db)
        self._table = ""
        self._waiting: list[StoredRow] = []
        """Rows that may refer to others of their table, which are not there yet."""
        for layout in LAYOUTS.values():
            for name in _indexes(layout):
                db.execute(sql("DROP INDEX", quoted(name)))
        self._unfinished = dict(LAYOUTS)

    def take(self, part: Part) -> None:
        """Write a part."""
        if part.of != self._table:
            self._end_table()
            self._table = part.of
        if part.of in TABLES:
            self._take_rows(LAYOUTS[part.of], [*part.rows])
        else:
            self._take_kept(Kept(part.of), part.rows)

    def finish(self) -> None:
        """Make what indexes are missing."""
        self._end_table()
        for layout in [*self._unfinished.values()]:
            self._index(layout)
        tidy_names(self._db)

    def _take_kept(self, kept: Kept, rows: Sequence[tuple[Any, ...]]) -> None:
        if kept is Kept.HELD:
            files = {(file,) for _, _, _, file, _, _ in rows if file is not None}
            self._db.executemany(_HELD_FILE, sorted(files))
        self._db.executemany(_KEPT[kept], rows)

    def _take_rows(self, layout: Layout, rows: list[StoredRow]) -> None:
        table = layout.table
        if table.name in NAMED:
            id_at = layout.key_at[0]
            self._encoder.nums[table.name].update((row[id_at], num) for row, num, _ in rows)
        if any(column.refers_to == table.name for column in table.columns):
            self._waiting += rows
        else:
            self._write(layout, rows)

    def _end_table(self) -> None:
        layout = self._unfinished.get(self._table)
        if layout is None:
            return
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), MANY):
            self._write(layout, waiting[start : start + MANY])
        self._index(layout)

    def _write(self, layout: Layout, rows: Sequence[StoredRow]) -> None:
        given, nums = [row for row, _, _ in rows], [num or 0 for _, num, _ in rows]
        stored = whole(layout, nums, self._encoder.rows(layout, given), [ver for _, _, ver in rows])
        if not layout.has_num:
            # Trees grow at their ends; both ends of a relation are numbers.
            stored.sort(key=lambda row: (row[0] or 0, row[1] or 0))
        self._db.executemany(insert(layout, layout.name), stored)
        if layout.is_named:
            name_at = layout.table.index("name")
            names = [(num, str(row[name_at])) for num, row in zip(nums, given, strict=True)]
            index_names(self._db, layout, names)

    def _index(self, layout: Layout) -> None:
        for statement in _indexes(layout).values():
            self._db.execute(statement)
        del self._unfinished[layout.table.name]


def _indexes(layout: Layout) -> dict[str, str]:
    return id_index(layout) | walked_indexes(layout)
