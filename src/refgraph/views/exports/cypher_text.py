"""Values as Cypher literals that mean exactly that value in every version of Neo4j, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refgraph.model.tables import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.model.tables import Column

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_HIDDEN = re.compile(
    "[\\\\'\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""What ends a literal or a line, and what nobody sees."""


def text_literal(text: str) -> str:
    """A string literal, or a sum of two, on one line.

    Up to Neo4j 5 a backslash and `u` anywhere in a query are read as a character before anything else, also after an
    escaped backslash: so the two never stand side by side where a text has them.
    """
    escaped = _HIDDEN.sub(_escape, text)
    return f"'{escaped}'"


def _escape(match: re.Match[str]) -> str:
    found, after = match.group(), match.string[match.end() : match.end() + 1]
    if found == "\\" and after in ("u", "U"):
        return "\\\\' + '"
    return _ESCAPES.get(found) or f"\\u{ord(found):04X}"


def literal(cell: Cell, column: Column) -> str:
    """A cell that is not empty: a string, a `date`, a float or a boolean."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return number_literal(cell)
    text = text_literal(str(cell))
    return f"date({text})" if column.kind is Kind.DAY else text


def number_literal(number: float) -> str:
    """A finite number, exactly; Cypher knows no plus sign in an exponent."""
    return repr(number).replace("e+", "e")


def map_literal(pairs: Iterable[tuple[str, str]]) -> str:
    """A map of names and literals; names are put in backticks."""
    return "{" + ", ".join(f"`{name}`: {value}" for name, value in pairs) + "}"
