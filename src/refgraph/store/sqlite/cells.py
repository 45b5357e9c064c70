"""Cells as they stand in the file: days and numbers as integers where those are shorter, texts by code."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.store.sqlite.layout import DECIMALS, NEVER

if TYPE_CHECKING:
    import apsw

_EPOCH = date(1970, 1, 1).toordinal()
_MOST = 1e11
"""Numbers below are exact as whole multiples of 1 / `DECIMALS`, if they are such at all."""


def day_number(text: str) -> int:
    """Days from 1970-01-01 to an ISO day; ValueError for any other text."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"found '{text}', expected a day as 2026-11-25")
    return day.toordinal() - _EPOCH


def day_text(number: int) -> str:
    """ISO day from days since 1970-01-01."""
    return date.fromordinal(number + _EPOCH).isoformat()


def stored_number(number: float) -> int | float:
    """The form in the file of a finite number; -0.0 becomes 0."""
    if -_MOST < number < _MOST:
        scaled = round(number * DECIMALS)
        if scaled / DECIMALS == number:
            return scaled
    return float(number)


def number_of(stored: object) -> object:
    """A number from its form in the file; None stays None."""
    return stored / DECIMALS if isinstance(stored, int) else stored


class DayNumbers(dict[object, object]):
    """Days since 1970 by ISO day, worked out once each; None stays None."""

    def __init__(self) -> None:
        super().__init__({None: None})

    def __missing__(self, text: object) -> int:
        """Work out and keep."""
        number = self[text] = day_number(str(text))
        return number


class DayTexts(dict[object, object]):
    """ISO days by days since 1970; None and `NEVER` are None."""

    def __init__(self) -> None:
        super().__init__({None: None, NEVER: None})

    def __missing__(self, number: object) -> str:
        """Work out and keep."""
        assert isinstance(number, int)
        text = self[number] = day_text(number)
        return text


class Found(dict[object, object]):
    """Answers of a statement with one parameter and one column by the parameter, asked once each; None for no row."""

    def __init__(self, db: apsw.Connection, query: str) -> None:
        super().__init__({None: None})
        self._db, self._query = db, query

    def __missing__(self, asked: object) -> object:
        """Ask and keep."""
        found = self[asked] = self._db.execute(self._query, (asked,)).get
        return found
