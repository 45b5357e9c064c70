"""The checksum SQLite's extension `cksumvfs` keeps at the end of every page, checked for a whole file at once.

The extension writes it whenever a page goes to the file, and looks at it whenever SQLite reads one from there. What
SQLite has no reason to read (free pages, unused space) is looked at here alone. Algorithm: ext/misc/cksumvfs.c of
SQLite: over the page's 32-bit little-endian words but the last two, in pairs, `s1 += first + s2; s2 += second + s1`,
modulo 2^32; the last two words hold s1 and s2. Both sums are linear in the words, and one of a word's two factors is
odd: so one flipped bit always changes a sum. A page of zeros is sound: SQLite left it out when it wrote.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import apsw
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

    from numpy.typing import NDArray

RESERVED = 8
"""Bytes at the end of a page that SQLite leaves to the checksum."""
HEADER = 100
"""Bytes of the file's header, at the beginning of its first page."""
_VFS = "cksmvfs"
_SIZES = tuple(2**power for power in range(9, 17))
_CHUNK = 2**23
"""Bytes looked at at a time; a multiple of every size of page."""
_LOOKS = 5
_BETWEEN_LOOKS_S = 0.002
"""A page met while another process was writing it is whole by then."""
_LOG_HEADER = 32
_FRAME_HEADER = 24


@cache
def page_vfs() -> str | None:
    """Name of SQLite's file layer that keeps the checksums; None where this apsw comes without the extension."""
    try:
        from apsw import sqlite_extra

        if sqlite_extra.has("cksumvfs") != "extension":
            return None
        # Loaded by one connection, it stays for the process.
        sqlite_extra.load(apsw.Connection(":memory:"), "cksumvfs")
    except (ImportError, AttributeError, apsw.Error):
        return None
    return _VFS


def plain_vfs() -> str:
    """Name of the file layer below it, which leaves checksums alone."""
    return next(name for name in apsw.vfs_names() if name != _VFS)


def page_size(header: bytes) -> int | None:
    """Bytes of a page as the file's header says, from 512 to 65536; None where it says nonsense."""
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size in _SIZES else None


def has_sums(header: bytes) -> bool:
    """Whether a file's header leaves room for a checksum in every page."""
    return header[20:21] == bytes([RESERVED])


def keeps_sums(path: Path) -> bool:
    """Whether the pages of a file have checksums; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return has_sums(file.read(HEADER))


def is_sound(page: bytes) -> bool:
    """Whether a page, of any length a page can have, holds the checksum of its content."""
    return len(page) in _SIZES and not _damaged(np.frombuffer(page, np.uint8), len(page)).size


def damaged_pages(path: Path) -> list[int]:
    """Numbers, from 1, of a file's pages that are not as they were written; a cut-off one at the end counts.

    The file must have checksums. Others may write it meanwhile: a page met half written is looked at again, and
    one that stands in the log too is SQLite's to judge, which reads it from there. Memory: 8 MB.
    """
    with path.open("rb", buffering=0) as file:
        # A header too damaged to tell has a damaged page at any size.
        size = page_size(_read(file, 0, HEADER)) or 4096
        suspects = list(_suspects(file, size))
        for _ in range(_LOOKS):
            if not suspects:
                return []
            time.sleep(_BETWEEN_LOOKS_S)
            suspects = [number for number in suspects if _is_damaged(file, number, size)]
    logged = _pages_in_log(path.with_name(f"{path.name}-wal"), size)
    return [number for number in suspects if number not in logged]


def _suspects(file: FileIO, size: int) -> Iterator[int]:
    buffer = bytearray(_CHUNK)
    first = 1
    file.seek(0)
    while taken := _fill(file, memoryview(buffer)):
        whole = taken - taken % size
        pages = np.frombuffer(buffer, np.uint8, count=whole)
        yield from (first + int(at) for at in _damaged(pages, size))
        first += whole // size
        if whole < taken:
            yield first


def _fill(file: FileIO, buffer: memoryview) -> int:
    taken = 0
    while taken < len(buffer) and (got := file.readinto(buffer[taken:])):
        taken += got
    return taken


def _is_damaged(file: FileIO, number: int, size: int) -> bool:
    page = _read(file, (number - 1) * size, size)
    # Nothing is there where the file has been cut since.
    return bool(page) and not (len(page) == size and is_sound(page))


def _read(file: FileIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    page = bytearray()
    while got := file.read(size - len(page)):
        page += got
    return bytes(page)


def _damaged(pages: NDArray[np.uint8], size: int) -> NDArray[np.intp]:
    """Positions of whole pages, laid one behind the other, whose sums do not hold."""
    words = pages.view("<u4").reshape(-1, size // 4)
    content, sums = words[:, :-2], words[:, -2:]
    found = [np.einsum("ij,j->i", content, factors) for factors in _factors(size)]
    return np.flatnonzero((found[0] != sums[:, 0]) | (found[1] != sums[:, 1]))


@cache
def _factors(size: int) -> NDArray[np.uint32]:
    """What each word of a page counts in s1 and in s2, shape (2, words): what one 1 there leads to at the end."""
    pairs = (size - RESERVED) // 8
    factors = np.empty((2, 2 * pairs), np.uint32)
    first, second = (1, 1), (0, 1)
    for at in reversed(range(pairs)):
        factors[:, 2 * at], factors[:, 2 * at + 1] = first, second
        first, second = _one_pair_on(*first), _one_pair_on(*second)
    return factors


def _one_pair_on(s1: int, s2: int) -> tuple[int, int]:
    s1 = (s1 + s2) % 2**32
    return s1, (s2 + s1) % 2**32


def _pages_in_log(log: Path, size: int) -> set[int]:
    """Pages with content in the log that belongs to its present round, by the salt of its header."""
    found = set()
    try:
        with log.open("rb", buffering=0) as file:
            salt = _read(file, 0, _LOG_HEADER)[16:24]
            offset = _LOG_HEADER
            while len(head := _read(file, offset, _FRAME_HEADER)) == _FRAME_HEADER:
                if head[8:16] == salt:
                    found.add(int.from_bytes(head[:4], "big"))
                offset += _FRAME_HEADER + size
    except FileNotFoundError:
        pass
    return found
