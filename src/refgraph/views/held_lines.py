"""Held rows as a document and as lines for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.views.plain import more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import HeldRow
    from refgraph.views.documents import Json

_KEY_SHOWN = 12


def held_document(rows: Sequence[HeldRow], limit: int) -> Json:
    """Document of `refgraph held`: how many there are, and the first of them in the order they came."""
    return {"total": len(rows), "rows": [held_row(row) for row in rows[:limit]]}


def held_row(row: HeldRow) -> Json:
    """One held row: its key, place, reason and text."""
    return {"key": row.key, **{name: value for name, value in asdict(row).items() if name != "read_as"}}


def held_lines(rows: Sequence[HeldRow], limit: int) -> list[str]:
    """Held rows, three lines each: place, reason, text."""
    if not rows:
        return ["No rows are held."]
    lines = []
    for row in rows[:limit]:
        place = f"{row.file} row {row.row}" + (f", column {row.column}" if row.column else "")
        lines += [f"{row.key[:_KEY_SHOWN]}  {place}", f"    {row.reason}", f"    {row.raw[:200]}"]
    cure = "put them right in a spreadsheet: refgraph held write FOLDER, then refgraph held repair FOLDER"
    return [*lines, *more(len(rows), limit, how=f"-k {len(rows)} lists all"), cure]
