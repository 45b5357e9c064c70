"""Rows that imports held back, each kept once, and how their files were read."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile, HeldRow
from refgraph.model.digests import MODULUS, keys_sum
from refgraph.store.sqlite.layout import sql
from refgraph.store.sqlite.ledger import undoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import apsw

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
                (bytes.fromhex(key), files[row.read_as], _body(row), at)
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
    files: dict[str | None, HeldFile | None] = {None: None}
    return [replace(HeldRow(*json.loads(body)), read_as=_file(files, file)) for body, file in found]


def held_keys(db: apsw.Connection) -> frozenset[str]:
    """Keys of all held rows."""
    return frozenset(key.hex() for (key,) in db.execute("SELECT key FROM held WHERE released IS NULL"))


def held_by(db: apsw.Connection, version: int) -> list[str]:
    """Keys of rows that a version held and that are still held, or are again, in the order they came."""
    undoes = undoing(db)
    found = db.execute(
        "SELECT key, version FROM held WHERE version >= ? AND released IS NULL ORDER BY seq", (version,)
    )
    return [key.hex() for key, at in found if version in _held_as(db, key, at, undoes)]


def _held_as(db: apsw.Connection, key: bytes, at: int, undoes: Mapping[int, int]) -> Iterator[int]:
    """The version that holds a row, and those whose row it held again."""
    yield at
    while (undone := undoes.get(at)) is not None:
        before: int | None = db.execute(
            "SELECT version FROM held WHERE released = ? AND key = ?", (undone, key)
        ).get
        if before is None:
            break
        yield (at := before)


def _body(row: HeldRow) -> str:
    return json.dumps([row.file, row.row, row.column, row.code, row.reason, row.raw])


def _key(key: str) -> bytes | None:
    try:
        return bytes.fromhex(key)
    except ValueError:
        return None


def _file(files: dict[str | None, HeldFile | None], body: str | None) -> HeldFile | None:
    if body not in files and body is not None:
        cells = json.loads(body)
        options = tuple((str(name), str(value)) for name, value in cells.pop("options"))
        files[body] = HeldFile(**cells, options=options)
    return files[body]


class _Files(dict[HeldFile | None, int | None]):
    """Numbers of the files that held rows stood in; a new one is entered."""

    def __init__(self, db: apsw.Connection) -> None:
        super().__init__({None: None})
        self._db = db

    def __missing__(self, file: HeldFile | None) -> int:
        """Look for the number, enter the file where it has none, and keep it."""
        assert file is not None
        body = json.dumps(asdict(file))
        self._db.execute("INSERT INTO held_files (body) VALUES (?) ON CONFLICT DO NOTHING", (body,))
        number: int = self._db.execute("SELECT file FROM held_files WHERE body = ?", (body,)).get
        self[file] = number
        return number
