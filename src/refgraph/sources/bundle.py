"""A folder, a zip of one, or one file of it: which files are taken, which ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.sources.archive import LARGEST, LARGEST_PLAIN, find_members
from refgraph.sources.refusal import Refused
from refgraph.sources.streams import Budget, Content, PlainFile, ZipMember, unpacked
from refgraph.sources.text import shown
from refgraph.sources.unreadable import not_permitted, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_UNSUPPORTED = frozenset(
    {
        ".graphml",
        ".gexf",
        ".gml",
        ".gpickle",
        ".pickle",
        ".pkl",
        ".json",
        ".xml",
        ".xlsx",
        ".xls",
        ".parquet",
        ".txt",
    }
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of an import; none is read yet."""

    source: str
    """Name of the folder or file."""
    files: dict[str, Content]
    """Unpacked content by table name."""
    ignored: tuple[str, ...]
    """Names of what else was there."""


def read_bundle(path: Path) -> Bundle:
    """Find the files of a bundle: at most 256 MB of what is packed, 4 GB of what lies there as it is.

    Raises `PathUnreadable` where nothing is there or may be read, `Refused` where the content is no bundle.
    """
    try:
        if path.is_dir():
            return _read_folder(path)
        if path.is_file():
            return _read_file(path)
    except OSError as error:
        raise not_permitted(path, error) from error
    raise unreadable(path, wanted="a zip or a CSV file")


def table_of(name: str) -> str | None:
    """Name of the table a file name stands for: `people.csv`, `People.csv.gz` give people; others None."""
    plain = name.casefold().removesuffix(".gz")
    return next((table.name for table in TABLES.values() if table.file == plain), None)


def _read_folder(path: Path) -> Bundle:
    entries = sorted(path.iterdir())
    folders = [entry for entry in entries if entry.is_dir() and not entry.name.startswith((".", "__"))]
    if len(folders) == 1 and not any(table_of(entry.name) for entry in entries):
        inner = sorted(folders[0].iterdir())
        if any(table_of(entry.name) for entry in inner):
            others = [entry.name for entry in entries if entry != folders[0]]
            return _bundle(path, inner, others)
    return _bundle(path, entries, [])


def _bundle(path: Path, entries: Iterable[Path], ignored: list[str]) -> Bundle:
    files: dict[str, Content] = {}
    left, budget = LARGEST_PLAIN, Budget(LARGEST)
    for entry in entries:
        table = table_of(entry.name)
        if table is None:
            ignored.append(entry.name)
            continue
        _refuse_twice(table, files, entry.name)
        files[table] = _content(entry, left, budget)
        left -= entry.stat().st_size
    _refuse_nothing(path.resolve().name, files)
    return Bundle(path.resolve().name, files, tuple(sorted(ignored)))


def _content(entry: Path, left: int, budget: Budget) -> Content:
    if not entry.is_file():
        raise Refused(entry.name, "not_a_file", "found no regular file, expected a CSV file", "replace it")
    found = PlainFile.at(entry)
    if found.size > left:
        raise _too_large(entry.name)
    return unpacked(found, entry.name, budget)


def _read_file(path: Path) -> Bundle:
    with path.open("rb") as file:
        head = file.read(4)
    table = table_of(path.name)
    is_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if path.suffix.casefold() == ".zip" or (is_zip and table is None):
        return _read_zip(path)
    if table is None:
        raise _not_a_bundle(path)
    return Bundle(path.name, {table: _content(path, LARGEST_PLAIN, Budget(LARGEST))}, ())


def _read_zip(path: Path) -> Bundle:
    members = find_members(path, table_of)
    files: dict[str, Content] = {}
    budget = Budget(LARGEST - sum(members.wanted.values()))
    for name, size in members.wanted.items():
        table = table_of(name.rsplit("/", 1)[-1]) or ""
        _refuse_twice(table, files, name)
        files[table] = unpacked(ZipMember(path, name, size), name, budget)
    _refuse_nothing(path.name, files)
    return Bundle(path.name, files, members.ignored)


def _not_a_bundle(path: Path) -> Refused:
    with path.open("rb") as file:
        head = file.read(4096)
    names = ", ".join(table.file for table in TABLES.values())
    if path.suffix.casefold() in _UNSUPPORTED or not path.suffix.casefold().endswith((".csv", ".gz")):
        declares = "; it declares a DTD or an entity, which is never read" if b"<!" in head else ""
        found = f"unsupported format '{shown(path.suffix)}'{declares}; expected a folder, a zip of one or a CSV file"
        return Refused(path.name, "unsupported", found, f"export it as {names}")
    return Refused(path.name, "unknown_file", "the file name tells no table", f"rename it to one of {names}")


def _refuse_twice(table: str, files: Mapping[str, Content], name: str) -> None:
    if table in files:
        raise Refused(
            name, "duplicate", f"found a duplicate of {table}.csv, expected one", "remove one of them"
        )


def _refuse_nothing(name: str, files: Mapping[str, Content]) -> None:
    if not files:
        names = ", ".join(table.file for table in TABLES.values())
        raise Refused(
            name, "no_files", "found none of the files of an import", f"name at least one of {names}"
        )


def _too_large(name: str) -> Refused:
    return Refused(name, "too_large", f"too large: more than {LARGEST_PLAIN >> 20} MB", "split the import")
