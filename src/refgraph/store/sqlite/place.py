"""What stands at a store's place, judged from the file's header before SQLite touches it."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.errors import StoreCorrupt, StoreForeign, StoreMissing, StoreNewer, StoreUnavailable
from refgraph.store.sqlite.faults import RESTORE, unreachable
from refgraph.store.sqlite.pages import HEADER, RESERVED, has_sums, is_sound, keeps_sums, page_size, page_vfs
from refgraph.store.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = b"SQLite format 3\0"
_PAGE_SIZE = slice(16, 18)
_RESERVED_AT = 20
_USER_VERSION = slice(60, 64)
_APPLICATION_ID = slice(68, 72)
_PAGE = 4096
"""Bytes of a page where the header does not tell."""
_GREATEST_PAGE = 65536
_ABANDONED_S = 24 * 60 * 60
_LOOKS = 5
_BETWEEN_LOOKS_S = 0.002


def require_store(path: Path) -> None:
    """Refuse a place without a store this version can open; the file's content beyond the header is not judged.

    Raises `StoreMissing`, `StoreUnavailable` (a folder, not readable, or with checksums this installation cannot
    keep), `StoreForeign` (empty, or another program's), `StoreNewer`, `StoreCorrupt` (a damaged header).
    """
    header = _first_page(path)
    if not header:
        raise StoreForeign(f"{path} is an empty file, not a refgraph store", "remove it or name another file")
    if _is_damaged_store(header):
        raise StoreCorrupt(f"{path} is damaged (its header is not as it was written)", RESTORE)
    if header[: len(_MAGIC)] != _MAGIC or _number(header[_APPLICATION_ID]) != APPLICATION_ID:
        raise StoreForeign(f"{path} is not a refgraph store", "name another file")
    _require_sums(path, header)
    found = _number(header[_USER_VERSION])
    if found > SCHEMA_VERSION:
        raise StoreNewer(
            f"{path} was written by a newer refgraph (format {found}, this one reads up to {SCHEMA_VERSION})",
            "update refgraph",
        )


def remarks(path: Path) -> list[str]:
    """Say what is out of the ordinary at the place of a store that can be opened, one sentence each."""
    said = []
    try:
        if not keeps_sums(path):
            said.append(
                "its pages have no checksums, as it was made where apsw came without them: damage in rows is found,"
                " damage elsewhere may not be; to have them, export it as csv and import that into a new store"
            )
        beside = sorted(other.name for other in path.parent.iterdir())
    except OSError as error:
        raise unreachable(error, path) from error
    kept = [name for name in beside if name.startswith(f"{path.name}.format-")]
    aside = [name for name in beside if name.startswith(f"{path.name}.damaged-")]
    said += [f"{name} is the store as it was before it was converted" for name in kept]
    return [
        *said,
        *(f"{name} is a damaged store that was replaced" for name in aside if not name.endswith("-wal")),
    ]


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

    What processes that died left of theirs goes too, a day later. An OSError on the way becomes `StoreUnavailable`.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        _remove_abandoned(path)
        yield temporary
    except OSError as error:
        raise unreachable(error, path) from error
    finally:
        for left in (temporary, *companions(temporary)):
            with suppress(OSError):
                left.unlink()


def _remove_abandoned(path: Path) -> None:
    """Remove temporary files for `path` that nobody has written to for a day."""
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{32}}(-wal|-shm|-journal)?")
    for other in path.parent.iterdir() if path.parent.is_dir() else ():
        if name.fullmatch(other.name):
            with suppress(OSError):
                if time.time() - other.stat().st_mtime > _ABANDONED_S:
                    other.unlink()


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


def _is_damaged_store(page: bytes) -> bool:
    """Whether a file's first page is that of a store with checksums but for what every store begins with."""
    if len(page) < HEADER:
        return False
    size = page_size(page) or _PAGE
    as_written = bytearray(page[:size])
    as_written[: len(_MAGIC)] = _MAGIC
    as_written[_PAGE_SIZE] = (size % 65535).to_bytes(2, "big")
    as_written[_RESERVED_AT] = RESERVED
    as_written[_APPLICATION_ID] = APPLICATION_ID.to_bytes(4, "big")
    return as_written != page[:size] and is_sound(bytes(as_written))


def _require_sums(path: Path, page: bytes) -> None:
    """Refuse a store whose first page has not its checksum, which also tells its format from a flipped bit."""
    if not has_sums(page):
        return
    if page_vfs() is None:
        raise StoreUnavailable(
            f"{path} keeps a checksum in every page, which the installed apsw cannot",
            "install apsw as a wheel from PyPI, which comes with SQLite's extensions",
        )
    for _ in range(_LOOKS):
        if is_sound(page[: page_size(page)]) or _has_log(path):
            return
        if not companions(path)[0].exists():
            break
        # Another process may have been writing just this page.
        time.sleep(_BETWEEN_LOOKS_S)
        page = _first_page(path)
    raise StoreCorrupt(f"{path} is damaged (page 1 of it is not as it was written)", RESTORE)


def _has_log(path: Path) -> bool:
    """Whether what the file lacks may stand beside it, so that SQLite alone can judge it."""
    with suppress(OSError):
        return any(beside.exists() and beside.stat().st_size for beside in companions(path)[::2])
    return False


def _first_page(path: Path) -> bytes:
    """What the file begins with: its first page and perhaps more, less where it is shorter."""
    try:
        if path.is_dir():
            raise StoreUnavailable(f"{path} is a folder", "name a file in it")
        if path.exists() and not path.is_file():
            raise StoreUnavailable(f"{path} is no ordinary file", "name another file")
        with path.open("rb") as file:
            return file.read(_GREATEST_PAGE)
    except FileNotFoundError as error:
        raise StoreMissing(
            f"there is no store at {path}", "import a folder to make one, or name another file"
        ) from error
    except OSError as error:
        raise unreachable(error, path) from error


def _number(four_bytes: bytes) -> int:
    return int.from_bytes(four_bytes, "big")
