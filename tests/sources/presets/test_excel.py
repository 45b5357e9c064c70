from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

Rows = Sequence[Sequence[object]]


def workbook(path: Path, **sheets: Rows) -> Path:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


ACCOUNTS: Rows = [["account_id", "name", "size", "status_date"], ["a1", "Nord", 120, date(2024, 3, 5)]]
PEOPLE: Rows = [["person_id", "name", "phone"], ["p1", "Anna", 13800138000], ["p2", "Ben", None]]
KNOWS: Rows = [
    ["person_a", "person_b", "strength", "since"],
    ["p1", "p2", 0.25, datetime(2024, 3, 5, 14, 30, tzinfo=UTC).replace(tzinfo=None)],
]


def test_sheets_named_like_tables_are_read_with_typed_cells(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(
        workbook(tmp_path / "book.xlsx", Accounts=ACCOUNTS, people=PEOPLE, knows=KNOWS), "excel", store
    )
    assert planned.outcome == "accept"
    assert cells(store, "accounts") == [
        {"account_id": "a1", "name": "Nord", "size": 120.0, "status_date": "2024-03-05"}
    ]
    assert cells(store, "people")[0] == {"person_id": "p1", "name": "Anna", "phone": "13800138000"}
    assert cells(store, "knows") == [
        {"person_a": "p1", "person_b": "p2", "strength": 0.25, "since": "2024-03-05", "directed": False}
    ]
    assert planned.files["book.xlsx/people"].read == 2


def test_numbers_stay_what_they_are_where_a_decimal_comma_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", people=PEOPLE, knows=KNOWS)
    planned = plan(path, "excel", decimal_comma=True)
    assert planned.batch is not None
    assert planned.batch.upserts["knows"][0][2] == 0.25


def test_a_sheet_may_be_a_list_of_another_kind(tmp_path: Path) -> None:
    rows: Rows = [["客户名称", "联系人", "职位"], ["北方", "王伟", "总经理"]]
    store = MemoryStore()
    planned = imported(
        workbook(tmp_path / "客户.xlsx", Sheet1=rows, Notes=[["just", "text"]]), "excel", store
    )
    assert ids(store, "people") == ["chinese:王伟@北方"]
    assert [problem.value for problem in planned.problems] == ["客户.xlsx/Notes"]


def test_a_mapped_preset_reads_a_workbook_too(tmp_path: Path) -> None:
    rows: Rows = [["Record ID", "First Name", "Last Name"], [101, "Ann", "One"]]
    store = MemoryStore()
    assert imported(workbook(tmp_path / "hubspot.xlsx", Sheet1=rows), "hubspot", store).outcome == "accept"
    assert ids(store, "people") == ["hubspot:101"]


def test_a_whole_number_that_has_lost_digits_is_no_id(tmp_path: Path) -> None:
    rows: Rows = [["Record ID", "First Name", "Last Name"], [420106199001011234, "Ann", "One"]]
    planned = plan(workbook(tmp_path / "hubspot.xlsx", Sheet1=rows), "hubspot")
    assert codes(planned, "held") == ["scientific"]


def test_a_cell_merged_over_rows_counts_in_each_and_that_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["客户名称", "联系人", "职位"], ["北方", "王伟", "总经理"], [None, "张敏", "经理"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "book.xlsx")
    store = MemoryStore()
    planned = imported(tmp_path / "book.xlsx", "excel", store)
    assert ids(store, "people") == ["chinese:张敏@北方", "chinese:王伟@北方"]
    assert codes(planned, "warning") == ["merged_cells"]


def test_hidden_sheets_and_formulas_never_computed_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "people"
    for row in (["person_id", "name", "email"], ["p1", "Anna", '=A2&"@example.test"']):
        sheet.append(row)
    hidden = book.create_sheet("secret")
    hidden.sheet_state = "hidden"
    hidden.append(["person_id", "name"])
    book.save(tmp_path / "book.xlsx")
    planned = plan(tmp_path / "book.xlsx", "excel")
    assert problems(planned, "warning") == [
        "book.xlsx/people: found 1 formulas without a computed value, read as empty; save the workbook in Excel",
        "book.xlsx/people: the hidden sheet 'secret' is not imported",
    ]


def test_rows_are_counted_as_the_spreadsheet_counts(tmp_path: Path) -> None:
    rows: Rows = [*PEOPLE, [], ["p3", None]]
    planned = plan(workbook(tmp_path / "book.xlsx", people=rows), "excel")
    assert problems(planned, "held") == [
        "book.xlsx/people row 5, column name: missing name: name is empty, expected a value"
    ]
    assert planned.batch is not None
    assert planned.batch.held[0].raw == "p3,,"


def refusal(path: Path) -> str:
    """Why a workbook is refused."""
    planned = plan(path, "excel")
    assert planned.outcome == "reject"
    return problems(planned, "error")[0]


def test_an_old_workbook_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(path) == (
        "old.xls: found an old .xls workbook or another format, expected an .xlsx workbook; "
        "save it as an Excel workbook (.xlsx), or as CSV UTF-8"
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", people=PEOPLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.xml", b"0" * (64 << 20))
    assert "too large: unpacks to more than 64 MB" in refusal(path)


def test_entities_are_never_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dtd.xlsx", people=PEOPLE)
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as archive:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
            archive.writestr(info.filename, data)
    assert "declares a DTD or an entity, which is never read" in refusal(path)


def test_damage_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", people=PEOPLE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "the zip archive is damaged" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "the workbook is damaged or no workbook" in refusal(path)
    assert "xlsx" in refusal(file(tmp_path / "text.xlsx", "PK but no zip"))


def test_no_known_sheet_is_refused_with_their_names(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", Budget=[["Q1", "Q2"], [1, 2]])
    assert refusal(path).startswith(
        "book.xlsx: found no sheet that is a table or a list we know, of the sheets 'book.xlsx/Budget'"
    )


def test_a_date_beyond_the_calendar_holds_its_row_without_a_python_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", accounts=ACCOUNTS)
    edit(path, "xl/worksheets/sheet1.xml", b"<v>45356</v>", b"<v>99999999999</v>")
    planned = plan(path, "excel")
    assert codes(planned, "held") == ["spreadsheet_error"]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("number", range(4))
def test_a_part_cut_short_or_changed_is_refused_or_read(tmp_path: Path, part: str, number: int) -> None:
    path = workbook(tmp_path / "book.xlsx", people=PEOPLE)
    whole = zipfile.ZipFile(io.BytesIO(path.read_bytes())).read(part)
    cuts = [whole[: len(whole) // 2], b"", whole.replace(b"sheet", b"sheat"), whole.replace(b'"1"', b'"-9"')]
    edit(path, part, whole, cuts[number])
    assert plan(path, "excel").outcome in ("reject", "accept", "held", "accept_with_warning")


def edit(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change a part of a workbook."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as archive:
        for info in source.infolist():
            data = source.read(info)
            archive.writestr(info.filename, data.replace(old, new) if info.filename == part else data)
