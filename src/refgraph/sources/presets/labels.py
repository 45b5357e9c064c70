"""Which file of a format a text is: its header, found by the labels in it wherever it stands among the first rows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING

from refgraph.sources.delimited import Record, records
from refgraph.sources.headers import MOST_COLUMNS
from refgraph.sources.refusal import Refused
from refgraph.sources.text import folded, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.sources.presets.mapping import FileMapping
    from refgraph.sources.presets.mapping import Mapping as Format

_DELIMITERS = (",", ";", "\t", "|")
_ROWS_SEARCHED = 40
_LONGEST_LABEL = 200
_FEWEST = 2
"""Labels of a format that a row needs to be taken for its header when a required one is missing."""


@dataclass(frozen=True, slots=True)
class Located:
    """A header, and what its cells hold."""

    kind: FileMapping
    record: Record
    delimiter: str
    positions: Mapping[str, Sequence[int]]
    """Cells by field, in the order of the mapping's labels; fields the file lacks are left out."""
    unknown: Sequence[int]
    """Cells that belong to no field and are not known to the format."""
    not_needed: Sequence[int]
    """Cells the format has and refgraph does not need."""
    is_exact: bool = False
    """Whether texts are taken as they stand, spaces around them included, as in the import folder."""

    def label(self, field: str) -> str:
        """Name of a field in the file; '' where the file lacks it."""
        at = self.positions.get(field)
        return self.record.cells[at[0]] if at else ""


def plain_label(cell: str) -> str:
    """Reduce a label: case, width, spaces, hyphens and underscores do not count."""
    if len(cell) > _LONGEST_LABEL:
        return ""
    return re.sub(r"[\s_\-\ufeff]+", "", unicodedata.normalize("NFKC", cell).casefold())


def locate(text: str, file: str, mapping: Format) -> Located:
    """Find the header and the kind of file that fits it best, by its labels, then by the file's name.

    Raises `Refused` where no row is a header of the format, or one lacks a required column.
    """
    best: tuple[tuple[bool, int, bool], Located] | None = None
    for delimiter, record in _candidates(text, file):
        for kind in mapping.files:
            located = _placed(kind, record, delimiter)
            rank = (not _missing(located), len(located.positions), is_named(file, kind))
            if best is None or rank > best[0]:
                best = rank, located
    if best is None or (best[0][1] < _FEWEST and not best[0][0]):
        raise _no_header(text, file, mapping)
    located = best[1]
    if not best[0][0]:
        raise _missing_column(file, located, mapping)
    return located


def is_named(file: str, kind: FileMapping) -> bool:
    """Whether the file's own name is one of the kind's."""
    name = file.rsplit("/", 1)[-1].casefold().removesuffix(".gz")
    return any(fnmatchcase(name, pattern) for pattern in kind.filenames)


def _candidates(text: str, file: str) -> Iterator[tuple[str, Record]]:
    refused: Refused | None = None
    found = False
    for delimiter in _DELIMITERS:
        try:
            for record in islice(records(text, delimiter, file), _ROWS_SEARCHED):
                if len(record.cells) > MOST_COLUMNS:
                    words = f"found {len(record.cells)} columns, expected at most {MOST_COLUMNS}"
                    cure = "export only the columns needed"
                    raise Refused(file, "columns", words, cure, row=record.number)
                if not record.fault and any(map(str.strip, record.cells)):
                    found = True
                    yield delimiter, record
        except Refused as error:
            refused = refused or error
    if refused and not found:
        raise refused


def _placed(kind: FileMapping, record: Record, delimiter: str) -> Located:
    by_label: dict[str, list[int]] = {}
    for at, cell in enumerate(record.cells):
        by_label.setdefault(plain_label(cell), []).append(at)
    by_label.pop("", None)
    positions: dict[str, list[int]] = {}
    for field, labels in kind.columns.items():
        cells = [at for label in labels for at in by_label.get(plain_label(label), ())]
        if cells:
            positions[field] = list(dict.fromkeys(cells))
    used = {at for cells in positions.values() for at in cells}
    others = [at for at in range(len(record.cells)) if at not in used]
    known = [at for at in others if _is_known(record.cells[at], kind.not_needed)]
    return Located(kind, record, delimiter, positions, [at for at in others if at not in known], known)


def _is_known(cell: str, patterns: Sequence[str]) -> bool:
    label = folded(cell[:_LONGEST_LABEL])
    return any(fnmatchcase(label, pattern) for pattern in patterns)


def _missing(located: Located) -> list[str]:
    return [
        " or ".join(located.kind.columns[field][0] for field in group)
        for group in located.kind.required
        if not any(field in located.positions for field in group)
    ]


def _missing_column(file: str, located: Located, mapping: Format) -> Refused:
    names = ", ".join(shown(cell) for cell in located.record.cells[:20])
    found = (
        f"missing column {', '.join(_missing(located))} of {mapping.name} {located.kind.name}; found {names}"
    )
    cure = "export it with that column, or name the preset it is of"
    return Refused(file, "missing_column", found, cure, row=located.record.number)


def _no_header(text: str, file: str, mapping: Format) -> Refused:
    first = shown(text.lstrip().split("\n", 1)[0].strip()[:200])
    wanted = "; or ".join(", ".join(labels[0] for labels in kind.columns.values()) for kind in mapping.files)
    found = f"no header of {mapping.name} among the first {_ROWS_SEARCHED} rows (the first is '{first}'), expected {wanted}"
    cure = (
        "export it again with its columns named in English, or copy the preset's mapping file and add yours"
    )
    return Refused(file, "header", found, cure, row=1)
