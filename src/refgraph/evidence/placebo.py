"""The placebo: the same scores over networks in which everybody knows as many others, but not the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.measures import added_inside, inside_ranking
from refgraph.evidence.rewiring import acquaintances
from refgraph.scores.plain_mixing import PlainMixing, Together
from refgraph.scores.talk import talking_groups, undeclared
from refgraph.scores.tie_parts import acquainted, declared_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.moment import Moment
    from refgraph.evidence.ranking import Runs
    from refgraph.evidence.replay import Replay
    from refgraph.model.progress import Progress
    from refgraph.scores.tie_parts import Part
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

NETWORKS = 199
"""Rewired networks: with them the smallest p is 1/200."""


@dataclass(frozen=True)
class Placebo:
    """What the scores are worth over rewired networks."""

    movable: int
    """Pairs that could be redrawn: both in one circle."""
    scores: tuple[Floats, ...]
    """Scores of the candidates by moment, one row a network, shape (networks, m)."""

    def inside(self, moments: Sequence[Moment], circles: int) -> Floats:
        """`auc_inside` over each network, shape (networks,); NaN where no circle has both won and others."""
        found = []
        for at in range(len(self.scores[0]) if self.scores else 0):
            area = added_inside(self.rankings(moments, circles, at), circles).area
            found.append(np.nan if area is None else area)
        return np.array(found)

    def rankings(self, moments: Sequence[Moment], circles: int, at: int) -> list[Runs]:
        """Candidates of all moments by circle, over one of the networks."""
        return [
            inside_ranking(moment.candidates, scores[at], circles)
            for moment, scores in zip(moments, self.scores, strict=True)
        ]


def placebo(
    replay: Replay, rng: np.random.Generator, *, networks: int = NETWORKS, progress: Progress
) -> Placebo:
    """Score all moments over rewired networks, each drawn once for all moments; opinions and outcomes stay.

    Who knows whom is read at the last moment: a rewired row of `knows` has the date, strength and kind it had, and
    at each moment everybody knows as many as he did. Nothing can be redrawn where `movable` is 0.
    """
    days = [moment.period.day for moment in replay.moments]
    known = acquaintances(replay.moments[-1].snapshot, days)
    settings = [_Setting(moment, replay) for moment in replay.moments]
    scores = [np.empty((networks, len(moment.candidates.account))) for moment in replay.moments]
    for at in range(networks if len(known.movable) else 0):
        progress("rewire", at, networks)
        a, b = known.rewired(rng)
        for setting, found in zip(settings, scores, strict=True):
            found[at] = setting.score(a, b)
    progress("rewire", networks, networks)
    return Placebo(len(known.movable), tuple(scores) if len(known.movable) else ())


class _Setting:
    """What stays the same at one moment whatever the network."""

    def __init__(self, moment: Moment, replay: Replay) -> None:
        knows, last = moment.snapshot.knows, replay.moments[-1].snapshot.knows
        self._moment = moment
        self._rows: Bools = last.since <= moment.period.day
        self._rate, self._directed = declared_rates(moment.snapshot, moment.params), knows.directed
        groups = talking_groups(moment.snapshot, moment.params)
        self._together = Together(groups, len(moment.snapshot.people.ids))
        self._others: list[Part] = undeclared(moment.snapshot, moment.params)

    def score(self, a: Ints, b: Ints) -> Floats:
        """Scores of the candidates where rows of `knows` have these ends, shape (m,)."""
        known = acquainted(a[self._rows], b[self._rows], self._rate, self._directed)
        net = self._moment.heard_by(PlainMixing(self._together, [known, *self._others])).net
        return self._moment.candidates.greatest(np.round(net, 12))
