from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import BadOption
from refgraph.sources.days import check_format, read_day

TODAY = date(2025, 11, 25)


def read(text: str, *, date_format: str | None = None, may_be_future: bool = False) -> tuple[str | None, str]:
    """The day read and the code of the note, '' without one."""
    day, notes = read_day(text, date_format=date_format, today=TODAY, may_be_future=may_be_future)
    return day, notes[0].code if notes else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", "2024-03-05"), ("20240305", "2024-03-05"), ("2024年3月5日", "2024-03-05"),
        ("2024年03月05", "2024-03-05"), ("1900-01-01", "1900-01-01"), ("2024-02-29", "2024-02-29"),
        ("2024-03-05T00:30:00Z", "2024-03-05"), ("2024-03-05 10:00", "2024-03-05"),
        ("2024-03-05T23:30:00+14:00", "2024-03-05"), ("2024-03-05T23:30:00-05:00", "2024-03-06"),
        ("2024-03-05T01:00+0800", "2024-03-04"), ("2024-03-05T10:00:00.123456Z", "2024-03-05"),
    ],
)  # fmt: skip
def test_iso_days_and_times_and_chinese_days_are_read_as_the_day_in_utc(text: str, day: str) -> None:
    assert read(text) == (day, "")


@pytest.mark.parametrize("text", ["２０２４－０３－０５", "٢٠٢٤-٠٣-٠٥", "２０２４年３月５日"])
def test_other_digits_are_read_with_a_warning(text: str) -> None:
    assert read(text) == ("2024-03-05", "date")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2025", "date_format"), ("2025/03/04", "date_format"), ("05.03.2024", "date_format"),
        ("24-03-05", "date_format"), ("2024-3-5", "date_format"), ("5 Mar 2024", "date_format"),
        ("2024-W10-2", "date_format"), ("soon", "date_format"), ("45292", "serial_date"), ("45292.5", "serial_date"),
        ("1709596800", "epoch_date"), ("1709596800000", "epoch_date"), ("2025-02-30", "date"),
        ("2023-02-29", "date"), ("1900-01-00", "date"), ("20241332", "date"), ("2024-03-05T25:00", "date"),
        ("0001-01-01T00:00+14:00", "date"), ("1899-12-31", "date_range"), ("0001-01-01", "date_range"),
        ("2099-01-01", "future"), ("0000-01-01", "date"), ("2024年13月1日", "date"),
    ],
)  # fmt: skip
def test_anything_else_is_held_and_never_guessed(text: str, code: str) -> None:
    assert read(text) == (None, code)


def test_the_future_begins_after_tomorrow() -> None:
    assert read("2025-11-26") == ("2025-11-26", "")
    assert read("2025-11-27") == (None, "future")
    assert read("9999-12-31", may_be_future=True) == ("9999-12-31", "")


def test_a_named_format_reads_slashed_dates_and_iso_still() -> None:
    assert read("03/04/2025", date_format="%d/%m/%Y") == ("2025-04-03", "")
    assert read("03/04/2025", date_format="%m/%d/%Y") == ("2025-03-04", "")
    assert read("2025-04-03", date_format="%d/%m/%Y") == ("2025-04-03", "")
    assert read("01022024", date_format="%d%m%Y") == ("2024-02-01", "")
    assert read("12/25/2024", date_format="%d/%m/%Y") == (None, "date")


def test_a_day_outside_the_named_format_is_told_the_format() -> None:
    _, notes = read_day("12/25/2024", date_format="%d/%m/%Y", today=TODAY, may_be_future=False)
    assert notes[0].text == (
        "found the date '12/25/2024', expected a date of the calendar, YYYY-MM-DD or %d/%m/%Y"
    )


@pytest.mark.parametrize("date_format", ["%d/%m", "", "dd/mm/yyyy", "%H:%M", "%Y-%m", "%Q", "%d/%d/%m/%Y"])
def test_a_format_that_tells_no_day_is_a_wrong_option(date_format: str) -> None:
    with pytest.raises(BadOption, match="does not tell year, month and day"):
        check_format(date_format)


@pytest.mark.parametrize("date_format", ["%d/%m/%Y", "%d.%m.%y", "%d %b %Y", "%Y/%m/%d %H:%M"])
def test_a_format_with_year_month_and_day_is_accepted(date_format: str) -> None:
    check_format(date_format)


@settings(deadline=None, max_examples=200)
@given(st.dates(date(1900, 1, 1), TODAY + timedelta(days=1)))
def test_every_iso_day_up_to_tomorrow_is_read_back(day: date) -> None:
    assert read(day.isoformat()) == (day.isoformat(), "")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30))
def test_any_text_is_a_day_or_held(text: str) -> None:
    day, notes = read_day(text, date_format="%d/%m/%Y", today=TODAY, may_be_future=True)
    assert (day is None) == any(note.holds for note in notes)
