"""Files for `neo4j-admin database import` as rows of the tables (docs/neo4j-csv.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Table
from refgraph.sources.converted import Converted
from refgraph.sources.delimited import Record, records
from refgraph.sources.presets.completing import Completion, Completions
from refgraph.sources.presets.duplicate_ids import hold_conflicts
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.neo4j_header import Neo4jHeader, header_prefix, read_neo4j_header
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

_LABELS = {"account": "accounts", "person": "people", "rep": "reps", "circle": "circles", "event": "events"}
_TIES = {
    "works_at": ("roles", "person_id", "account_id"),
    "member_of": ("memberships", "person_id", "circle_id"),
    "knows": ("knows", "person_a", "person_b"),
}
_EVENT_ENDS = {"about": "person_id", "at": "account_id", "by": "rep"}
_TYPES = (*_TIES, "parent_of", "reports_to", *_EVENT_ENDS)


@dataclass(slots=True)
class _Import:
    """What is known while the files are read."""

    converted: Converted
    completions: Completions = field(default_factory=Completions)

    def hold(self, source: int, column: str, code: str, text: str) -> None:
        """Hold a row."""
        self.converted.remark(source, column, Note(code, text, holds=True))


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read node and relationship files. Raises `Refused` where a file cannot be read for certain or has no header."""
    texts = [(file, file.text(options.encoding)) for file in files.files]
    headers = {file.name: read_neo4j_header(decoded.text, file.name) for file, decoded in texts}
    shared = _shared({file.name: decoded.text for file, decoded in texts}, headers)
    reading = _Import(Converted(ignored=files.ignored))
    for file, decoded in texts:
        if file.name in shared.values():
            continue
        own = headers[file.name]
        header = own or _header_for(file, shared, headers)
        reading.converted.read_as[file.name] = held_file(file.name, options, header.text)
        _read(reading, file.name, decoded.text, (header, own is not None))
    reading.completions.apply(reading.converted)
    hold_conflicts(reading.converted)
    return reading.converted


def _shared(texts: Mapping[str, str], headers: Mapping[str, Neo4jHeader | None]) -> dict[str, str]:
    """Names of files that are a header only and called so, by the beginning of the names they are for."""
    shared = {}
    for name, header in headers.items():
        prefix = header_prefix(name)
        if header and prefix is not None and not texts[name].strip("\ufeff")[len(header.text) :].strip():
            shared[prefix] = name
    return shared


def _header_for(
    file: SourceFile, shared: Mapping[str, str], headers: Mapping[str, Neo4jHeader | None]
) -> Neo4jHeader:
    plain = file.name.rsplit("/", 1)[-1].casefold()
    for prefix in sorted(shared, key=len, reverse=True):
        header = headers[shared[prefix]]
        if header and plain.startswith(prefix):
            return header
    found = "the first row is no header of Neo4j, expected a column :ID, or :START_ID and :END_ID"
    cure = "export it with its header, or put the header into a file such as people-header.csv"
    raise Refused(file.name, "header", found, cure, row=1)


def _read(reading: _Import, file: str, text: str, how: tuple[Neo4jHeader, bool]) -> None:
    header, has_header = how
    converted = reading.converted
    unknown, rows = Counter[str](), 0
    for record in records(text, header.delimiter, file):
        if has_header and record.number == 1:
            continue
        if not record.fault and not any(map(str.strip, record.cells)):
            converted.blank[file] += 1
            continue
        rows += 1
        source = converted.source(file, record.number, text[record.start : record.end])
        if record.fault:
            reading.hold(source, "", "quote", record.fault)
        elif len(record.cells) != header.width:
            found = f"found {len(record.cells)} cells, expected {header.width} cells as in the header"
            reading.hold(source, "", "cells", found)
        else:
            unknown.update(_read_record(reading, source, record, header))
    if not rows:
        converted.notices.append((file, Note("no_rows", "found a header and no rows")))
    for name, count in unknown.items():
        words = f"unknown property '{shown(name)}': its {count} values are not imported"
        converted.notices.append((file, Note("unknown_column", words)))


def _read_record(reading: _Import, source: int, record: Record, header: Neo4jHeader) -> list[str]:
    properties = {
        name: record.cells[at] for name, at in header.properties.items() if record.cells[at].strip()
    }
    ends = {name: record.cells[at].strip() for name, at in header.ends.items()}
    if header.is_nodes:
        return _read_node(reading, source, (ends, header.spaces), properties)
    return _read_relationship(reading, source, ends, properties)


def _read_node(
    reading: _Import,
    source: int,
    named: tuple[Mapping[str, str], Mapping[str, str]],
    properties: dict[str, str],
) -> list[str]:
    ends, spaces = named
    labels = [label for label in ends.get("LABEL", spaces.get("ID", "")).split(";") if label]
    known = [_LABELS[label.casefold()] for label in labels if label.casefold() in _LABELS]
    if len(set(known)) != 1:
        found = shown(";".join(labels)[:100])
        expected = "expected one of Account, Person, Rep, Circle, Event"
        reading.hold(source, ":LABEL", "unknown_label", f"unknown label '{found}', {expected}")
        return []
    table = TABLES[known[0]]
    cells = {**properties, table.key[0]: ends["ID"]}
    if any(column.name == "name" for column in table.columns):
        cells.setdefault("name", ends["ID"])
    return _put(reading.converted, source, table, cells)


def _read_relationship(
    reading: _Import, source: int, ends: Mapping[str, str], properties: dict[str, str]
) -> list[str]:
    kind, start, end = ends.get("TYPE", "").casefold(), ends["START_ID"], ends["END_ID"]
    if kind in _TIES:
        name, first, second = _TIES[kind]
        return _put(reading.converted, source, TABLES[name], {**properties, first: start, second: end})
    if kind not in _TYPES:
        listed = ", ".join(one.upper() for one in _TYPES)
        found = f"unknown type '{shown(ends.get('TYPE', '')[:100])}', expected one of {listed}"
        reading.hold(source, ":TYPE", "unknown_type", found)
        return []
    if not start or not end:
        reading.hold(
            source, ":END_ID" if start else ":START_ID", "missing_id", "missing id: expected both ends"
        )
        return []
    reading.completions.add(_completion(source, kind, (start, end), properties))
    used = ("account_id", "from") if kind == "reports_to" else ()
    return [name for name in properties if name not in used]


def _completion(source: int, kind: str, ends: tuple[str, str], properties: Mapping[str, str]) -> Completion:
    start, end = ends
    if kind == "parent_of":
        return Completion(source, "accounts", end, "parent_id", start)
    if kind == "reports_to":
        account, since = properties.get("account_id"), properties.get("from", "")
        return Completion(source, "roles", start, "reports_to", end, account, since)
    return Completion(source, "events", start, _EVENT_ENDS[kind], end)


def _put(converted: Converted, source: int, table: Table, cells: Mapping[str, str]) -> list[str]:
    """Put the cells that are columns of the table; gives the names of the others."""
    names: Sequence[str] = [column.name for column in table.columns]
    converted.put(table.name, source, {name: cells[name] for name in names if name in cells})
    return [name for name in cells if name not in names]
