"""JSON lines: an object a line, with the column names of the import folder."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Table
from refgraph.sources.converted import Converted
from refgraph.sources.presets.duplicate_ids import hold_conflicts
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.json_cells import put_object, type_word
from refgraph.sources.presets.json_scan import unique_names
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

LONGEST_LINE = 1 << 20
"""Bytes of a line; a longer one is held."""

_KEPT = 1_000
"""Bytes of a line that is too long which are kept."""


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read files such as `people.jsonl`; a line may name its table itself (`"table": "people"`).

    Lines that are no object of a table are held; files of `scores` are left alone. Raises `Refused` for text that
    is not UTF-8 (or the encoding named) and for an empty file named by itself.
    """
    converted = Converted()
    ignored = [*files.ignored]
    for file in files.files:
        if _is_scores(file.name):
            ignored.append(file.name)
            continue
        _read(converted, file, options)
    converted.ignored = ignored
    hold_conflicts(converted)
    return converted


def table_of_name(name: str) -> Table | None:
    """Table a file is named after: `x/people.jsonl.gz` gives people; others None."""
    plain = name.rsplit("/", 1)[-1].casefold().removesuffix(".gz").rsplit(".", 1)[0]
    return TABLES.get(plain)


def is_blank_line(line: bytes) -> bool:
    """Whether there is nothing in a line, NULs not counted as nothing."""
    return not line.strip(b" \t\r\n\xef\xbb\xbf")


def _is_scores(name: str) -> bool:
    return "scores" in name.casefold().split("/")[:-1]


def _read(converted: Converted, file: SourceFile, options: ReadOptions) -> None:
    named, unknown, rows = table_of_name(file.name), Counter[str](), 0
    converted.read_as[file.name] = held_file(file.name, options)
    with file.open() as opened:
        for number, line in _lines(opened):
            if is_blank_line(line):
                converted.blank[file.name] += 1
                continue
            rows += 1
            unknown.update(_read_line(converted, file.name, number, line, (named, options)))
    if not rows:
        converted.notices.append((file.name, Note("no_rows", "found no rows")))
    for name, count in unknown.items():
        words = f"unknown column '{shown(name)}': its {count} values are not imported"
        converted.notices.append((file.name, Note("unknown_column", words)))


def _lines(opened: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long the beginning, one byte more than allowed."""
    number = 0
    while line := opened.readline(LONGEST_LINE + 1):
        number += 1
        yield number, line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = opened.readline(LONGEST_LINE + 1)
            if len(line) <= LONGEST_LINE:
                break


def _read_line(
    converted: Converted, file: str, number: int, line: bytes, how: tuple[Table | None, ReadOptions]
) -> list[str]:
    named, options = how
    if len(line) > LONGEST_LINE:
        source = converted.source(file, number, line[:_KEPT].decode("utf-8", "replace"))
        found = f"found a line of more than {LONGEST_LINE} bytes, too long; its first {_KEPT} are kept"
        converted.remark(source, "", Note("too_long", found, holds=True))
        return []
    raw = _decoded(line, file, number, options.encoding)
    source = converted.source(file, number, raw)
    fields, note = read_object(raw)
    if note:
        converted.remark(source, "", note)
        return []
    told = fields.pop("table", None)
    table = named if told is None else TABLES.get(told) if isinstance(told, str) else None
    if table is None:
        converted.remark(source, "table", _no_table(told))
        return []
    return put_object(converted, source, table, fields, decimal_comma=options.decimal_comma)


def _decoded(line: bytes, file: str, number: int, encoding: str | None) -> str:
    try:
        try:
            return line.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            if encoding is None:
                raise
            return line.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        found = f"the encoding is not {encoding or 'UTF-8'}: byte 0x{line[error.start]:02x}"
        cure = "save the file as UTF-8 or name its encoding with --encoding"
        raise Refused(file, "encoding", found, cure, row=number) from error


def read_object(raw: str) -> tuple[dict[str, object], Note | None]:
    """Read one JSON object; an empty one with a holding note where there is none, or a name comes twice."""
    try:
        value = json.loads(raw, object_pairs_hook=unique_names)
    except RecursionError:
        return {}, Note("nested", "found JSON nested too deeply, expected one flat object", holds=True)
    except ValueError as error:
        return {}, Note(
            "json", f"found no JSON object ({shown(str(error))}), expected one a line", holds=True
        )
    if not isinstance(value, dict):
        return {}, Note("json", f"found {type_word(value)}, expected an object", holds=True)
    return value, None


def _no_table(told: object) -> Note:
    names = ", ".join(TABLES)
    if told is None:
        words = f'the line names no table, expected "table" to be one of {names}, or a file named after one'
    else:
        words = f"unknown table '{shown(str(told)[:100])}', expected one of {names}"
    return Note("unknown_table", words, holds=True)
