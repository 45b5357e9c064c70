"""The bytes of a bundle's files, a piece at a time: as they lie there, gzipped, in a zip, or in memory."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from refgraph.sources.archive import BROKEN, GZIP_MAGIC, damaged_zip, gunzip
from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

STEP = 1 << 20
"""Bytes read at a time."""


class Content(Protocol):
    """What stands in one file; it can be read more than once, and is then the same."""

    @property
    def size(self) -> int:
        """Bytes it takes where it lies, for telling how far a reading has come."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """Read it from the start; raises `Refused` for what is damaged, too large or has changed."""
        ...


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file as it lies there."""

    path: Path
    stamp: tuple[int, int, int]
    """Size, time of change and inode when it was found."""

    @classmethod
    def at(cls, path: Path) -> PlainFile:
        """Find a file; raises `OSError`."""
        return cls(path, _stamp(path))

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.stamp[0]

    def pieces(self) -> Iterator[bytes]:
        """Read it; raises `Refused` where it is no longer what it was when it was found."""
        try:
            with self.path.open("rb") as file:
                while piece := file.read(STEP):
                    yield piece
            is_changed = _stamp(self.path) != self.stamp
        except OSError as error:
            found = f"the file cannot be read ({error.strerror or error})"
            raise Refused(
                self.path.name, "unreadable", found, "check the disk and its permissions"
            ) from error
        if is_changed:
            found = "the file changed while it was read"
            raise Refused(self.path.name, "changed", found, "wait until it is written, then import it again")


@dataclass(slots=True)
class Budget:
    """Bytes that the packed files of one bundle may unpack to together."""

    most: int
    used: dict[str, int] = field(default_factory=dict)

    def left(self, name: str) -> int:
        """Bytes left for a file; what it took at an earlier reading does not count."""
        return self.most - sum(size for other, size in self.used.items() if other != name)


@dataclass(frozen=True, slots=True)
class Gzipped:
    """The content of gzip data."""

    packed: Content
    name: str
    budget: Budget

    @property
    def size(self) -> int:
        """Bytes it will have, as a guess: texts shrink to a quarter."""
        return 4 * self.packed.size

    def pieces(self) -> Iterator[bytes]:
        """Unpack it; raises `Refused` for damage and bombs."""
        most, size = self.budget.left(self.name), 0
        for piece in gunzip(self.packed.pieces(), self.name, most):
            size += len(piece)
            yield piece
        self.budget.used[self.name] = size


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One file of a zip."""

    path: Path
    name: str
    size: int
    """Bytes it unpacks to, as the zip states."""

    def pieces(self) -> Iterator[bytes]:
        """Unpack it; raises `Refused` where it is damaged or not as long as stated."""
        read = 0
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.name) as member:
                while piece := member.read(STEP):
                    read += len(piece)
                    yield piece
            if read != self.size:
                raise zipfile.BadZipFile(f"{self.name} is not as long as stated")
        except BROKEN as error:
            raise damaged_zip(self.path.name, error) from error


class Hashed:
    """A content and the digest of what was last read of it to the end."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._digest = hashlib.sha256()

    @property
    def size(self) -> int:
        """Bytes it takes where it lies."""
        return self._content.size

    def pieces(self) -> Iterator[bytes]:
        """Read it."""
        digest = hashlib.sha256()
        for piece in self._content.pieces():
            digest.update(piece)
            yield piece
        self._digest = digest

    def digest(self) -> str:
        """Digest of the content; that of nothing where it was never read to the end."""
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is in memory already."""

    data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def pieces(self) -> Iterator[bytes]:
        """Give it whole."""
        yield self.data


def unpacked(content: Content, name: str, budget: Budget) -> Content:
    """Give the content of gzip data, and other content as it is.

    What is packed is unpacked once to nowhere, so that a bomb goes off before anything else is read. Raises `Refused`.
    """
    is_packed = name.casefold().endswith(".gz") or first_bytes(content.pieces(), 2) == GZIP_MAGIC
    if not is_packed:
        return content
    packed = Gzipped(content, name, budget)
    for _ in packed.pieces():
        pass
    return packed


def first_bytes(pieces: Iterable[bytes], count: int) -> bytes:
    """The first bytes of a content, fewer where it is shorter."""
    head = b""
    for piece in pieces:
        head += piece[:count]
        if len(head) >= count:
            break
    return head[:count]


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
