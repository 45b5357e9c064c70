"""A store's columns in a file beside it, mapped into memory when they are needed again: disposable at any time.

The sidecar of `NAME` at version 7 is `NAME.columns-7`. It holds the tables as streams of Arrow's format, and a footer
that says whose they are, how long each is and its CRC-32. Nothing of a file is used before all of that is found
right: a damaged, cut off, foreign or outdated one is as good as none. One is kept; writing a new one removes others.
"""

from __future__ import annotations

import json
import os
import re
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from stat import S_IMODE
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import ArrowCells, array_of, in_one_piece
from refgraph.model.columns import Columns
from refgraph.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MAGIC = b"RGCOLS\r\n"
_FORMAT = 1
"""Another number where anything in the file means something else than before."""
_TRAILER = struct.Struct("<QI8s")
"""Length and CRC-32 of the footer, and the magic number once more."""
_ALIGNED = 64
"""Tables begin at multiples of so many bytes, which Arrow asks for."""
_IDS_OF = b"ids of"
"""Marks a column of positions among the ids of a table."""


def read(path: Path, store_uuid: str, version: int) -> Columns | None:
    """Columns of the store at `path` at its given version or the latest one before that has a sidecar.

    None where no sidecar is sound. The file is checked whole, about 0.3 s a GB. Arrays lie in the file: it may be
    removed or replaced, but not written to, as long as they are in use.
    """
    found = sorted(_found(path).items(), reverse=True)
    for at, sidecar in found:
        if at <= version and (columns := _read(sidecar, store_uuid, at)) is not None:
            return columns
    return None


def write(path: Path, columns: Columns) -> bool:
    """Write the sidecar of the store at `path`, whole or not at all; False where the folder has no room or no right."""
    sidecar = path.with_name(f"{path.name}.columns-{columns.version}")
    temporary = path.with_name(f".{sidecar.name}.{uuid4().hex}")
    try:
        with open(temporary, "xb", opener=_for_the_owner_alone) as file:
            _write(file, columns)
        with suppress(FileNotFoundError):
            # Whoever may read the store may read this, and nobody else.
            temporary.chmod(S_IMODE(path.stat().st_mode))
        temporary.replace(sidecar)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            temporary.unlink()
    for former in _all(path):
        if former != sidecar:
            with suppress(OSError):
                former.unlink()
    return True


def _for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def remove(path: Path, *, overwrite: bool = False) -> None:
    """Remove all sidecars of the store at `path`, those half written too; raises OSError where that cannot be done.

    With `overwrite`, their content is overwritten first, as erasing a person asks for: whoever has one in use reads
    zeros from then on.
    """
    for sidecar in _all(path):
        with suppress(FileNotFoundError):
            if overwrite:
                _overwrite(sidecar)
            sidecar.unlink()


