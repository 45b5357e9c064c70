"""A store's life told by commands: brought in by parts, changed, held, repaired, merged and taken back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from refgraph.model.tables import TABLES
from tests.backends.commands import tell
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path


def part(bundle: Path, folder: Path, step: int) -> Path:
    """An import folder with the relations and events of one in three rows, and all that these name."""
    folder.mkdir()
    for name, table in TABLES.items():
        if not (bundle / table.file).exists():
            continue
        if name in ("roles", "memberships", "knows", "events"):
            header, *lines = (bundle / table.file).read_text("utf-8").splitlines()
            (folder / table.file).write_text("\n".join([header, *lines[step::3]]) + "\n", "utf-8")
        else:
            shutil.copy(bundle / table.file, folder)
    return folder


def live(url: str, folder: Path, bundle: Path) -> list[tuple[int, Any]]:
    """Bring a bundle in by parts and go on from there; what each command told."""
    folder.mkdir()
    told = [
        tell(url, "import", part(bundle, folder / f"part{step}", step), "--by", "Mei") for step in (1, 0, 2)
    ]
    people = [f"d{i}" for i in range(6)]
    first = write_folder(
        folder / "first",
        accounts=[
            {"account_id": "da", "name": "Fjord Verlag", "industry": "press", "status": "customer"},
            {"account_id": "db", "name": "Fjord Verlag AG", "parent_id": "da", "potential": 1000.0},
        ],
        people=[{"person_id": one, "name": f"Anna Berg {one}", "email": "anna@fjord.test"} for one in people],
        circles=[{"circle_id": "dc", "name": "Chess 国际象棋", "kind": "social"}],
        roles=[{"person_id": one, "account_id": "da", "from": "2024-01-01"} for one in people],
        memberships=[{"person_id": one, "circle_id": "dc", "attendance": 0.5} for one in people],
        knows=[{"person_a": people[0], "person_b": one, "strength": 0.25} for one in people[1:]],
        events=[
            {"event_id": f"de{one}", "kind": "survey", "date": "2026-01-02", "person_id": one, "value": 9.0}
            for one in people
        ],
    )  # fmt: skip
    second = write_folder(
        folder / "second",
        people=[{"person_id": "d1", "name": "Anna B. Berg", "phone": "+47 12 34"}, {"person_id": "d9"}],
        roles=[
            {"person_id": "d1", "account_id": "da", "from": "2024-01-01", "to": "2025-06-01"},
            {"person_id": "d1", "account_id": "db", "from": "2025-06-02", "reports_to": "d0"},
            {"person_id": "d8", "account_id": "da"},
        ],
        knows=[{"person_a": "d2", "person_b": "d0", "strength": 0.75, "last_contact": "2026-02-03"}],
        events=[{"event_id": "ded1", "kind": "survey", "date": "2026-01-02", "person_id": "d1", "value": 2.0}],
    )  # fmt: skip
    late = write_folder(folder / "late", people=[{"person_id": "d8", "name": "Olaf"}])
    steps: list[tuple[object, ...]] = [
        ("import", first, "--by", "Tom"),
        ("import", second),
        ("held",),
        ("import", late),
        ("held", "retry"),
        ("duplicates",),
        ("duplicates", "--merge-by", "email", "--dry-run"),
        ("merge", "d0", "d2", "d3"),
        ("merge", "--table", "accounts", "da", "db"),
        ("import", first),
        ("undo", "9"),
        ("merge", "d4", "d5"),
        ("undo", "1"),
        ("import", second),
        ("held", "discard", "--all"),
        ("undo", "11"),
        ("duplicates", "--not-same", "d4", "d0"),
    ]
    return told + [tell(url, *step) for step in steps]
