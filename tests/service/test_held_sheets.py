from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.errors import PathUnreadable, RefgraphError, UnknownId
from refgraph.model.batch import HeldFile, HeldRow
from refgraph.service.held_sheets import read_sheets, sheet_text, write_sheets

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = HeldFile("people.csv", header="person_id,name,email")
GERMAN = HeldFile("people.csv", header="person_id;name;email")


def held(raw: str, read_as: HeldFile | None = PEOPLE, reason: str = "missing id") -> HeldRow:
    return HeldRow(read_as.file if read_as else "people.vcf", 7, "", "code", reason, raw, read_as)


def cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_a_sheet_has_key_and_reason_before_the_rows_own_cells(tmp_path: Path) -> None:
    row = held('p1,"Berg, Anna",a@x.test')
    assert write_sheets([row], tmp_path / "held") == ["people.csv"]
    assert cells(tmp_path / "held" / "people.csv") == [
        ["held_key", "held_reason", "person_id", "name", "email"],
        [row.key, "missing id", "p1", "Berg, Anna", "a@x.test"],
    ]


def test_an_edited_cell_comes_back_in_the_files_own_delimiter(tmp_path: Path) -> None:
    row = held("p1;Anna;a@x.test", GERMAN)
    write_sheets([row], tmp_path / "held")
    file = tmp_path / "held" / "people.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("Anna", "Anna Berg"), encoding="utf-8")
    assert read_sheets(tmp_path / "held", [row]) == [(row, "p1;Anna Berg;a@x.test")]


def test_formulas_are_inert_in_the_sheet_and_come_back_as_they_were(tmp_path: Path) -> None:
    row = held("p1,=1+1,'quoted", reason="@found '=1+1'")
    write_sheets([row], tmp_path / "held")
    assert cells(tmp_path / "held" / "people.csv")[1][1:] == ["'@found '=1+1'", "p1", "'=1+1", "'quoted"]
    assert read_sheets(tmp_path / "held", [row]) == [(row, "p1,=1+1,'quoted")]


def test_a_file_that_names_its_delimiter_is_cut_and_joined_by_it(tmp_path: Path) -> None:
    named = HeldFile("people.csv", header="person_id^name^email", options=(("sep", "^"),))
    row = held("p1^Berg, Anna^a@x.test", named)
    write_sheets([row], tmp_path / "held")
    assert cells(tmp_path / "held" / "people.csv")[1][2:] == ["p1", "Berg, Anna", "a@x.test"]
    assert read_sheets(tmp_path / "held", [row]) == [(row, row.raw)]


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_sheet_may_come_back_with_the_delimiter_of_the_users_country(
    tmp_path: Path, delimiter: str, quote: str
) -> None:
    row = held('p1,"Berg, Anna",a@x.test')
    lines = [["held_key", "held_reason", "person_id", "name", "email"], [row.key, "", "p2", "Berg, Bo", "b"]]
    file = tmp_path / "people.csv"
    file.write_text(
        "\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in line) for line in lines),
        encoding="utf-8",
    )
    assert read_sheets(file, [row]) == [(row, 'p2,"Berg, Bo",b')]


def test_cells_too_many_keep_their_places_and_cells_too_few_are_filled_by_the_spreadsheet(
    tmp_path: Path,
) -> None:
    long, short = held("p1,Berg,Anna,a@x.test"), held("p2")
    write_sheets([long, short], tmp_path / "held")
    file = tmp_path / "held" / "people.csv"
    assert [len(row) for row in cells(file)] == [5, 6, 3]
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(",Berg,Anna,a@x.test", ',"Berg, Anna",a@x.test,'), encoding="utf-8")
    assert read_sheets(file, [long, short])[0] == (long, 'p1,"Berg, Anna",a@x.test')


def test_a_file_without_a_header_has_its_text_in_one_cell(tmp_path: Path) -> None:
    card = held("BEGIN:VCARD\nFN:=Anna\nEND:VCARD", None)
    write_sheets([card], tmp_path / "held")
    assert cells(tmp_path / "held" / "people.csv")[0] == ["held_key", "held_reason", "held_text"]
    assert read_sheets(tmp_path / "held", [card]) == [(card, card.raw)]


def test_files_of_one_name_and_other_headers_are_parted(tmp_path: Path) -> None:
    rows = [held("p1,A,b"), held("p2;A;b", GERMAN)]
    assert write_sheets(rows, tmp_path / "held") == ["people.csv", "people-2.csv"]
    assert {row.key for row, _ in read_sheets(tmp_path / "held", rows)} == {row.key for row in rows}


def test_a_file_name_leads_nowhere_else(tmp_path: Path) -> None:
    row = held("x", HeldFile("../../evil.csv", header="name"))
    assert write_sheets([row], tmp_path / "held") == ["evil.csv"]


def test_a_row_taken_out_of_the_sheet_stays_held(tmp_path: Path) -> None:
    rows = [held("p1,A,b"), held("p2,A,b")]
    write_sheets(rows, tmp_path / "held")
    file = tmp_path / "held" / "people.csv"
    file.write_text(
        "".join(file.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:2]), encoding="utf-8"
    )
    assert [row for row, _ in read_sheets(tmp_path / "held", rows)] == rows[:1]


def test_what_is_no_sheet_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("person_id,name\np1,A\n", encoding="utf-8")
    with pytest.raises(
        RefgraphError, match=r"people.csv row 1: found the columns person_id, name, expected held_key"
    ):
        read_sheets(file, [])
    file.write_text("held_key,held_reason,name\nabc,why,A\n", encoding="utf-8")
    with pytest.raises(UnknownId, match=r"people.csv row 2, column held_key: there is no held row 'abc'"):
        read_sheets(file, [])
    file.write_text('held_key,held_reason,name\nabc,why,"A\n', encoding="utf-8")
    with pytest.raises(PathUnreadable, match=r"cannot read people.csv"):
        read_sheets(file, [])
    with pytest.raises(PathUnreadable, match=r"there is no folder or file"):
        read_sheets(tmp_path / "nowhere", [])
    with pytest.raises(RefgraphError, match=r"exists already"):
        write_sheets([], tmp_path)


@given(st.lists(st.text("ab'=+-@;\t ,\"０１\n", max_size=6), min_size=3, max_size=3))
def test_cells_go_into_a_sheet_and_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    raw = ",".join('"' + text.replace('"', '""') + '"' for text in ["p", *texts[:2]])
    row = held(raw)
    file = tmp_path_factory.mktemp("sheets") / "people.csv"
    file.write_text(sheet_text(PEOPLE, [row]), encoding="utf-8", newline="")
    ((found, back),) = read_sheets(file, [row])
    assert found is row
    assert next(csv.reader(back.splitlines(keepends=True))) == ["p", *texts[:2]]
