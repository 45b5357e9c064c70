"""Excel workbooks: each sheet is one of our tables, by its name, or one of the lists that mapping files describe."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.sources.converted import Converted
from refgraph.sources.presets.mapped import make_rows, read_file
from refgraph.sources.presets.recognise import best_of
from refgraph.sources.presets.table_sheets import locate_table, table_named
from refgraph.sources.presets.texts import texts_of
from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFiles
    from refgraph.sources.presets.labels import Located
    from refgraph.sources.presets.records import FileRows
    from refgraph.sources.presets.texts import NamedText

_TABLES = "our tables"


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Convert the visible sheets; those that are no list we know are ignored where one is.

    Raises `Refused` where no sheet is known, a sheet named like a table lacks its columns, or a file is no workbook.
    """
    converted = Converted()
    read: dict[str, list[FileRows]] = defaultdict(list)
    unknown: list[str] = []
    for file in files.files:
        for text in texts_of(file, options):
            found = _located(text)
            if found is None:
                unknown.append(text.name)
            else:
                read[found[0]].append(read_file(text, found[1], options, converted))
    if not read:
        raise _nothing(files, unknown)
    for rows in read.values():
        make_rows(rows, converted)
    converted.ignored = sorted([*files.ignored, *unknown])
    return converted


def _located(text: NamedText) -> tuple[str, Located] | None:
    """The format of a sheet and its header; None where it is no list we know."""
    best = best_of(text)
    table = table_named(text.sheet or text.name.rsplit("/", 1)[-1])
    if table is not None:
        try:
            return _TABLES, locate_table(text, table)
        except Refused:
            if best is None:
                raise
    return (best[0].name, best[1]) if best else None


def _nothing(files: SourceFiles, unknown: list[str]) -> Refused:
    names = ", ".join(f"'{shown(name)}'" for name in unknown[:10]) or "none that holds anything"
    found = f"found no sheet that is a table or a list we know, of the sheets {names}"
    cure = "name the sheets accounts, people, roles …, or map the columns in a mapping file"
    return Refused(files.source, "header", found, cure)
