"""The files a preset is given: one file, a folder or a zip of several, read as safely as an import folder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile
from refgraph.sources.archive import LARGEST, LARGEST_PLAIN, read_members, unpack_gzip
from refgraph.sources.decode import Decoded, decode
from refgraph.sources.refusal import Refused
from refgraph.sources.unreadable import not_permitted, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from refgraph.sources.plan import ReadOptions

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, on disk as it is or unpacked in memory."""

    name: str
    """Name in the folder; of a member of a zip with the folders before it."""
    path: Path | None
    """Where it lies; None for what was unpacked."""
    data: bytes = b""
    """Unpacked content where there is no path."""

    @property
    def size(self) -> int:
        """Bytes to be read."""
        return len(self.data) if self.path is None else self.path.stat().st_size

    def open(self) -> BinaryIO:
        """Open it for reading piece by piece; the caller closes it."""
        return io.BytesIO(self.data) if self.path is None else self.path.open("rb")

    def read(self) -> bytes:
        """Read it whole."""
        return self.data if self.path is None else self.path.read_bytes()

    def head(self, size: int = 1 << 16) -> bytes:
        """Read its first bytes."""
        with self.open() as file:
            return file.read(size)

    def text(self, encoding: str | None) -> Decoded:
        """Decode it by the rules of the import folder; raises `Refused` where the text is not certain."""
        return decode(self.read(), self.name, encoding)


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """What there is to convert."""

    source: str
    """Name of the folder, zip or file."""
    files: Sequence[SourceFile]
    """In order of their names."""
    ignored: tuple[str, ...] = ()
    """Names of what else was there."""
    is_single: bool = False
    """Whether the user named one file, which is then meant whatever it is called."""


def open_files(path: Path, endings: Sequence[str]) -> SourceFiles:
    """Find the files of these endings, such as `.csv`; a file named itself is taken whatever its ending.

    Gzip is unpacked. Nothing is written to disk. Raises `PathUnreadable` where nothing is there or may be read,
    `Refused` for what is dangerous, damaged or too large, and where no file has one of the endings.
    """
    try:
        if path.is_dir():
            return _checked(_folder(path, endings), endings)
        if path.is_file():
            return _checked(_file(path, endings), endings)
    except OSError as error:
        raise not_permitted(path, error) from error
    raise unreadable(path, wanted="a zip or a file")


def held_file(name: str, options: ReadOptions, header: str = "", mapping: str = "") -> HeldFile:
    """How a file was read, to be kept with its held rows; `header` is the text of its header row.

    `mapping` is the text of the user's mapping file, which may have moved when the rows are repaired.
    """
    named = {
        "date_format": options.date_format,
        "decimal": "comma" if options.decimal_comma else None,
        "whose": options.whose,
        "mapping": mapping,
    }
    kept = tuple((name, value) for name, value in sorted(named.items()) if value)
    return HeldFile(name, options.preset, header, kept)


def has_ending(name: str, endings: Sequence[str]) -> bool:
    """Whether a file name ends in one of the endings, `.gz` after it or not, in any case."""
    return name.casefold().removesuffix(".gz").endswith(tuple(endings))


def _folder(path: Path, endings: Sequence[str]) -> SourceFiles:
    entries = sorted(path.iterdir())
    folders = [entry for entry in entries if entry.is_dir() and not entry.name.startswith((".", "__"))]
    if len(folders) == 1 and not any(
        entry.is_file() and has_ending(entry.name, endings) for entry in entries
    ):
        others = [entry.name for entry in entries if entry != folders[0]]
        return _entries(path, sorted(folders[0].iterdir()), others, endings)
    return _entries(path, entries, [], endings)


def _entries(path: Path, entries: Iterable[Path], ignored: list[str], endings: Sequence[str]) -> SourceFiles:
    files: list[SourceFile] = []
    left = LARGEST_PLAIN
    for entry in entries:
        is_wanted = has_ending(entry.name, endings) and not entry.name.startswith((".", "~$"))
        if not is_wanted or entry.is_dir():
            ignored.append(entry.name)
            continue
        files.append(_source(entry, left))
        left -= files[-1].size
    return SourceFiles(path.resolve().name, files, tuple(sorted(ignored)))


def _file(path: Path, endings: Sequence[str]) -> SourceFiles:
    if path.suffix.casefold() != ".zip":
        return SourceFiles(path.name, [_source(path, LARGEST_PLAIN)], is_single=True)
    members, ignored = read_members(path, lambda name: name if has_ending(name, endings) else None)
    files: list[SourceFile] = []
    left = LARGEST
    for name, data in sorted(members):
        unpacked = unpack_gzip(data, name, left) if data.startswith(_GZIP) else data
        left -= len(unpacked)
        files.append(SourceFile(name, None, unpacked))
    return SourceFiles(path.name, files, ignored)


def _source(entry: Path, left: int) -> SourceFile:
    if not entry.is_file():
        raise Refused(entry.name, "not_a_file", "found no regular file, expected an export", "replace it")
    size = entry.stat().st_size
    if size > left:
        found = f"too large: more than {LARGEST_PLAIN >> 20} MB"
        raise Refused(entry.name, "too_large", found, "split the import")
    with entry.open("rb") as file:
        head = file.read(2)
    if head == _GZIP:
        return SourceFile(entry.name, None, unpack_gzip(entry.read_bytes(), entry.name, min(left, LARGEST)))
    return SourceFile(entry.name, entry)


def _checked(found: SourceFiles, endings: Sequence[str]) -> SourceFiles:
    if not found.files:
        names = ", ".join(endings)
        raise Refused(
            found.source, "no_files", f"found no file that ends in {names}", "name the file or its folder"
        )
    return found
