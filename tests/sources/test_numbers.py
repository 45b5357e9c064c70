from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.numbers import read_number, within


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0.0), ("12000", 12000.0), ("-0.25", -0.25), ("+3", 3.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0),
        ("007", 7.0),
    ],
)  # fmt: skip
def test_plain_numbers_are_read_without_a_note(text: str, number: float) -> None:
    assert read_number(text) == (number, ())


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("1,234.56", 1234.56, "thousands"), ("-12,345,678", -12345678.0, "thousands"), ("１２３４", 1234.0, "digits"),
        ("٠٫٥", None, "number"), ("١٢٣", 123.0, "digits"), ("−5", -5.0, "digits"), ("１．５", 1.5, "digits"),
    ],
)  # fmt: skip
def test_other_writings_are_read_with_a_warning(text: str, number: float | None, code: str) -> None:
    read, notes = read_number(text)
    assert (read, [note.code for note in notes]) == (number, [code])
    assert [note.holds for note in notes] == [number is None]


@pytest.mark.parametrize(
    "text",
    [
        "1_000", "0x10", "NaN", "inf", "-Infinity", "1e999", "(1,234.00)", "3万", "1.234,56", "1 234", "1,23", "0,123",
        "12,34,567", "10²", "½", "1,234,5", "--5", "1.2.3", "", "٣万", "1e", "e5", "²",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_held(text: str) -> None:
    number, notes = read_number(text)
    assert number is None
    assert [(note.code, note.holds) for note in notes] == [("number", True)]


@pytest.mark.parametrize("text", ["$5", "5 €", "¥5,000", "CNY 5", "5 usd", "3元", "￥9"])
def test_currency_signs_are_held_and_named(text: str) -> None:
    number, notes = read_number(text)
    assert (number, notes[0].code, notes[0].holds) == (None, "currency", True)
    assert "currency" in notes[0].text


def test_a_percent_sign_divides_shares_by_100_and_is_held_elsewhere() -> None:
    read, notes = read_number("85 %", percent=True)
    assert (read, [note.code for note in notes]) == (0.85, ["percent"])
    assert read_number("８５％", percent=True)[0] == 0.85
    refused, held = read_number("85%")
    assert (refused, held[0].holds) == (None, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", 1234.56), ("1\u00a0234,56", 1234.56), ("1'234'567,5", 1234567.5), ("0,8", 0.8), ("0.8", 0.8),
        ("0.125", 0.125), ("12000", 12000.0), ("1,234", 1.234),
    ],
)  # fmt: skip
def test_a_named_decimal_comma_separates_decimals(text: str, number: float) -> None:
    assert read_number(text, decimal_comma=True) == (number, ())


def test_points_that_may_group_are_read_so_with_a_warning_when_the_comma_is_named() -> None:
    number, notes = read_number("1.234", decimal_comma=True)
    assert (number, [note.code for note in notes]) == (1234.0, ["thousands"])


@pytest.mark.parametrize("text", ["1.234'567,5", "1,234.56", "1.23.456"])
def test_mixed_grouping_is_held_when_the_comma_is_named(text: str) -> None:
    assert read_number(text, decimal_comma=True)[0] is None


def test_the_cure_names_the_decimal_comma_only_where_it_helps() -> None:
    assert "--decimal comma" in read_number("1.234,56")[1][0].text
    assert "--decimal comma" not in read_number("1e999")[1][0].text
    assert "--decimal comma" not in read_number("abc")[1][0].text


@pytest.mark.parametrize("text", ["1e308", "99999999999999999999", "-1000000000000000001000"])
def test_amounts_above_10_to_the_18_are_out_of_range(text: str) -> None:
    number, notes = read_number(text)
    assert (number, notes[0].code) == (None, "range")


def test_a_range_includes_its_ends_and_tells_what_was_expected() -> None:
    assert within("1", 1.0, 0.0, 1.0, "a share") is None
    outside = within("1.1", 1.1, 0.0, 1.0, "a share from 0 to 1")
    assert outside is not None
    assert outside.text == "found '1.1', out of range, expected a share from 0 to 1"


@settings(deadline=None, max_examples=200)
@given(st.floats(-1e18, 1e18))
def test_what_python_writes_is_read_back(number: float) -> None:
    assert read_number(repr(number)) == (number, ())


@settings(deadline=None, max_examples=300)
@given(st.text(min_size=1, max_size=20))
def test_any_text_is_a_number_or_held(text: str) -> None:
    number, notes = read_number(text)
    assert (number is None) == any(note.holds for note in notes)
