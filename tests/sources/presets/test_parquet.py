from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert, convert_rows
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, columns: dict[str, Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path.parent


def test_columns_of_any_fitting_type_are_read(tmp_path: Path) -> None:
    store = MemoryStore()
    write(
        tmp_path / "p" / "people.parquet", {"person_id": ["a", "b"], "name": ["A", "李"], "email": [None, ""]}
    )
    given = write(
        tmp_path / "p" / "knows.parquet",
        {
            "person_a": ["a"],
            "person_b": ["b"],
            "strength": pa.array([0.5], pa.float32()),
            "since": [date(2020, 1, 2)],
            "last_contact": [datetime(2024, 5, 6, 23, 30)],  # noqa: DTZ001 - a table of days has no zones
            "directed": [True],
        },
    )
    imported(given, "parquet", store)
    assert [row["name"] for row in cells(store, "people")] == ["A", "李"]
    assert cells(store, "knows") == [
        {
            "person_a": "a", "person_b": "b", "strength": 0.5, "since": "2020-01-02", "last_contact": "2024-05-06",
            "directed": True,
        }
    ]  # fmt: skip


def test_a_wrong_type_holds_each_row_with_its_number(tmp_path: Path) -> None:
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a", "b"], "name": [1.5, None]})
    planned = plan(given, "parquet")
    assert problems(planned, "held") == [
        "people.parquet row 1, column name: found a number (1.5), wrong type, expected a text",
        "people.parquet row 2, column name: missing name: name is empty, expected a value",
    ]


def test_a_held_row_is_kept_as_a_json_line_that_can_be_repaired(tmp_path: Path) -> None:
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a"], "name": [1.5]})
    planned = plan(given, "parquet")
    assert planned.batch is not None
    (held,) = planned.batch.held
    assert held.raw == '{"table": "people", "person_id": "a", "name": 1.5}'
    assert held.read_as is not None
    repaired = convert_rows(held.read_as, [held.raw.replace("1.5", '"Anna"')])
    assert repaired.tables["people"][0].cells == {"person_id": "a", "name": "Anna"}


def test_rows_of_one_id_that_differ_are_all_held(tmp_path: Path) -> None:
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a", "a"], "name": ["A", "B"]})
    assert codes(plan(given, "parquet"), "held") == ["duplicate_id", "duplicate_id"]


def test_unknown_columns_are_listed(tmp_path: Path) -> None:
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a"], "name": ["A"], "shoe": [38]})
    assert problems(plan(given, "parquet"), "warning") == [
        "people.parquet: unknown column 'shoe': its values are not imported"
    ]


def test_other_files_and_scores_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "p" / "stuff.parquet", {"x": [1]})
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a"], "name": ["A"]})
    assert convert(given, ReadOptions(preset="parquet")).ignored == ["stuff.parquet"]


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        ({"person_id": ["a"]}, "missing_column", "missing column name; found person_id"),
        ({"Name": ["a"]}, "missing_column", "missing column person_id, name; found Name"),
    ],
)
def test_a_table_that_lacks_a_required_column_is_refused(
    tmp_path: Path, columns: dict[str, Any], code: str, words: str
) -> None:
    given = write(tmp_path / "p" / "people.parquet", columns)
    with pytest.raises(Refused) as refused:
        convert(given, ReadOptions(preset="parquet"))
    assert (refused.value.problem.code, words in str(refused.value)) == (code, True)


@pytest.mark.parametrize("cut", [3, 5, 60, 200])
def test_a_cut_file_is_refused(tmp_path: Path, cut: int) -> None:
    given = write(tmp_path / "p" / "people.parquet", {"person_id": ["a"] * 50, "name": ["A"] * 50})
    path = given / "people.parquet"
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(Refused, match="the Parquet data are damaged"):
        convert(given, ReadOptions(preset="parquet"))


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(b"person_id,name\n")
    with pytest.raises(Refused, match="found no Parquet data"):
        convert(path, ReadOptions(preset="parquet"))


def test_a_file_named_after_no_table_is_refused_where_it_is_meant(tmp_path: Path) -> None:
    write(tmp_path / "stuff.parquet", {"x": [1]})
    with pytest.raises(Refused, match=r"the file name tells no table; rename it to one of accounts\.parquet"):
        convert(tmp_path / "stuff.parquet", ReadOptions(preset="parquet"))
