"""The texts that a store keeps of former rows, keys and held rows, alike in every backend."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile, HeldRow

if TYPE_CHECKING:
    from refgraph.model.tables import Key, Row, Table


def key_json(key: Key) -> str:
    """A key as one text, of ASCII."""
    return json.dumps(key)


def key_of_json(text: str) -> Key:
    """A key from the text it is kept as."""
    return tuple(json.loads(text))


def row_json(table: Table, row: Row) -> str:
    """A whole row as one text, of ASCII: its cells by the names of their columns."""
    return json.dumps({column.name: cell for column, cell in zip(table.columns, row, strict=True)})


def row_of_json(table: Table, text: str) -> Row:
    """A row from the text it is kept as; cells of columns that the text lacks are empty."""
    cells = json.loads(text)
    return tuple(cells.get(column.name) for column in table.columns)


def held_body(row: HeldRow) -> str:
    """A held row as one text, without how its file was read."""
    return json.dumps([row.file, row.row, row.column, row.code, row.reason, row.raw])


def held_file_body(file: HeldFile) -> str:
    """How a file was read as one text."""
    return json.dumps(asdict(file))


def held_row_of(body: str, file_body: str | None) -> HeldRow:
    """A held row from its text and that of its file; None where how it was read is not known."""
    row = HeldRow(*json.loads(body))
    return row if file_body is None else replace(row, read_as=_file_of(file_body))


@lru_cache(maxsize=1024)
def _file_of(body: str) -> HeldFile:
    """Rows of one file share one object."""
    cells = json.loads(body)
    options = tuple((str(name), str(value)) for name, value in cells.pop("options"))
    return HeldFile(**cells, options=options)
