from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources import report
from tests.sources.memory import MemoryStore
from tests.sources.reading import check_imported, check_row_law, codes, held_reasons, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.sources.planned import ImportPlan


def people(folder: Path, text: str) -> ImportPlan:
    """Plan a people.csv given byte for byte."""
    planned = plan(write(folder, people=text.encode()))
    check_row_law(planned)
    check_imported(planned)
    return planned


def test_blank_rows_count_as_read_and_blank(tmp_path: Path) -> None:
    planned = people(tmp_path, "person_id,name\n\np1,A\n , \n,\n\n")
    count = planned.files["people.csv"]
    assert (count.read, count.imported, count.blank) == (5, 1, 4)
    assert planned.outcome == "accept"


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    planned = people(tmp_path, 'person_id,name\r\n\r\np1,"A\x07"\r\n"p2","B\r\n\x07"\r\np3,C\x07\r\n')
    assert [(problem.row, problem.code) for problem in planned.problems] == [
        (3, "control_character"), (4, "control_character"), (5, "control_character"),
    ]  # fmt: skip


def test_held_rows_keep_their_raw_text(tmp_path: Path) -> None:
    planned = people(tmp_path, 'person_id,name\r\np1,"A, B",x\r\n"p2",odd "C\r\n')
    assert planned.batch is not None
    assert [held.raw for held in planned.batch.held] == ['p1,"A, B",x']
    assert codes(planned, "warning") == ["quote"]


def test_a_row_of_a_wrong_width_is_held(tmp_path: Path) -> None:
    planned = people(tmp_path, "person_id,name\np1\np2,A,\np3,B\n")
    assert held_reasons(planned) == [
        "people.csv row 2: found 1 cells, expected 2 cells as in the header",
        "people.csv row 3: found 3 cells, expected 2 cells as in the header",
    ]


def test_a_repeated_header_is_held(tmp_path: Path) -> None:
    assert held_reasons(people(tmp_path, "person_id,name\np1,A\nperson_id,name\np2,B\n")) == [
        "people.csv row 3: found a repeated header, expected a row"
    ]


@pytest.mark.parametrize(
    "header", ["Person_ID,NAME", "\ufeffperson_id,name", " person_id , name", "\ufeffPerson_id, name\t"]
)
def test_a_header_repeated_in_other_case_spaces_or_with_a_mark_is_no_person(
    tmp_path: Path, header: str
) -> None:
    planned = people(tmp_path, f"person_id,name\np1,A\n{header}\np2,B\n")
    assert held_reasons(planned) == ["people.csv row 3: found a repeated header, expected a row"]
    assert planned.files["people.csv"].imported == 2


def test_missing_ids_and_names_are_held(tmp_path: Path) -> None:
    planned = people(tmp_path, "person_id,name\n,A\np2,\n")
    assert codes(planned, "held") == ["missing_id", "missing_name"]
    assert "missing id: person_id is empty, expected a value" in held_reasons(planned)[0]


def test_several_faults_of_a_row_are_told_together(tmp_path: Path) -> None:
    (reason,) = held_reasons(people(tmp_path, "person_id,name,consent\n1E+15,A\x07,perhaps\n"))
    assert "scientific" in reason
    assert "column name: found a control character" in reason
    assert "column consent: found 'perhaps'" in reason


def test_odd_line_ends_warn(tmp_path: Path) -> None:
    for number, text in enumerate(["person_id,name\rp1,A\r", "person_id,name\r\np1,A\np2,B\r\n"]):
        planned = people(tmp_path / str(number), text)
        assert (planned.outcome, codes(planned, "warning")) == ("accept_with_warning", ["line_endings"])


def test_many_empty_rows_warn_from_1001_on(tmp_path: Path) -> None:
    assert people(tmp_path / "a", "person_id,name\np1,A\n" + ",\n" * 1000 + "\n" * 50).outcome == "accept"
    planned = people(tmp_path / "b", "person_id,name\np1,A\n" + ",\n" * 1001)
    assert codes(planned, "warning") == ["empty_rows"]


def test_columns_not_imported_are_listed_with_the_number_of_values(tmp_path: Path) -> None:
    planned = people(tmp_path, "person_id,name,shoe_size,,\np1,A,42,,\np2,B,,x,\n")
    assert [problem.message for problem in planned.problems] == [
        "people.csv: found an empty column without a name; left out",
        "people.csv: unknown column '': its 1 values are not imported",
        "people.csv: unknown column 'shoe_size': its 1 values are not imported",
    ]


def test_a_huge_cell_holds_its_row_alone(tmp_path: Path) -> None:
    planned = people(tmp_path, f"person_id,name\np1,{'x' * 200_000}\np2,B\n")
    assert codes(planned, "held") == ["too_long"]
    assert planned.batch is not None
    assert len(planned.batch.held[0].raw) == 200_003
    assert all(len(problem.value or "") < 2000 for problem in planned.problems)


def test_the_report_is_bounded_and_says_how_much_is_missing(tmp_path: Path) -> None:
    many = report.MOST_PROBLEMS + 5
    planned = people(tmp_path, "person_id,name\n" + "bad\n" * many)
    assert planned.files["people.csv"].held == many
    assert len(planned.problems) == report.MOST_PROBLEMS + 1
    assert planned.problems[-1].message == "people.csv: 5 more held rows and 0 more warnings are not listed"
    assert planned.batch is not None
    assert len(planned.batch.held) == many


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    one, other = MemoryStore(), MemoryStore()
    imported(write(tmp_path / "1", people="person_id,name,email\np1,A,a@x.example"), one)
    imported(write(tmp_path / "2", people="email,person_id,name\na@x.example,p1,A"), other)
    assert one.rows == other.rows
