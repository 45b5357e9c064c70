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

BUSY = (apsw.BusyError, apsw.LockedError)
UNREACHABLE = (
    apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.IOError, apsw.FullError, apsw.NoLFSError,
    apsw.AuthError,
)  # fmt: skip
_NOTHING_SAID = "not an error"
"""What SQLite says of a copy that failed: the error is neither of the two connections'."""
_SAID: dict[type[apsw.Error], str] = {
    apsw.FullError: "the disk is full",
    apsw.IOError: "the disk or its limits refuse",
}
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
    found = said(error)
    if isinstance(error, BUSY):
        return StoreBusy(f"another process is writing to {path}", "try again in a moment")
    if is_damage(error):
        return StoreCorrupt(f"{path} is damaged ({_found(error) or found})", RESTORE)
    if isinstance(error, apsw.SQLError):
        return StoreCorrupt(f"{path} lacks a part of a refgraph store ({found})", RESTORE)
    if isinstance(error, apsw.NotADBError):
        return StoreForeign(f"{path} is not a refgraph store", "name another file")
    if isinstance(error, UNREACHABLE):
        return StoreUnavailable(f"{path} cannot be read or written ({found})", _WRITABLE)
    if isinstance(error, _MISTAKES):
        return ValueError(f"a row the store cannot hold ({found})")
    return StoreError(f"{path}: SQLite failed ({type(error).__name__}: {found})", "try again")


def said(error: apsw.Error) -> str:
    """What SQLite said of an error, on one line."""
    if str(error) == _NOTHING_SAID:
        return _SAID.get(type(error), type(error).__name__)
    return " ".join(str(error).split())


def is_damage(error: apsw.Error) -> bool:
    """Whether SQLite found the file's content broken, by its structure or by a page's checksum."""
    return isinstance(error, apsw.CorruptError) or _found(error) != ""


def _found(error: apsw.Error) -> str:
    is_page = getattr(error, "extendedresult", None) == apsw.SQLITE_IOERR_DATA
    return "a page of it is not as it was written" if is_page else ""


def unreachable(error: OSError, path: Path) -> StoreUnavailable:
    """Say that the operating system refused the store at `path`."""
    return StoreUnavailable(f"{path} cannot be read or written ({error.strerror or error})", _WRITABLE)
