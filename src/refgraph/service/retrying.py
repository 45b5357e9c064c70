"""Writing to a store that others write to as well."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from refgraph.errors import StaleBase

if TYPE_CHECKING:
    from collections.abc import Callable

_Done = TypeVar("_Done")
TRIES = 5
"""Times something is planned and written before the others are said to be in the way."""


def retried(attempt: Callable[[], _Done]) -> _Done:
    """Plan and write, from the start again where others wrote in between; what `attempt` gives.

    Raises `StaleBase` when they did five times, and whatever else `attempt` raises at once.
    """
    for _ in range(TRIES):
        # The error is let go of at once: it would keep all that was planned in memory while it is planned anew.
        with suppress(StaleBase):
            return attempt()
    raise StaleBase("others keep writing to the store", "try again")
