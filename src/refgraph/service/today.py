"""The clock of commands and pages; nothing below them has one."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today_utc() -> date:
    """Return the day it is now, UTC: what commands and pages take where nobody named a day."""
    return datetime.now(UTC).date()
