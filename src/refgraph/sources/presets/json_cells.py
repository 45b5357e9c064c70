"""Values of JSON and Parquet as the text of cells, so that the rules of the import folder read them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import Column, Kind, Table
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.sources.converted import Converted

_TEXTS = frozenset({Kind.ID, Kind.NAME, Kind.TEXT, Kind.NOTE, Kind.CHOICE})
_NUMBERS = frozenset({Kind.NUMBER, Kind.SHARE, Kind.MONEY})


def put_object(
    converted: Converted, source: int, table: Table, fields: Mapping[str, object], *, decimal_comma: bool
) -> list[str]:
    """Put a row made of an object with the table's column names; gives the names that are none.

    Values of a wrong type hold the source row; None is an empty cell. With `decimal_comma` numbers are written as
    the import will read them.
    """
    cells: dict[str, str] = {}
    for column in table.columns:
        value = fields.get(column.name)
        if value is None or value == "":
            continue
        text, note = cell_text_of(value, column, decimal_comma=decimal_comma)
        if note:
            converted.remark(source, column.name, note, shown(str(value)))
        cells[column.name] = text
    converted.put(table.name, source, cells)
    names = {column.name for column in table.columns}
    return [name for name in fields if name not in names]


def cell_text_of(value: object, column: Column, *, decimal_comma: bool) -> tuple[str, Note | None]:
    """Text of a value that is not None, or '' with a holding note where its type does not fit the column.

    Whole numbers are texts where a text is expected (an id 17); other numbers are not, for they may be rounded.
    """
    if isinstance(value, str):
        return _checked(value)
    if isinstance(value, bool):
        if column.kind is Kind.FLAG:
            return ("true" if value else "false"), None
    elif isinstance(value, int):
        if column.kind in _TEXTS or column.kind in _NUMBERS:
            return _digits(value)
    elif isinstance(value, float) and column.kind in _NUMBERS:
        return repr(value).replace(".", ",") if decimal_comma else repr(value), None
    return "", _wrong_type(value, column)


def _digits(value: int) -> tuple[str, Note | None]:
    if abs(value) >= 10**30:
        return "", Note("range", "found a number of more than 30 digits, out of range", holds=True)
    return str(value), None


def _checked(text: str) -> tuple[str, Note | None]:
    try:
        text.encode()
    except UnicodeEncodeError:
        found = f"found half a character (a lone surrogate) in '{shown(text)}', expected text"
        return "", Note("encoding", found, holds=True)
    return text, None


def _wrong_type(value: object, column: Column) -> Note:
    expected = "a text" if column.kind in _TEXTS or column.kind is Kind.DAY else "a number"
    if column.kind is Kind.FLAG:
        expected = "true or false"
    found = f"found {type_word(value)} ({shown(str(value)[:100])}), wrong type, expected {expected}"
    return Note("type", found, holds=True)


def type_word(value: object) -> str:
    """What a JSON value is, in plain words."""
    words = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "a flag",
        int: "a number",
        float: "a number",
    }
    return words.get(type(value), "nothing" if value is None else "a value of another type")
