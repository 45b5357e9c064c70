"""When a store's tables are read, and when a sidecar is, over tables in memory."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from refgraph.model.changes import Changes
from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES
from refgraph.store.whole import MANY, Whole
from tests.facts import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class People:
    """A store of people, by id and the version that wrote them."""

    folder: Path
    ids: dict[str, int] = field(default_factory=dict)
    version: int = 0
    changed: int = 1
    """Rows it says were changed since any version."""
    says: list[str] = field(default_factory=list)
    """What it was asked for."""

    def write(self, *ids: str) -> None:
        self.version += 1
        self.ids |= dict.fromkeys(ids, self.version)

    @contextmanager
    def at_one_state(self) -> Iterator[People]:
        yield self

    def state(self) -> tuple[str, int]:
        return "uuid", self.version

    def rows(self) -> int:
        return len(self.ids)

    def path(self, store_uuid: str) -> Path:
        return self.folder / store_uuid

    def changed_rows(self, since: int) -> int:
        assert since < self.version
        return self.changed

    def changes(self, since: int) -> Changes:
        self.says.append("changes")
        people = [
            row_of("people", {"person_id": key}) for key, ver in sorted(self.ids.items()) if ver > since
        ]
        counts = {name: len(self.ids) if name == "people" else 0 for name in TABLES}
        return Changes("uuid", since, self.version, {"people": people} if people else {}, {}, counts)

    def columns(self) -> Columns:
        self.says.append("tables")
        people = [row_of("people", {"person_id": key}) for key in sorted(self.ids)]
        return columns_of({"people": people}, store_uuid="uuid", version=self.version)


@pytest.fixture
def people(tmp_path: Path) -> People:
    written = People(tmp_path)
    written.write("ann", "bob")
    return written


def read(people: People, *, worth_keeping: int = 0) -> list[str]:
    """What was asked for by a process that reads all; a sidecar is written by then."""
    people.says.clear()
    whole = Whole(people, worth_keeping=worth_keeping)
    found = whole.columns()
    whole.close()
    assert found.version == people.version
    assert list(found.tables["people"]["person_id"]) == sorted(people.ids)
    return list(people.says)


def sidecars(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_tables_are_read_once_and_then_the_sidecar(people: People, tmp_path: Path) -> None:
    assert read(people) == ["tables"]
    assert sidecars(tmp_path) == ["uuid.columns-1"]
    assert read(people) == []


def test_of_few_rows_no_sidecar_is_kept(people: People, tmp_path: Path) -> None:
    assert read(people, worth_keeping=3) == ["tables"]
    assert sidecars(tmp_path) == []
    assert read(people, worth_keeping=2) == ["tables"]
    assert sidecars(tmp_path) == ["uuid.columns-1"]


@pytest.mark.parametrize(
    ("changed", "asked", "kept"),
    [(1, ["changes"], 1), (5_000, ["changes"], 1), (5_001, ["changes"], 2), (MANY, ["changes"], 2), (MANY + 1, ["tables"], 2)],
)  # fmt: skip
def test_an_older_sidecar_is_brought_up_to_date_where_not_too_much_changed(
    people: People, tmp_path: Path, changed: int, asked: list[str], kept: int
) -> None:
    read(people)
    people.write("eve")
    people.changed = changed
    assert read(people) == asked
    assert sidecars(tmp_path) == [f"uuid.columns-{kept}"]


def test_changes_that_do_not_lead_to_what_was_counted_are_not_used(people: People) -> None:
    read(people)
    people.write("eve")
    # Written by version 1, as it seems.
    people.ids["zoe"] = 1
    assert read(people) == ["changes", "tables"]


def test_without_a_folder_for_it_no_sidecar_is_kept(people: People, tmp_path: Path) -> None:
    people.folder = tmp_path / "none"
    assert read(people) == ["tables"]
    assert read(people) == ["tables"]
    assert sidecars(tmp_path) == []
