from __future__ import annotations

import pytest

from refgraph.model.tables import EVENTS, PEOPLE, TABLES
from refgraph.sources.headers import Header, read_header
from refgraph.sources.refusal import Refused


def header(text: str) -> Header:
    """Read a header of people.csv."""
    return read_header(text, PEOPLE, "people.csv")


def named(found: Header) -> dict[str, int]:
    """Cell by column."""
    return {c.name: at for c, at in zip(PEOPLE.columns, found.positions, strict=True) if at >= 0}


def test_columns_come_in_any_order_and_optional_ones_may_lack() -> None:
    found = header("email,name,person_id\n")
    assert named(found) == {"email": 0, "name": 1, "person_id": 2}
    assert (found.delimiter, list(found.notes), list(found.unknown)) == (",", [], [])


@pytest.mark.parametrize(
    "text",
    [
        " Person ID ,NAME",
        "ｐｅｒｓｏｎ＿ｉｄ,name",
        "人员编号,姓名",
        "联系人ID,名字",
        "person-id,Name",
        "personid,name",
    ],
)
def test_other_writings_of_a_header_are_read_with_a_warning(text: str) -> None:
    found = header(text)
    assert named(found) == {"person_id": 0, "name": 1}
    assert [note.code for note in found.notes] == ["header"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found_by_the_header_with_a_warning(delimiter: str) -> None:
    found = header(f"person_id{delimiter}name{delimiter}e-mail, private\n")
    assert (found.delimiter, named(found)) == (delimiter, {"person_id": 0, "name": 1})
    assert [note.code for note in found.notes] == ["delimiter"]


def test_a_sep_line_names_the_delimiter_and_is_no_row() -> None:
    found = header('"sep=;"\r\nperson_id;name\r\np1;A\r\n')
    assert (found.delimiter, found.record.number, found.start) == (";", 1, 9)


def test_blank_rows_before_the_header_are_passed_over() -> None:
    assert header("\n,,\nperson_id,name\n").record.number == 3


def test_quoted_headers_are_read() -> None:
    assert named(header('"name";"person_id"\n')) == {"name": 0, "person_id": 1}


@pytest.mark.parametrize("text", ["p001,Anna Berg,x\n", "Notes:\n\nperson_id,name\n", "x" * 5000, "\n\n"])
def test_a_first_row_without_a_column_name_is_no_header(text: str) -> None:
    with pytest.raises(
        Refused, match=r"people\.csv row 1: no header: .* expected the column names person_id, name"
    ):
        header(text)


def test_a_missing_required_column_is_named_with_what_was_found() -> None:
    with pytest.raises(Refused, match="missing column person_id; found =cmd\\(\\), name"):
        header("=cmd(),name\n")
    with pytest.raises(Refused, match="missing column kind, date; found event_id"):
        read_header("event_id\n", EVENTS, "events.csv")


@pytest.mark.parametrize("text", ["person_id,name,name", "person_id,name,Person ID", "person_id,姓名,name"])
def test_a_column_named_twice_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="duplicate column"):
        header(text)


def test_more_than_1000_columns_are_refused() -> None:
    header("person_id,name" + ",x" * 998)
    with pytest.raises(Refused, match="found 1001 columns, expected at most 1000"):
        header("person_id,name" + ",x" * 999)


def test_the_refusal_shows_no_control_characters() -> None:
    with pytest.raises(Refused) as refused:
        header("\x1b[31mred\n")
    assert "\x1b" not in str(refused.value)


def test_every_column_of_every_table_is_found_by_its_own_name() -> None:
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        found = read_header(",".join(names), table, table.file)
        assert list(found.positions) == list(range(len(names)))
        assert not found.notes