def _overwrite(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as opened:
        for start in range(0, size, 1 << 20):
            opened.write(bytes(min(1 << 20, size - start)))


def _found(path: Path) -> dict[int, Path]:
    """Sidecars by version."""
    beginning = f"{path.name}.columns-"
    with suppress(OSError):
        return {
            int(file.name.removeprefix(beginning)): file
            for file in path.parent.iterdir()
            if file.name.startswith(beginning) and re.fullmatch(r"[0-9]{1,18}", file.name[len(beginning) :])
        }
    return {}


def _all(path: Path) -> list[Path]:
    """Sidecars, and what is left of some that were not finished."""
    left = re.compile(rf"\.{re.escape(path.name)}\.columns-[0-9]+\.[0-9a-f]{{32}}")
    unfinished = [file for file in path.parent.iterdir() if left.fullmatch(file.name)]
    return [*_found(path).values(), *unfinished]


@dataclass(frozen=True, slots=True)
class _Section:
    """Where a table stands in the file."""

    start: int
    length: int
    crc: int


class _Counted:
    """Passes bytes on and keeps count of them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.written = 0
        self.crc = 0
        self.closed = False

    def write(self, data: Any) -> int:
        """Write all of it."""
        view = memoryview(data)
        self.crc = crc32(view, self.crc)
        self.written += view.nbytes
        self._file.write(view)
        return view.nbytes

    def flush(self) -> None:
        """Arrow asks for it."""

    def section(self, start: int) -> _Section:
        """What was written since `begin`."""
        return _Section(start, self.written - start, self.crc)

    def begin(self) -> int:
        """Fill up to where a table may begin."""
        self.write(bytes(-self.written % _ALIGNED))
        self.crc = 0
        return self.written


def _write(file: IO[bytes], columns: Columns) -> None:
    sink = _Counted(file)
    sink.write(_MAGIC)
    sections = {}
    ids = {name: _array(columns, name, table.key[0]) for name, table in TABLES.items() if table.is_entity}
    for name in TABLES:
        start = sink.begin()
        _write_table(sink, columns, name, ids)
        section = sink.section(start)
        sections[name] = [section.start, section.length, section.crc]
    said = {
        "format": _FORMAT,
        "store_uuid": columns.store_uuid,
        "version": columns.version,
        "tables": sections,
    }
    footer = json.dumps(said).encode()
    sink.write(footer)
    sink.write(_TRAILER.pack(len(footer), crc32(footer), _MAGIC))


def _write_table(sink: _Counted, columns: Columns, table: str, ids: Mapping[str, pa.Array]) -> None:
    arrays, stated = [], []
    for column in TABLES[table].columns:
        array, said = _array(columns, table, column.name), None
        positions = _positions(array, ids[column.refers_to]) if column.refers_to else None
        if positions is not None:
            array, said = positions, {_IDS_OF: str(column.refers_to).encode()}
        arrays.append(array)
        stated.append(pa.field(column.name, array.type, metadata=said))
    batch = pa.record_batch(arrays, schema=pa.schema(stated))
    with pa.ipc.new_stream(pa.PythonFile(sink, "w"), batch.schema) as stream:
        stream.write_batch(batch)


def _positions(array: pa.Array, ids: pa.Array) -> pa.Array | None:
    """Position of each row's text among ids; None where one is not there, or the column has no dictionary."""
    if not pa.types.is_dictionary(array.type):
        return None
    if array.dictionary.equals(ids):
        return array.indices
    found = pc.index_in(array.dictionary, value_set=ids).take(array.indices)
    return found if found.null_count == array.null_count else None


def _array(columns: Columns, table: str, name: str) -> pa.Array:
    column = TABLES[table].columns[TABLES[table].index(name)]
    return in_one_piece(array_of(columns.tables[table][name], column))


def _read(sidecar: Path, store_uuid: str, version: int) -> Columns | None:
    try:
        with pa.memory_map(str(sidecar)) as file:
            whole = file.read_buffer()
        sections = _sections(whole, store_uuid, version)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if sections is None or not _is_sound(whole, sections.values()):
        return None
    batches = {name: _batch(whole.slice(at.start, at.length)) for name, at in sections.items()}
    ids = {name: batches[name].column(table.key[0]) for name, table in TABLES.items() if table.is_entity}
    return Columns(store_uuid, version, {name: _cells(batch, ids) for name, batch in batches.items()})


def _batch(stream: pa.Buffer) -> pa.RecordBatch:
    return pa.ipc.open_stream(pa.BufferReader(stream)).read_next_batch()


def _cells(batch: pa.RecordBatch, ids: Mapping[str, pa.Array]) -> dict[str, ArrowCells]:
    """Columns of a table, references with the ids they point to."""
    found = {}
    for stated, array in zip(batch.schema, batch.columns, strict=True):
        if stated.metadata and _IDS_OF in stated.metadata:
            array = pa.DictionaryArray.from_arrays(array, ids[stated.metadata[_IDS_OF].decode()])
        found[stated.name] = ArrowCells(array)
    return found


def _sections(whole: pa.Buffer, store_uuid: str, version: int) -> dict[str, _Section] | None:
    """Where the tables stand, None where the file is no whole sidecar of that version of the store."""
    end = whole.size - _TRAILER.size
    if end < len(_MAGIC) or whole.slice(0, len(_MAGIC)).to_pybytes() != _MAGIC:
        return None
    length, crc, magic = _TRAILER.unpack(whole.slice(end).to_pybytes())
    if magic != _MAGIC or length > end - len(_MAGIC):
        return None
    footer = whole.slice(end - length, length).to_pybytes()
    if crc32(footer) != crc:
        return None
    said = json.loads(footer)
    if (said["format"], said["store_uuid"], said["version"]) != (_FORMAT, store_uuid, version):
        return None
    sections = {name: _Section(*said["tables"][name]) for name in TABLES}
    last = len(_MAGIC)
    for section in sections.values():
        if section.start != last + -last % _ALIGNED:
            return None
        last = section.start + section.length
    return sections if last == end - length else None


def _is_sound(whole: pa.Buffer, sections: Iterable[_Section]) -> bool:
    """Whether each table is what was written."""

    def is_sound(at: _Section) -> bool:
        return crc32(whole.slice(at.start, at.length)) == at.crc

    # Checksums are worked out outside the interpreter's lock.
    with ThreadPoolExecutor(2) as threads:
        return all(threads.map(is_sound, sorted(sections, key=lambda at: -at.length)))
