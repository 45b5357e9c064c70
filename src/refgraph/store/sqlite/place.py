"""What stands at a store's place, judged from the file's header before SQLite touches it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.errors import StoreForeign, StoreMissing, StoreNewer, StoreUnavailable
from refgraph.store.sqlite.faults import unreachable
from refgraph.store.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_USER_VERSION = slice(60, 64)
_APPLICATION_ID = slice(68, 72)


def require_store(path: Path) -> None:
    """Refuse a place without a store this version can open; the file's content beyond the header is not judged.

    Raises `StoreMissing`, `StoreUnavailable` (a folder, or not readable), `StoreForeign` (empty, or another
    program's), `StoreNewer`.
    """
    header = _header(path)
    if not header:
        raise StoreForeign(f"{path} is an empty file, not a refgraph store", "remove it or name another file")
    if header[: len(_MAGIC)] != _MAGIC or _number(header[_APPLICATION_ID]) != APPLICATION_ID:
        raise StoreForeign(f"{path} is not a refgraph store", "name another file")
    found = _number(header[_USER_VERSION])
    if found > SCHEMA_VERSION:
        raise StoreNewer(
            f"{path} was written by a newer refgraph (format {found}, this one reads up to {SCHEMA_VERSION})",
            "update refgraph",
        )


def companions(path: Path) -> list[Path]:
    """List the files SQLite keeps beside a store that is open, or was not closed: log and shared memory."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises `StoreUnavailable` where a file stands in the way."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise StoreUnavailable(f"{path} is not a folder", "name another place") from error
    except OSError as error:
        raise unreachable(error, path) from error


def refuse_leftovers(path: Path) -> None:
    """Raise `StoreUnavailable` where a new store's place has the log of a former one: SQLite would read it in."""
    left = [companion for companion in companions(path) if companion.exists()]
    # Asked in this order, a store that another process has just made is not taken for a leftover.
    if left and not path.exists():
        raise StoreUnavailable(
            f"{left[0]} is left from a store that is no longer there",
            "put the store back, or remove that file",
        )


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A free name in the folder of `path`, for a file to be finished there; gone at the end.

    An OSError on the way becomes `StoreUnavailable`.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        yield temporary
    except OSError as error:
        raise unreachable(error, path) from error
    finally:
        for left in (temporary, *companions(temporary)):
            with suppress(OSError):
                left.unlink()


def make_durable(path: Path) -> None:
    """Have the operating system write a file and its folder's entry to the disk."""
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def put_new(temporary: Path, path: Path) -> bool:
    """Give a finished temporary file its name, durably; False, and nothing changed, where the name is taken."""
    make_durable(temporary)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems have no hard links.
        if path.exists():
            return False
        temporary.rename(path)
    make_durable(path)
    return True


def _header(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise StoreUnavailable(f"{path} is a folder", "name a file in it")
        if path.exists() and not path.is_file():
            raise StoreUnavailable(f"{path} is no ordinary file", "name another file")
        with path.open("rb") as file:
            return file.read(_HEADER)
    except FileNotFoundError as error:
        raise StoreMissing(
            f"there is no store at {path}", "import a folder to make one, or name another file"
        ) from error
    except OSError as error:
        raise unreachable(error, path) from error


def _number(four_bytes: bytes) -> int:
    return int.from_bytes(four_bytes, "big")
