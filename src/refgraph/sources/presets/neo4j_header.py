"""The header row of a file for `neo4j-admin database import` (docs/neo4j-csv.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.delimited import records
from refgraph.sources.headers import MOST_COLUMNS
from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DELIMITERS = (",", ";", "\t", "|")
_FIELD = re.compile(r"([^:]*)(?::([A-Za-z_]+(?:\[\])?))?(?:\(([^()]*)\))?(?:\{[^{}]*\})?")
_HEADER_NAME = re.compile(r"(.*?)[-_. ]?header", re.IGNORECASE)
_ENDS = frozenset({"ID", "START_ID", "END_ID", "LABEL", "TYPE", "IGNORE"})


@dataclass(frozen=True, slots=True)
class Neo4jHeader:
    """What the cells of a file's rows are."""

    delimiter: str
    text: str
    """The header row as it stands."""
    ends: Mapping[str, int]
    """Cell of `ID`, `START_ID`, `END_ID`, `LABEL`, `TYPE`, those the file has."""
    spaces: Mapping[str, str]
    """Id space of `ID`, `START_ID`, `END_ID` where it is named."""
    properties: Mapping[str, int]
    """Cell by name of the property in lower case."""
    width: int

    @property
    def is_nodes(self) -> bool:
        """Whether the rows are nodes; else relationships."""
        return "ID" in self.ends


def read_neo4j_header(text: str, file: str) -> Neo4jHeader | None:
    """Read the first row as a header; None where it is none. Raises `Refused` for one that makes no sense."""
    best: Neo4jHeader | None = None
    for delimiter in _DELIMITERS:
        record = next(records(text, delimiter, file), None)
        if record is None or record.fault:
            continue
        if len(record.cells) > MOST_COLUMNS:
            found = f"found {len(record.cells)} columns, expected at most {MOST_COLUMNS}"
            raise Refused(file, "columns", found, "export only the columns needed", row=1)
        header = _header(record.cells, delimiter, text[record.start : record.end], file)
        if header and (best is None or header.width > best.width):
            best = header
    return best


def header_prefix(name: str) -> str | None:
    """Beginning of the names of the files a header file is for: `people-header.csv` gives people; None for others."""
    plain = name.rsplit("/", 1)[-1].casefold().removesuffix(".gz").rsplit(".", 1)[0]
    match = _HEADER_NAME.fullmatch(plain)
    return match[1] if match else None


def _header(cells: Sequence[str], delimiter: str, text: str, file: str) -> Neo4jHeader | None:
    ends: dict[str, int] = {}
    spaces: dict[str, str] = {}
    properties: dict[str, int] = {}
    for at, cell in enumerate(cells):
        match = _FIELD.fullmatch(cell.strip())
        name, kind, space = (
            (match[1].strip(), (match[2] or "").upper(), match[3]) if match else (cell, "", None)
        )
        place, key = (ends, kind) if kind in _ENDS else (properties, name.casefold())
        if key in place and key and kind != "IGNORE":
            _refuse_twice(file, cell)
        place[key] = at
        if kind in _ENDS and space:
            spaces[kind] = space
    is_relationship = {"START_ID", "END_ID"} <= ends.keys()
    if ("ID" in ends) == is_relationship:
        return None
    ends.pop("IGNORE", None)
    properties.pop("", None)
    return Neo4jHeader(delimiter, text, ends, spaces, properties, len(cells))


def _refuse_twice(file: str, cell: str) -> None:
    raise Refused(file, "duplicate_column", f"duplicate column '{shown(cell)}'", "keep one of them", row=1)
