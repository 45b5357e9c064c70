"""Text to numbers: plain or grouped ones, nothing guessed."""

from __future__ import annotations

import math
import re
import unicodedata

from refgraph.sources.text import Note, shown

LARGEST = 1e18
"""Greatest amount; beyond it a float no longer holds cents."""

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_COMMA_PLAIN = re.compile(r"[+-]?([0-9]+(,[0-9]*)?|,[0-9]+)([eE][+-]?[0-9]+)?")
_COMMA_GROUPED = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:([. '\u00a0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(,[0-9]+)?"
)
_GROUP_SIGNS = re.compile("[. '\u00a0\u2009\u202f]")
_CURRENCY = re.compile(
    r"[$€£¥￥₹₩₽₺₫฿元]|\b(USD|EUR|GBP|CNY|RMB|JPY|CHF|HKD|TWD|SGD|AUD|CAD|INR|KRW|SEK|NOK|DKK|PLN|CZK|BRL)\b",
    re.IGNORECASE,
)
_SIGNS = str.maketrans("．，＋－−％", ".,+--%")

NumberReading = tuple[float | None, tuple[Note, ...]]


def read_number(text: str, *, decimal_comma: bool = False, percent: bool = False) -> NumberReading:
    """Read a trimmed, non-empty number; None with a holding note when it is none.

    `decimal_comma`: a comma separates decimals and points, spaces or apostrophes group; a point that cannot
    group still separates decimals. `percent`: a percent sign divides by 100, with a warning.
    """
    notes: list[Note] = []
    digits = _western(text)
    if digits != text:
        notes.append(Note("digits", f"found the digits '{shown(text)}', read as {digits}"))
    if percent and digits.endswith("%"):
        digits = digits[:-1].rstrip()
        notes.append(Note("percent", f"found '{shown(text)}', read the percent as hundredths"))
    number = _parse(digits, notes, decimal_comma=decimal_comma)
    if number is None:
        return None, (_refusal(text, digits, decimal_comma=decimal_comma),)
    if len(notes) and notes[-1].code == "percent":
        number = number / 100
    if abs(number) > LARGEST:
        return None, (_out_of_range(text, "an amount of at most 10^18"),)
    return number, tuple(notes)


def within(text: str, number: float, low: float, high: float, expected: str) -> Note | None:
    """Note a number outside [low, high]."""
    return None if low <= number <= high else _out_of_range(text, expected)


def _out_of_range(text: str, expected: str) -> Note:
    return Note("range", f"found '{shown(text)}', out of range, expected {expected}", holds=True)


def _parse(text: str, notes: list[Note], *, decimal_comma: bool) -> float | None:
    if decimal_comma:
        plain = _parse_comma(text, notes)
        if plain is not None:
            text = plain
    elif _GROUPED.fullmatch(text):
        notes.append(Note("thousands", f"found '{text}', read the commas as thousands separators"))
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        return None
    number = float(text)
    return number + 0.0 if math.isfinite(number) else None


def _parse_comma(text: str, notes: list[Note]) -> str | None:
    grouped = _COMMA_GROUPED.fullmatch(text)
    if grouped:
        if "," not in text:
            notes.append(Note("thousands", f"found '{text}', read the points as thousands separators"))
        return _GROUP_SIGNS.sub("", text).replace(",", ".")
    return text.replace(",", ".") if _COMMA_PLAIN.fullmatch(text) else None


def _western(text: str) -> str:
    if text.isascii():
        return text
    translated = text.translate(_SIGNS)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in translated)


def _refusal(text: str, digits: str, *, decimal_comma: bool) -> Note:
    found = f"found '{shown(text)}'"
    if _CURRENCY.search(digits):
        return Note("currency", f"{found}, expected a number without a currency sign", holds=True)
    if digits.endswith("%"):
        return Note("number", f"{found}, expected a number without a percent sign", holds=True)
    cure = ""
    if (
        not decimal_comma
        and not _PLAIN.fullmatch(digits)
        and (_COMMA_GROUPED.fullmatch(digits) or _COMMA_PLAIN.fullmatch(digits))
    ):
        cure = "; if commas separate decimals, import with --decimal comma"
    return Note("number", f"{found}, expected a number like 1234.56 or 1,234.56{cure}", holds=True)
