"""The same files into SQLite by Python's own csv and sqlite3: rows as they are, no look at any; a unit is a load."""

from __future__ import annotations

import csv
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_INDEXED = {
    "accounts": ["account_id"],
    "people": ["person_id"],
    "circles": ["circle_id"],
    "roles": ["person_id", "account_id"],
    "memberships": ["person_id", "circle_id"],
    "knows": ["person_a", "person_b"],
    "events": ["event_id", "account_id", "person_id"],
}


def prepared(folder: Path) -> Callable[[], int]:
    """Load the CSV files of a folder into a new database beside it, with an index a column that is looked up."""
    sqlite3: Any = import_module("sqlite3")
    database = folder.parent / "peer.db"

    def run() -> int:
        for file in folder.parent.glob("peer.db*"):
            file.unlink()
        with closing(sqlite3.connect(database)) as db:
            for file in sorted(folder.glob("*.csv")):
                _load(db, file)
            db.commit()
        return 1

    return run


def _load(db: Any, file: Path) -> None:
    table = file.stem
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        columns = [f'"{name}"' for name in next(rows)]
        db.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
        marks = ", ".join("?" * len(columns))
        db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608 - names of our own files
    for column in _INDEXED.get(table, ()):
        db.execute(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')
