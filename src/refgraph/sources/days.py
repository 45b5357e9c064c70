"""Text to days: ISO dates and times, 年月日, or the format the user named; nothing guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from refgraph.errors import BadOption
from refgraph.sources.text import Note, shown

_EARLIEST = date(1900, 1, 1)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_BASIC = re.compile(r"[0-9]{8}")
_ISO_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_HAN = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号號]?")
_SHORT = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SERIAL = re.compile(r"[0-9]{5}([.,][0-9]+)?")
_EPOCH = re.compile(r"[0-9]{9,19}(\.[0-9]+)?")

_NAME_FORMAT = "YYYY-MM-DD, or name the date format, as in --date-format %d/%m/%Y"

DayReading = tuple[str | None, tuple[Note, ...]]


def check_format(date_format: str) -> None:
    """Raise `BadOption` unless the strptime format tells year, month and day."""
    sample = date(2019, 12, 31)
    try:
        told = datetime.strptime(sample.strftime(date_format), date_format).replace(tzinfo=UTC).date()
    except (ValueError, re.error):  # strptime makes a pattern of the format, in which %d may stand once
        told = None
    if told != sample:
        raise BadOption(
            f"the date format '{shown(date_format)}' does not tell year, month and day",
            "name one like %d/%m/%Y",
        )


def read_day(text: str, *, date_format: str | None, today: date, may_be_future: bool) -> DayReading:
    """Read a trimmed, non-empty day as `YYYY-MM-DD`; None with a holding note when it is none.

    A time with a zone gives the day it was in UTC. Held: days before 1900 and, unless `may_be_future`, days
    after tomorrow.
    """
    notes: tuple[Note, ...] = ()
    plain = _western(text)
    if plain != text:
        notes = (Note("date", f"found the date '{shown(text)}', read as {shown(plain)}"),)
    try:
        day = _parse(plain, date_format)
    except (ValueError, OverflowError):
        expected = "a date of the calendar" + (f", YYYY-MM-DD or {date_format}" if date_format else "")
        return None, (_held("date", text, expected),)
    if day is None:
        return None, (_refusal(text, plain),)
    if day < _EARLIEST:
        return None, (_held("date_range", text, "a date from 1900-01-01 on"),)
    if not may_be_future and day > today + timedelta(days=1):
        return None, (_held("future", text, "a date that is not in the future"),)
    return day.isoformat(), notes


def _parse(text: str, date_format: str | None) -> date | None:
    if _ISO.fullmatch(text):
        return date.fromisoformat(text)
    han = _HAN.fullmatch(text)
    if han:
        return date(int(han[1]), int(han[2]), int(han[3]))
    timed = _ISO_TIME.fullmatch(text)
    if timed:
        return _day_of_time(timed[1], timed[2], timed[3] or "")
    if date_format:
        return datetime.strptime(text, date_format).replace(tzinfo=UTC).date() if text.isascii() else None
    return date.fromisoformat(text) if _ISO_BASIC.fullmatch(text) else None


def _day_of_time(day: str, clock: str, zone: str) -> date:
    read = datetime.fromisoformat(f"{day}T{clock}{zone.upper()}")
    return (read if read.tzinfo is None else read.astimezone(UTC)).date()


def _western(text: str) -> str:
    """Write full-width and other decimal digits as 0-9, full-width signs as ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else _SIGNS.get(c, c) for c in text)


_SIGNS = {"－": "-", "／": "/", "．": ".", "：": ":"}


def _held(code: str, text: str, expected: str) -> Note:
    return Note(code, f"found the date '{shown(text)}', expected {expected}", holds=True)


def _refusal(text: str, plain: str) -> Note:
    if _SERIAL.fullmatch(plain):
        return _held(
            "serial_date", text, "YYYY-MM-DD, not a spreadsheet's serial number (its epoch is unknown)"
        )
    if _EPOCH.fullmatch(plain):
        return _held("epoch_date", text, "YYYY-MM-DD, not seconds or milliseconds of a clock")
    if _SHORT.fullmatch(plain):
        return _held("date_format", text, "YYYY-MM-DD with two digits each for month and day (date format)")
    return _held("date_format", text, _NAME_FORMAT)
