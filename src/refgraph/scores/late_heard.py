"""Late heard: after some opinions changed, heard of whoever is asked about at once, of everybody when it is there."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.difference import Difference
from refgraph.scores.heard import Heard
from refgraph.scores.hearing import Hearing, hearing

if TYPE_CHECKING:
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats, Ints

_NOISE = 1e-13
"""What rounding may leave of a sum, as a share of it, when all that went into it is taken away again."""


class LateHeard:
    """Heard after opinions changed, where that of everybody takes a while; safe to share between threads."""

    def __init__(self, before: Scores, opinion: Opinion) -> None:
        """Start from scores of the same ties whose heard of everybody is there."""
        self._before: Scores | None = before
        self._opinion = opinion
        self._hearing: Hearing | None = None
        self._difference: Difference | None = None
        self._computing, self._locating = Lock(), Lock()

    @property
    def before(self) -> Scores | None:
        """The scores it started from; None once heard of everybody is there."""
        return self._before

    def hearing(self) -> Hearing:
        """Heard of everybody with its steps: computed by whoever asks first, the others wait."""
        with self._computing:
            if self._hearing is None and self._before is not None:
                before = self._before
                self._hearing = hearing(before.network.mixing, self._opinion, before.params)
                self._before = self._difference = None
            if self._hearing is None:
                raise RuntimeError("heard of everybody is neither there nor to be computed from anything")
            return self._hearing

    def of(self, people: Ints) -> Heard:
        """What distinct, ascending `people` have heard, shape (people,): equal to that of everybody (1e-9), at once."""
        before = self._before
        if before is None:
            return part(self.hearing().heard, people)
        with self._locating:
            self._difference = difference = self._difference or self._difference_to(before)
            more = difference.at(people)
            if self._before is None:
                # Heard of everybody has come meanwhile: let go of what the former scores hold.
                self._difference = None
        former = part(before.heard, people)
        return Heard(
            _sum(former.positive, more[:, 0]),
            _sum(former.negative, more[:, 1]),
            former.negative_weight,
            former.certainty_half,
        )

    def _difference_to(self, before: Scores) -> Difference:
        return Difference(before.network.nearby, before.params, before.steps, before.opinion, self._opinion)


def part(heard: Heard, people: Ints) -> Heard:
    """Heard of some people, shape (people,)."""
    return Heard(heard.positive[people], heard.negative[people], heard.negative_weight, heard.certainty_half)


def _sum(former: Floats, more: Floats) -> Floats:
    """Former + more, exactly 0 where nothing but rounding noise is left, never below."""
    total = former + more
    return np.where(total <= _NOISE * np.maximum(former, np.abs(more)), 0.0, total)
