"""Text of one cell to its typed value, by what the column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.formulas import restored
from refgraph.model.tables import Cell, Column, Kind, Missing
from refgraph.sources.days import read_day
from refgraph.sources.numbers import LARGEST, read_number, within
from refgraph.sources.text import (
    SHEET_ERROR,
    Note,
    forbidden,
    is_url,
    shown,
    starts_formula,
    suspicions,
    without_hidden,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

LONGEST: Mapping[Kind, int] = {Kind.ID: 1_000, Kind.NAME: 1_000, Kind.TEXT: 50_000, Kind.NOTE: 50_000}
"""Most characters of a cell; cells of other kinds are short by nature."""

_KEPT = 50_000
_NULL_WORDS = frozenset(
    {
        "n/a",
        "na",
        "null",
        "(null)",
        "none",
        "nil",
        "-",
        "--",
        "–",
        "—",
        "?",
        "n.a.",
        "无",
        "空",
        "暂无",
        "未知",
    }
)
_TRUE = frozenset({"true", "yes", "1", "t", "y", "是"})
_FALSE = frozenset({"false", "no", "0", "f", "n", "否"})
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+[0-9]+")
_EMAIL = re.compile(r"[^\s@;,<>()\"]+@[^\s@;,<>()\"]+\.[^\s@;,<>()\".]+")
_CLEAN_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,200}")
_CLEAN_TEXT = re.compile(
    r"[A-Za-z0-9\u00c0\u00c1\u00c4-\u00d6\u00d8-\u00e1\u00e3-\u00f6\u00f8-\u00ff\u4e00-\u9fff]"
    r"(?:[A-Za-z0-9 .,'&()\u00c0\u00c1\u00c4-\u00d6\u00d8-\u00e1\u00e3-\u00f6\u00f8-\u00ff\u4e00-\u9fff-]{0,200}"
    r"[A-Za-z0-9.)\u00c0\u00c1\u00c4-\u00d6\u00d8-\u00e1\u00e3-\u00f6\u00f8-\u00ff\u4e00-\u9fff])?"
)
_CLEAN_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,80}@[A-Za-z0-9][A-Za-z0-9.-]{0,80}\.[A-Za-z]{2,20}")
_CLEAN_PHONE = re.compile(r"[+0-9][0-9 ()./x-]{0,40}[0-9]")
_HELD_CHOICES = frozenset({"consent"})
"""A misread consent would let an ask through that was refused, so an unknown one is held."""
_LIMITS: Mapping[str, tuple[float, float, str]] = {
    "size": (0, LARGEST, "a number of employees from 0 on"),
    "potential": (0, LARGEST, "an amount of money from 0 on"),
    "meetings_per_year": (0, 10_000, "a number of meetings from 0 to 10000"),
    "hours_per_week": (0, 168, "a number of hours from 0 to 168"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell's text says."""

    cell: Cell
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CellRules:
    """What the user named and the day it is, for reading cells."""

    today: date
    date_format: str | None = None
    decimal_comma: bool = False


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one column; texts that `is_clean` accepts are their own value."""

    column: Column
    rules: CellRules
    is_clean: Callable[[str], object]
    known: dict[str, Reading] = field(default_factory=dict)
    """Readings of texts met before, at most 50,000."""
    is_marked: bool = False
    """Whether texts of the column were made harmless (`model.formulas`)."""

    def read(self, text: str) -> Reading:
        """Read a non-empty text."""
        reading = self.known.get(text)
        if reading is None:
            reading = read_cell(self.column, restored(text) if self.is_marked else text, self.rules)
            if len(text) < 40 and len(self.known) < _KEPT:
                self.known[text] = reading
        return reading


def reader_of(column: Column, rules: CellRules, *, is_marked: bool = False) -> CellReader:
    """Make the reader of a column."""
    return CellReader(column, rules, _clean_pattern(column).fullmatch, is_marked=is_marked)


def read_cell(column: Column, text: str, rules: CellRules) -> Reading:
    """Read any non-empty text; a cell of None with no holding note counts as empty."""
    bad = forbidden(text, line_ends=column.kind is Kind.NOTE)
    if bad:
        return Reading(None, (bad,))
    if column.kind is Kind.NOTE:
        return _read_note(text)
    trimmed = text.strip()
    if SHEET_ERROR.fullmatch(trimmed):
        found = Note(
            "spreadsheet_error", f"found '{trimmed}', a spreadsheet error, expected a value", holds=True
        )
        return Reading(None, (found,))
    if not trimmed:
        return Reading(None)
    if column.kind is Kind.ID:
        return _read_id(column, text)
    if column.kind in (Kind.NAME, Kind.TEXT):
        return _read_text(column, text)
    if trimmed.casefold() in _NULL_WORDS:
        return Reading(None, (Note("empty_value", f"found '{trimmed}', read as an empty value"),))
    return _TYPED[column.kind](column, trimmed, rules)


def _clean_pattern(column: Column) -> re.Pattern[str]:
    if column.name in ("email", "phone"):
        return _CLEAN_EMAIL if column.name == "email" else _CLEAN_PHONE
    if column.kind is Kind.ID or column.name == "ref":
        return _CLEAN_ID
    return _CLEAN_TEXT if column.kind in (Kind.NAME, Kind.TEXT, Kind.NOTE) else _NOTHING


_NOTHING = re.compile("(?!)")


def _too_long(kind: Kind, text: str) -> Note | None:
    longest = LONGEST[kind]
    if len(text) <= longest:
        return None
    return Note("too_long", f"found {len(text)} characters, too long, expected at most {longest}", holds=True)


def _read_note(text: str) -> Reading:
    too_long = _too_long(Kind.NOTE, text)
    if too_long:
        return Reading(None, (too_long,))
    notes = suspicions(text)
    if starts_formula(text):
        notes.append(_formula(text))
    return Reading(text if text.strip() else None, tuple(notes))


def _read_id(column: Column, text: str) -> Reading:
    too_long = _too_long(Kind.ID, text)
    if too_long:
        return Reading(None, (too_long,))
    seen = without_hidden(text)
    notes = [Note("invisible", f"removed invisible characters from '{shown(text)}'")] if seen != text else []
    cell = seen.strip()
    if cell != seen:
        notes.append(Note("spaces", f"removed spaces around '{shown(cell)}'"))
    if _SCIENTIFIC.fullmatch(cell) and column.if_missing is Missing.HOLD:
        found = f"found '{cell}' in scientific notation, expected the whole id; export it again as text"
        return Reading(None, (Note("scientific", found, holds=True),))
    return Reading(cell or None, (*notes, *suspicions(cell)))


def _read_text(column: Column, text: str) -> Reading:
    too_long = _too_long(column.kind, text)
    if too_long:
        return Reading(None, (too_long,))
    notes = suspicions(text)
    if column.name != "phone" and starts_formula(text):
        return Reading(text, (*notes, _formula(text)))
    cell = text.strip()
    if cell != text:
        notes.append(Note("spaces", f"removed spaces around '{shown(cell)}'"))
    if is_url(cell):
        notes.append(Note("url", f"found the url '{shown(cell)}', expected a {column.name}"))
    elif column.name == "email" and not _EMAIL.fullmatch(cell):
        notes.append(Note("email", f"found '{shown(cell)}', expected one email address"))
    return Reading(cell, tuple(notes))


def _formula(text: str) -> Note:
    return Note("formula", f"found '{shown(text)}', which a spreadsheet would run as a formula; kept as text")


def _read_choice(column: Column, text: str, rules: CellRules) -> Reading:
    found = re.sub(r"[\s-]+", "_", text.casefold())
    for choice in column.choices:
        if choice.casefold() == found:
            return Reading(choice)
    if column.name == "kind" and column.required:
        return _unknown_kind(text)
    listed = ", ".join(column.choices)
    if column.name in _HELD_CHOICES:
        unknown = f"found '{shown(text)}', unknown {column.name}, expected one of {listed}"
        return Reading(None, (Note(f"unknown_{column.name}", unknown, holds=True),))
    unknown = f"unknown {column.name} '{shown(text)}', expected one of {listed}; read as empty"
    return Reading(None, (Note(f"unknown_{column.name}", unknown),))


def _unknown_kind(text: str) -> Reading:
    if len(text) > LONGEST[Kind.NAME]:
        return Reading(None, (Note("too_long", f"found {len(text)} characters, too long", holds=True),))
    unknown = f"unknown kind '{shown(text)}'; kept, and counts for nothing"
    return Reading(text, (Note("unknown_kind", unknown), *suspicions(text)))


def _read_flag(column: Column, text: str, rules: CellRules) -> Reading:
    found = text.casefold()
    if found in _TRUE or found in _FALSE:
        return Reading(found in _TRUE)
    return Reading(None, (Note("flag", f"found '{shown(text)}', expected true or false", holds=True),))


def _read_day(column: Column, text: str, rules: CellRules) -> Reading:
    day, notes = read_day(
        text, date_format=rules.date_format, today=rules.today, may_be_future=column.may_be_future
    )
    return Reading(day, notes)


def _read_number(column: Column, text: str, rules: CellRules) -> Reading:
    is_share = column.kind is Kind.SHARE
    number, notes = read_number(text, decimal_comma=rules.decimal_comma, percent=is_share)
    if number is None:
        return Reading(None, notes)
    limits = limits_of(column)
    outside = within(text, number, *limits) if limits else None
    return Reading(None, (outside,)) if outside else Reading(number, notes)


def limits_of(column: Column) -> tuple[float, float, str] | None:
    """Lowest and highest number a column takes whatever else stands in the row, and words for them."""
    return (0.0, 1.0, "a share from 0 to 1") if column.kind is Kind.SHARE else _LIMITS.get(column.name)


_TYPED: Mapping[Kind, Callable[[Column, str, CellRules], Reading]] = {
    Kind.CHOICE: _read_choice,
    Kind.FLAG: _read_flag,
    Kind.DAY: _read_day,
    Kind.NUMBER: _read_number,
    Kind.SHARE: _read_number,
    Kind.MONEY: _read_number,
}
