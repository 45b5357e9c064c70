"""Numbers as the texts of cells, many at a time: ids, days, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated.proportions import REGIONS_A_TERRITORY
from refgraph.sources.generated.staff import NONE
from refgraph.sources.generated.words import (
    FIRST_SYLLABLES,
    PLACE_FIRST,
    PLACE_SECOND,
    SECOND_SYLLABLES,
    SURNAMES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Texts = list[str]


def person_names(names: Ints) -> Texts:
    """Names in both scripts from positions of surname and two syllables, shape (n, 3)."""
    parts = zip(*(names[:, i].tolist() for i in range(3)), strict=True)
    return [
        f"{SURNAMES[a][0]}{FIRST_SYLLABLES[b][0]}{SECOND_SYLLABLES[c][0]} "
        f"{SURNAMES[a][1]} {FIRST_SYLLABLES[b][1]}{SECOND_SYLLABLES[c][1]}"
        for a, b, c in parts
    ]


def ids(letter: str, number: Ints) -> Texts:
    """Ids that sort as their numbers do, up to ten million; -1 is empty."""
    return [f"{letter}{i:07d}" if i >= 0 else "" for i in number.tolist()]


def named(position: Ints, names: Sequence[str]) -> Texts:
    """Names by position; -1 is the last."""
    return [names[at] for at in position.tolist()]


def days(day: Ints) -> Texts:
    """ISO days; -1 is empty."""
    texts = np.datetime_as_string(day.astype("datetime64[D]"))
    return [str(text) for text in np.where(day == NONE, "", texts).tolist()]


def whole(number: Ints) -> Texts:
    """Whole numbers."""
    return [str(i) for i in number.tolist()]


def decimal(number: Floats) -> Texts:
    """Shortest writing; NaN is empty."""
    return ["" if x != x else f"{x:.12g}" for x in number.tolist()]


def place(region: int) -> tuple[str, str]:
    """Name of a region in both scripts; beyond 256 with a number."""
    first = PLACE_FIRST[region % len(PLACE_FIRST)]
    second = PLACE_SECOND[region // len(PLACE_FIRST) % len(PLACE_SECOND)]
    round_about = region // (len(PLACE_FIRST) * len(PLACE_SECOND))
    number = str(round_about + 1) if round_about else ""
    return first[0] + second[0] + number, first[1] + second[1] + number


def places(regions: Ints) -> Texts:
    """Names of regions, both scripts in one text."""
    return [" ".join(place(region)) for region in regions.tolist()]


def territory(number: int) -> str:
    """Name of a territory: that of its first region."""
    return f"{' '.join(place(number * REGIONS_A_TERRITORY))} Area"


def territories(numbers: Ints) -> Texts:
    """Names of territories."""
    return [territory(number) for number in numbers.tolist()]
