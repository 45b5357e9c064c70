"""Files and folders that appear whole or not at all, and never over what is there."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.errors import RefgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURES = {
    errno.ENOSPC: "make room, or name a path on another disk",
    errno.EDQUOT: "make room, or name a path on another disk",
    errno.ENAMETOOLONG: "name a shorter path",
}
_LONGEST_STEM = 40
"""Characters of the final name that a temporary one shows, so that it is never too long itself."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Lend a path to write a file or a folder to; on leaving it becomes `path`, on an error nothing is left.

    Folders on the way are made. Everything is on the disk before it gets its name. Raises `RefgraphError` where
    `path` exists, also if it came up meanwhile, and where the disk refuses.
    """
    if os.path.lexists(path):
        raise _taken(path)
    made: list[Path] = []
    try:
        _make_folders(path.absolute().parent, made)
        room = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name[:_LONGEST_STEM]}."))
        try:
            yield room / path.name
            _settle(room / path.name)
            _name(room / path.name, path)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    except BaseException as error:
        _remove_folders(made)
        if isinstance(error, OSError):
            raise _refused(path, error) from error
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; `made` gets what was new, outermost first."""
    if folder.is_dir():
        return
    _make_folders(folder.parent, made)
    folder.mkdir(exist_ok=True)
    made.append(folder)


def _remove_folders(made: list[Path]) -> None:
    for folder in reversed(made):
        try:
            folder.rmdir()
        except OSError:
            # Somebody else put something in: then it is theirs.
            return


def _settle(content: Path) -> None:
    """Wait until a file, or all of a folder, is on the disk."""
    if content.is_dir():
        for entry in content.iterdir():
            _settle(entry)
    # Windows can neither open a folder nor flush what is open for reading.
    if os.name == "posix":
        number = os.open(content, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _name(content: Path, path: Path) -> None:
    """Give content its name; FileExistsError where that is taken."""
    if content.is_dir():
        # Takes the place of an empty folder alone, which holds nothing to lose.
        content.rename(path)
    else:
        try:
            path.hardlink_to(content)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links (FAT): nothing better than to look once more.
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            content.rename(path)
    if os.name == "posix":
        _settle_folder(path.absolute().parent)


def _settle_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _taken(path: Path) -> RefgraphError:
    return RefgraphError(f"{path} exists already", "name a new path, or move the old one away")


def _refused(path: Path, error: OSError) -> RefgraphError:
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY) and os.path.lexists(path):
        return _taken(path)
    why = error.strerror or str(error)
    return RefgraphError(
        f"cannot write {path}: {why}", _CURES.get(error.errno or 0, "name a folder you may write to")
    )
