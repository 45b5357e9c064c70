"""Candidates given by what became of them and the circles they are in, for tests of how well a score ranks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.moment import Candidates, Moment
from refgraph.evidence.periods import Period
from refgraph.model.params import Params
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def moment_of_outcomes(won: Sequence[int], circles: Sequence[Sequence[int]] = ()) -> Moment:
    """Accounts 0, 1 … of one person each; `won` is 1 for those that ordered, `circles` the circles of each."""
    circles = circles or [[] for _ in won]
    entries = [(row, circle) for row, own in enumerate(circles) for circle in sorted(own)]
    m = len(won)
    found = Candidates(
        np.arange(m, dtype=np.int32),
        np.array(won, np.bool_),
        np.arange(m + 1),
        np.arange(m, dtype=np.int32),
        np.array([row for row, _ in entries], np.int64),
        np.array([circle for _, circle in entries], np.int32),
    )
    return Moment(Period(0, 91), snapshot_of(), Params(), found)


def pairwise_area(score: Sequence[float], won: Sequence[int] | NDArray[np.bool_]) -> float:
    """Chance that one who ordered stands before one who did not, pair by pair; ties count one half."""
    yes = [s for s, w in zip(score, won, strict=True) if w]
    no = [s for s, w in zip(score, won, strict=True) if not w]
    return sum((a > b) + 0.5 * (a == b) for a in yes for b in no) / (len(yes) * len(no))
