"""Rows as the values of the statements that write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.names import fold, name_words
from refgraph.store.neo4j.cells import properties_of
from refgraph.store.neo4j.layout import NodeLayout
from refgraph.store.neo4j.statements import beforehand

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.model.tables import Row
    from refgraph.store.neo4j.layout import Layout

    Values = Callable[[Row, int | None], list[object]]

LONGEST_WORD = 100
"""Letters kept of a word that a name is found by: the index cuts words of more than 255 into several."""


def values_of(layout: Layout, at: int) -> Values:
    """Function that gives a row and its num (None in a relation) as `statements.ADDED` takes it, written by a version."""
    properties = properties_of(layout)
    table = layout.table
    referring = [table.index(reference.column.name) for reference in beforehand(layout)]
    if not isinstance(layout, NodeLayout):
        ends = [table.index(end.column.name) for end in (layout.start, layout.end)]
        return lambda row, _: [
            *(row[end] for end in ends), properties(row) | {"ver": at}, *(row[i] for i in referring)
        ]  # fmt: skip
    name_at = table.index("name") if layout.is_named else None

    def values(row: Row, num: int | None) -> list[object]:
        kept: dict[str, object] = {**properties(row), "num": num, "ver": at}
        if name_at is not None:
            kept |= found_by(str(row[name_at]))
        return [kept, *(row[i] for i in referring)]

    return values


def found_by(name: str) -> dict[str, object]:
    """Properties that a name is found by."""
    words = (word[:LONGEST_WORD] for word in name_words(name))
    return {"words": " ".join(words), "plain": fold(name)}
