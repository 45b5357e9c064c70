"""The text of a field put right by what the format fixes: ids, dates, parts."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from refgraph.model.tables import Column, Kind
from refgraph.sources.cells import CellRules, read_cell
from refgraph.sources.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from refgraph.sources.text import Note

_SHORT_ID, _LONG_ID = 15, 18
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_NO_RULES = CellRules(datetime(1970, 1, 1, tzinfo=UTC).date())
_ID = Column("id", Kind.ID)


def plain_id(text: str) -> str:
    """An id as it is."""
    return text.strip()


def long_id(text: str) -> str:
    """A Salesforce id of 15 or 18 characters as the 18 that tell records apart in any case; other texts as they are.

    Of 15 characters the case tells records apart, and each of the three check characters stands for the capitals of
    five. Where a tool has written all letters of 18 in one case, the check characters bring theirs back.
    """
    text = text.strip()
    if len(text) not in (_SHORT_ID, _LONG_ID) or not (text.isascii() and text.isalnum()):
        return text
    short = text[:_SHORT_ID]
    if len(text) == _LONG_ID and short in (short.upper(), short.lower()):
        short = _cased(short, text[_SHORT_ID:].upper())
    return short + "".join(_check(short[at : at + 5]) for at in range(0, _SHORT_ID, 5))


def _check(five: str) -> str:
    return _CHECK_LETTERS[sum(letter.isupper() << at for at, letter in enumerate(five))]


def _cased(short: str, checks: str) -> str:
    # Check characters without a capital are also what people put there by hand.
    if checks == "AAA" or any(check not in _CHECK_LETTERS for check in checks):
        return short
    bits = [_CHECK_LETTERS.index(check) >> at & 1 for check in checks for at in range(5)]
    return "".join(letter.upper() if bit else letter.lower() for letter, bit in zip(short, bits, strict=True))


CLEANERS: Mapping[str, Callable[[str], str]] = {"id": plain_id, "salesforce_id": long_id}
"""Ways to put an id right; all hold back ids that a spreadsheet has rounded (1.0E+11)."""


def id_note(text: str) -> Note | None:
    """Why an id cannot be taken; None where it can."""
    return next((note for note in read_cell(_ID, text, _NO_RULES).notes if note.holds), None)


@lru_cache(1 << 12)
def iso_day(text: str, formats: tuple[str, ...]) -> str:
    """A day of one of the formats as YYYY-MM-DD; other texts stay as they are, for the import's own rules."""
    plain = " ".join(text.split())
    for one in formats if plain.isascii() else ():
        try:
            return datetime.strptime(plain, one).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return text


def parts_of(text: str, mark: str, dropped: Sequence[str]) -> list[str]:
    """Parts of a text without empty, repeated and dropped ones; several characters of `mark` each cut, unless it
    has more than one and no space is between: `:::` cuts as a whole, `; 、` at any.
    """
    marks = mark.split() or [" "]
    for other in marks[1:]:
        text = text.replace(other, marks[0])
    parts = (part.strip() for part in text.split(marks[0]))
    return list(dict.fromkeys(part for part in parts if part and not is_dropped(part, dropped)))


def is_dropped(text: str, patterns: Sequence[str]) -> bool:
    """Whether a text matches one of the patterns, in any case."""
    return any(fnmatchcase(folded(text), pattern) for pattern in patterns)
