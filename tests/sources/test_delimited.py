from __future__ import annotations

import csv
import io
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.delimited import line_ends, records
from refgraph.sources.refusal import Refused


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    """Cells of all records."""
    return [record.cells for record in records(text, delimiter, "people.csv")]


def test_rows_end_in_any_line_end_and_the_last_may_lack_one() -> None:
    assert cells("a,b\r\nc,d\ne,f\rg,h") == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]
    assert cells("a\n") == [["a"]]
    assert cells("") == []


def test_blank_rows_are_rows_and_count() -> None:
    read = list(records("a\n\n\nb\n", ",", "people.csv"))
    assert [(record.number, record.cells) for record in read] == [
        (1, ["a"]),
        (2, [""]),
        (3, [""]),
        (4, ["b"]),
    ]


def test_only_line_feeds_and_carriage_returns_end_a_row() -> None:
    assert cells("a\x0bb\x0cc\x1cd\x85e\u2028f\n") == [["a\x0bb\x0cc\x1cd\x85e\u2028f"]]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    text = '1,"a,b","say ""hi""","x\r\ny"\r\n2,c,d,e\r\n'
    assert cells(text) == [["1", "a,b", 'say "hi"', "x\r\ny"], ["2", "c", "d", "e"]]
    raw = [text[record.start : record.end] for record in records(text, ",", "f")]
    assert raw == ['1,"a,b","say ""hi""","x\r\ny"', "2,c,d,e"]


def test_a_record_over_several_lines_counts_as_one_row() -> None:
    assert [record.number for record in records('"a\nb\nc"\nd\n', ",", "f")] == [1, 2]


def test_a_quote_inside_an_unquoted_cell_is_a_character() -> None:
    (record,) = records('5" pipe,b"c"\n', ",", "f")
    assert (record.cells, record.has_stray_quote) == (['5" pipe', 'b"c"'], True)


def test_an_unclosed_quote_refuses_the_file_and_names_its_row() -> None:
    with pytest.raises(Refused, match=r"people\.csv row 3: the quote that opens cell 2 is never closed"):
        cells('a,b\nc,d\ne,"f\ng,h\n')


def test_a_quote_closed_by_a_later_rows_quote_refuses_the_file() -> None:
    with pytest.raises(
        Refused, match="row 2: the quote that opens cell 2 is closed in the middle of a later cell"
    ):
        cells('a,b\nc,"open\nd,"e"\nf,g\n')


def test_text_after_a_closing_quote_holds_only_that_row_where_its_line_is_certain() -> None:
    read = list(records('a,b\n"John "Johnny" Doe",x\nc,d\n', ",", "f"))
    assert [bool(record.fault) for record in read] == [False, True, False]
    assert read[2].cells == ["c", "d"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\r\nb\r\n", {"CRLF"}), ("a\nb", {"LF"}), ("a\rb\r", {"CR"}), ("a\r\nb\n", {"CRLF", "LF"}), ("a", set()),
        ('a,"x\ny"\r\n', {"CRLF"}), ('"x\ry"\n', {"LF"}),
    ],
)  # fmt: skip
def test_line_ends_inside_quotes_do_not_count(text: str, found: set[str]) -> None:
    assert line_ends(text) == found


_CELL = st.text(st.sampled_from(list('ab ,;"\r\n\t\u2028é')), max_size=6)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)]),
)
def test_what_pythons_writer_writes_is_read_back(
    rows: list[list[str]], delimiter: str, dialect: tuple[str, Literal[0, 1]]
) -> None:
    # Without QUOTE_ALL and with "\n", Python 3.11 leaves a lone "\r" unquoted, which its own reader refuses.
    line_end, quoting = dialect
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    assert cells(out.getvalue(), delimiter) == rows


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from(list('ab,"\r\n')), max_size=30))
def test_records_cover_the_text_without_gaps_or_are_refused(text: str) -> None:
    try:
        read = list(records(text, ",", "f"))
    except Refused:
        return
    position = 0
    for record in read:
        assert record.start == position
        position = record.end + (2 if text.startswith("\r\n", record.end) else 1)
    assert position >= len(text)
