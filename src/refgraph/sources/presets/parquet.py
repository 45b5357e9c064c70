"""Parquet: a file a table, with the column names of the import folder."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from refgraph.model.tables import TABLES, Table
from refgraph.sources.converted import Converted
from refgraph.sources.presets.duplicate_ids import hold_conflicts
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.json_cells import put_object
from refgraph.sources.presets.jsonl import table_of_name
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

_MAGIC = b"PAR1"
_AT_A_TIME = 8_192
LARGEST_GROUP = 256 << 20
"""Unpacked bytes of a row group, which is read as one."""
MOST_BYTES = 4 << 30
"""Unpacked bytes of a file."""


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read files such as `people.parquet`. Rows count from 1; a row that is held is kept as a JSON line.

    Raises `Refused` for what is no Parquet file of a table, and for row groups too large to be read.
    """
    converted = Converted()
    ignored = [*files.ignored]
    for file in files.files:
        table = table_of_name(file.name)
        if "scores" in file.name.casefold().split("/")[:-1] or (table is None and not files.is_single):
            ignored.append(file.name)
        elif file.head(len(_MAGIC)) != _MAGIC:
            raise Refused(file.name, "parquet", "found no Parquet data", "export it again")
        elif table is None:
            names = ", ".join(f"{name}.parquet" for name in TABLES)
            raise Refused(
                file.name, "unknown_file", "the file name tells no table", f"rename it to one of {names}"
            )
        else:
            _read(converted, file, table, options)
    converted.ignored = ignored
    hold_conflicts(converted)
    return converted


def _read(converted: Converted, file: SourceFile, table: Table, options: ReadOptions) -> None:
    # Held rows are JSON lines, so whoever repairs them reads them as such.
    converted.read_as[file.name] = replace(held_file(file.name, options), preset="jsonl")
    number = 0
    for fields in _rows(converted, file, table):
        number += 1
        raw = json.dumps({"table": table.name, **fields}, ensure_ascii=False, default=str)
        source = converted.source(file.name, number, raw)
        put_object(converted, source, table, fields, decimal_comma=options.decimal_comma)
    if not number:
        converted.notices.append((file.name, Note("no_rows", "found no rows")))


def _rows(converted: Converted, file: SourceFile, table: Table) -> Iterator[dict[str, object]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with file.open() as opened, pq.ParquetFile(opened) as found:
            _check_size(file.name, found.metadata)
            wanted = _columns(converted, file.name, table, found.schema_arrow)
            for batch in found.iter_batches(_AT_A_TIME, columns=wanted):
                yield from _plain(batch).to_pylist()
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        words = shown(str(error).split("\n", 1)[0], at_most=120)
        raise Refused(
            file.name, "parquet", f"the Parquet data are damaged ({words})", "export it again"
        ) from error


def _check_size(name: str, metadata: Any) -> None:
    sizes = [metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups)]
    if sum(sizes) > MOST_BYTES or max(sizes, default=0) > LARGEST_GROUP:
        found = f"too large: a row group unpacks to more than {LARGEST_GROUP >> 20} MB, or all to {MOST_BYTES >> 20}"
        raise Refused(name, "too_large", found, "write it with smaller row groups, or split it")


def _columns(converted: Converted, name: str, table: Table, schema: Any) -> list[str]:
    """Columns to read; the others are warned about, a missing id or a column named twice refuses the file."""
    known = {column.name for column in table.columns}
    names = list(schema.names)
    twice = sorted(column for column, count in Counter(names).items() if count > 1)
    if twice:
        found = f"duplicate column '{shown(twice[0])}'"
        raise Refused(name, "duplicate_column", found, "keep one of them", row=1)
    missing = [column.name for column in table.columns if column.required and column.name not in names]
    if missing:
        found = f"missing column {', '.join(missing)}; found {', '.join(map(shown, names[:20]))}"
        raise Refused(name, "missing_column", found, "add it", row=1)
    for column in names:
        if column not in known:
            words = f"unknown column '{shown(column)}': its values are not imported"
            converted.notices.append((name, Note("unknown_column", words)))
    return [column for column in names if column in known]


def _plain(batch: Any) -> Any:
    """Days and times as ISO texts; everything else as it is, and judged by its value."""
    import pyarrow as pa

    for at, field in enumerate(batch.schema):
        if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
            day = pa.types.is_date(field.type)
            cells = batch.column(at).cast(pa.date32()) if day else batch.column(at)
            batch = batch.set_column(at, field.name, cells.cast(pa.string()))
    return batch
