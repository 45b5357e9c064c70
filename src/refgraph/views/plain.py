"""Text for terminals: columns that line up under Chinese names, nothing that steers the terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def shown(text: str) -> str:
    """Show control, bidirectional and other invisible format characters as escapes, such as \\u202e."""
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else ascii(c)[1:-1] for c in text
    )


def width(text: str) -> int:
    """Terminal columns of a text: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table with a header, columns padded to their widest cell."""
    cells = [[shown(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[i]) for row in cells) for i in range(len(header))]
    return [
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip()
        for row in cells
    ]


def more(count: int, rows_shown: int, *, how: str = "--json lists all") -> list[str]:
    """Say how many rows were not shown, and how they are; no line when all were."""
    return [f"… and {count - rows_shown} more; {how}"] if count > rows_shown else []
