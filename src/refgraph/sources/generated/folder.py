"""Write a made-up network as an import folder."""

from __future__ import annotations

import csv
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.errors import RefgraphError
from refgraph.model.tables import TABLES, Table
from refgraph.sources.generated.network import network
from refgraph.sources.generated.sheets import Sheet, sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

_STRETCH = 50_000
"""Rows made and written at a time."""


def write_network(
    path: Path, people: int, until: date, rng: np.random.Generator, say: Callable[[str], None]
) -> dict[str, int]:
    """Write a network of so many people whose last day is `until`; gives the number of rows by table.

    The folder appears whole, or not at all. `say` is told what takes a while. O(people): 1 kB and 30 µs each.
    Raises `RefgraphError` where `path` is anything but an empty folder or a free place.
    """
    require_free(path)
    say(f"drawing {people:,} people")
    drawn = sheets(network(people, (until - date(1970, 1, 1)).days, rng))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        for name, sheet in drawn.items():
            say(f"writing {sheet.rows:,} rows of {name}.csv")
            _write(unfinished / TABLES[name].file, TABLES[name], sheet)
        if path.exists():
            path.rmdir()
        unfinished.chmod(0o755)
        unfinished.rename(path)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return {name: sheet.rows for name, sheet in drawn.items()}


def require_free(path: Path) -> None:
    """Raise `RefgraphError` unless nothing stands at a path, or an empty folder."""
    if not path.exists():
        return
    if not path.is_dir():
        raise RefgraphError(f"{path} is no folder", "name a folder that does not exist yet")
    if any(path.iterdir()):
        raise RefgraphError(f"{path} is not empty", "name a folder that does not exist yet, or an empty one")


def _write(file: Path, table: Table, sheet: Sheet) -> None:
    names = [column.name for column in table.columns]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for start in range(0, sheet.rows, _STRETCH):
            stretch = slice(start, min(start + _STRETCH, sheet.rows))
            cells = sheet.cells(stretch)
            writer.writerows(zip(*(cells[name] for name in names), strict=True))
