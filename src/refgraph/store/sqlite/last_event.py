"""The day of the latest event, kept up to date as events come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from refgraph.model.tables import Row

_DATE = EVENTS.index("date")


class LastEvent:
    """Follows stored rows of events within one transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._before: int | None = db.execute("SELECT last_event FROM meta").get
        self._latest = self._before
        self._is_gone = False

    def come(self, rows: Iterable[Row]) -> None:
        """Take note of rows that are written."""
        latest = max((int(str(row[_DATE])) for row in rows), default=self._latest)
        self._latest = latest if self._latest is None else max(self._latest, latest or self._latest)

    def go(self, rows: Iterable[Row]) -> None:
        """Take note of rows that are replaced or deleted."""
        self._is_gone = self._is_gone or any(row[_DATE] == self._before for row in rows)

    def write(self) -> None:
        """Put the day where it is kept; the events are looked through where one of the last day is gone."""
        if self._is_gone and self._latest == self._before:
            self._latest = self._db.execute('SELECT max("date") FROM events').get
        if self._latest != self._before:
            self._db.execute("UPDATE meta SET last_event = ?", (self._latest,))
