"""The one door through which SQLite's errors become those of `refgraph.errors`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import apsw

from refgraph.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreUnavailable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESTORE = "stop working on it and restore a backup with 'refgraph restore'"
_WRITABLE = (
    "the file, its folder and what lies beside it must be readable and writable, with room on the disk"
)

_BUSY = (apsw.BusyError, apsw.LockedError)
UNREACHABLE = (
    apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.IOError, apsw.FullError, apsw.NoLFSError,
    apsw.AuthError,
)  # fmt: skip
_MISTAKES = (apsw.ConstraintError, apsw.MismatchError, apsw.TooBigError, apsw.RangeError)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises about the store at `path` into a `StoreError`, or ValueError for a wrong row."""
    try:
        yield
    except apsw.Error as error:
        raise fault(error, path) from error
    except UnicodeDecodeError as error:
        # Only whole texts were written: SQLite hands out what it finds, and the binding cannot read it.
        raise StoreCorrupt(f"{path} is damaged (a text in it is no UTF-8)", RESTORE) from error


def fault(error: apsw.Error, path: Path) -> StoreError | ValueError:
    """Say what an error of SQLite means for the store at `path`."""
    said = " ".join(str(error).split())
    if isinstance(error, _BUSY):
        return StoreBusy(f"another process is writing to {path}", "try again in a moment")
    if isinstance(error, apsw.CorruptError):
        return StoreCorrupt(f"{path} is damaged ({said})", RESTORE)
    if isinstance(error, apsw.SQLError):
        return StoreCorrupt(f"{path} lacks a part of a refgraph store ({said})", RESTORE)
    if isinstance(error, apsw.NotADBError):
        return StoreForeign(f"{path} is not a refgraph store", "name another file")
    if isinstance(error, UNREACHABLE):
        return StoreUnavailable(f"{path} cannot be read or written ({said})", _WRITABLE)
    if isinstance(error, _MISTAKES):
        return ValueError(f"a row the store cannot hold ({said})")
    return StoreError(f"{path}: SQLite failed ({type(error).__name__}: {said})", "try again")


def unreachable(error: OSError, path: Path) -> StoreUnavailable:
    """Say that the operating system refused the store at `path`."""
    return StoreUnavailable(f"{path} cannot be read or written ({error.strerror or error})", _WRITABLE)
