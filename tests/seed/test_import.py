"""The demo network imports whole, without a warning."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.sources.plan import ReadOptions, plan_import
from tests.seed.network import SEED, TODAY, read
from tests.sources.memory import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path


def test_the_eight_files_are_accepted_without_a_warning(tmp_path: Path) -> None:
    for table in TABLES.values():
        shutil.copy(SEED / table.file, tmp_path)
    plan = plan_import(tmp_path, MemoryStore(), options=ReadOptions(), today=date.fromisoformat(TODAY))
    assert list(plan.problems) == []
    assert plan.outcome == "accept"
    for name, table in TABLES.items():
        count = plan.files[table.file]
        assert (count.imported, count.merged, count.held, count.blank) == (len(read(name)), 0, 0, 0)
