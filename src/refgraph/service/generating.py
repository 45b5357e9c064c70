"""Make up a network of any size, to try things at scale."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from refgraph.errors import BadOption
from refgraph.sources.generated.folder import write_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FIRST_DAY = date(1950, 1, 1)
"""Careers reach back some thirty years, and dates before 1900 are held."""


def generate(
    path: Path, people: int, number: int, *, until: date, today: date, say: Callable[[str], None]
) -> dict[str, int]:
    """Write an import folder of so many people (10 or more) with nothing after `until`; gives rows by table.

    The same people, number and day give the same bytes. Raises `BadOption` for a day that no import would take
    and `RefgraphError` where `path` is in use.
    """
    if not _FIRST_DAY <= until <= today:
        found = f"the last day {until} is not between {_FIRST_DAY} and today, {today}"
        raise BadOption(found, "name an earlier day")
    return write_network(path, people, until, np.random.default_rng(number), say)
