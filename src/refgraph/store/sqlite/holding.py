"""Rows that imports held back, each kept once, and how their files were read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile
from refgraph.model.digests import MODULUS, keys_sum
from refgraph.store.keeping import held_body, held_file_body, held_row_of
from refgraph.store.sqlite.layout import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import apsw

    from refgraph.model.batch import HeldRow

_CHUNK = 1000
# One that was done with and comes again is held anew, behind all others: what was before can be taken back by itself.
_HOLD = (
    "INSERT INTO held (key, file, body, version) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (key) WHERE released IS NULL DO NOTHING"
)


def hold(
    db: apsw.Connection, rows: Iterable[HeldRow], at: int, *, progressed: Callable[[int], None]
) -> tuple[int, int]:
    """Keep rows that are not held yet; the number of all of them and their `keys_sum`."""
    files = _Files(db)
    count = total = 0
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        keys = [row.key for row in chunk]
        db.executemany(
            _HOLD,
            [
                (bytes.fromhex(key), files[row.read_as], held_body(row), at)
                for key, row in zip(keys, chunk, strict=True)
            ],
        )
        count, total = count + len(chunk), total + keys_sum(keys)
        progressed(len(chunk))
    return count, total % MODULUS


def release(db: apsw.Connection, keys: Sequence[str], at: int) -> None:
    """Be done with held rows; keys that are not held are passed over."""
    db.executemany(
        "UPDATE held SET released = ? WHERE key = ? AND released IS NULL",
        [(at, found) for key in keys if (found := _key(key))],
    )


def hold_again(db: apsw.Connection, released_by: int, at: int) -> None:
    """Hold the rows again that a version was done with, at their place, but for those that are held anew."""
    # What was stays as another row, so that taking this back by itself finds it.
    last = db.execute("SELECT max(seq) FROM held").get
    is_asked = (
        "released = :by AND NOT EXISTS"
        " (SELECT 1 FROM held AS anew WHERE anew.key = held.key AND anew.released IS NULL)"
    )
    again = {"by": released_by, "at": at, "last": last}
    cells = "key, file, body, version, released"
    db.execute(sql("INSERT INTO held (", cells, ") SELECT", cells, "FROM held WHERE", is_asked), again)
    db.execute(sql("UPDATE held SET released = NULL, version = :at WHERE seq <= :last AND", is_asked), again)


def held(db: apsw.Connection, limit: int | None) -> list[HeldRow]:
    """Rows held back, in the order they came."""
    found = db.execute(
        "SELECT held.body, held_files.body FROM held LEFT JOIN held_files USING (file)"
        " WHERE released IS NULL ORDER BY seq LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [held_row_of(body, file) for body, file in found]


def held_keys(db: apsw.Connection) -> frozenset[str]:
    """Keys of all held rows."""
    return frozenset(key.hex() for (key,) in db.execute("SELECT key FROM held WHERE released IS NULL"))


def _key(key: str) -> bytes | None:
    try:
        return bytes.fromhex(key)
    except ValueError:
        return None


class _Files(dict[HeldFile | None, int | None]):
    """Numbers of the files that held rows stood in; a new one is entered."""

    def __init__(self, db: apsw.Connection) -> None:
        super().__init__({None: None})
        self._db = db

    def __missing__(self, file: HeldFile | None) -> int:
        """Look for the number, enter the file where it has none, and keep it."""
        assert file is not None
        body = held_file_body(file)
        self._db.execute("INSERT INTO held_files (body) VALUES (?) ON CONFLICT DO NOTHING", (body,))
        number: int = self._db.execute("SELECT file FROM held_files WHERE body = ?", (body,)).get
        self[file] = number
        return number
