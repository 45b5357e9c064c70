"""Small import folders for tests, written from dicts of the cells that matter."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from refgraph.views.exports import cell_text
from tests.facts import row_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

from refgraph.model.tables import TABLES


def write_folder(folder: Path, **tables: list[Cells]) -> Path:
    """Write tables given by name as an import folder; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        spec = TABLES[name]
        with (folder / spec.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in spec.columns])
            writer.writerows([list(map(cell_text, row_of(name, cells))) for cells in rows])
    return folder


def newspapers(folder: Path) -> Path:
    """Write a customer whose IT director meets a prospect's IT director in a circle."""
    return write_folder(
        folder,
        accounts=[
            {"account_id": "morning", "name": "Morning Post", "industry": "press", "status": "customer"},
            {"account_id": "evening", "name": "Evening News", "industry": "press"},
        ],
        people=[
            {"person_id": "li", "name": "李明朗 Li Minglang"},
            {"person_id": "wang", "name": "王芳 Wang Fang"},
        ],
        roles=[
            {"person_id": "li", "account_id": "morning", "seniority": "M"},
            {"person_id": "wang", "account_id": "evening", "buying_role": "decider"},
        ],
        circles=[{"circle_id": "it", "name": "IT round table", "kind": "industry"}],
        memberships=[{"person_id": "li", "circle_id": "it"}, {"person_id": "wang", "circle_id": "it"}],
        knows=[{"person_a": "li", "person_b": "wang", "strength": 1.0}],
        events=[
            {
                "event_id": "e1",
                "kind": "survey",
                "date": "2026-01-01",
                "account_id": "morning",
                "person_id": "li",
                "value": 10.0,
            }
        ],
    )
