"""The texts in a file: one of a CSV file, one a sheet of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.sources.decode import Decoded
    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class NamedText:
    """One text."""

    name: str
    """File name; `book.xlsx/Sheet` for a sheet."""
    decoded: Decoded
    sheet: str = ""
    """Name of the sheet, '' for a file of text."""
    notes: Sequence[Note] = ()
    """Warnings about the whole text."""


def texts_of(file: SourceFile, options: ReadOptions) -> Iterator[NamedText]:
    """Give the text of a file, or of each visible sheet; raises `Refused` where it is not certain."""
    head = file.head(4)
    is_named_so = file.name.casefold().endswith((".xlsx", ".xlsm", ".xls"))
    # Rows of a workbook that were held come back as text under the workbook's name.
    if head.startswith(_OLD_WORKBOOK) or (is_named_so and head.startswith(_ZIP)):
        from refgraph.sources.presets.workbook import read_workbook

        sheets, hidden = read_workbook(file, decimal_comma=options.decimal_comma)
        notes = [Note("hidden_sheet", f"the hidden sheet '{shown(name)}' is not imported") for name in hidden]
        for one in sheets:
            yield NamedText(one.name, one.decoded, one.sheet, [*one.notes, *notes])
            notes = []
        return
    yield NamedText(file.name, file.text(options.encoding))
