"""Shuffles: how often the verdict says "evidence" on this history where outcomes are dealt out by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.calibration import wilson
from refgraph.evidence.deals import Ranked, areas_by_chance, gains_by_chance
from refgraph.evidence.placebo import placebo
from refgraph.evidence.verdict import verdict

if TYPE_CHECKING:
    from refgraph.evidence.bootstrap import Interval
    from refgraph.evidence.replay import Replay
    from refgraph.model.progress import Progress
    from refgraph.snapshot.snapshot import Floats

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Verdicts on shuffled outcomes, where there is nothing to be found."""

    count: int
    """Shuffles tried."""
    evidence: int
    """Those of which the verdict said "evidence"."""

    @property
    def share(self) -> float | None:
        """`evidence` of `count`; None where nothing was tried."""
        return self.evidence / self.count if self.count else None

    @property
    def interval(self) -> Interval | None:
        """95 % interval of `share`; None where nothing was tried."""
        return wilson(self.evidence, self.count) if self.count else None


def false_alarms(replay: Replay, shuffles: int, rng: np.random.Generator, progress: Progress) -> FalseAlarms:
    """Deal the outcomes of each period out anew among the candidates of each circle, and judge, `shuffles` times.

    An account in several circles goes with its first, those in none are one group. Opinions and networks stay, so
    scores over the actual network and the rewired ones are computed once.
    """
    moments, circles = replay.moments, len(replay.history.circles.ids)
    if not moments:
        return FalseAlarms(shuffles, 0)
    rewiring = placebo(replay, rng, progress=progress)
    if not rewiring.scores:
        return FalseAlarms(shuffles, 0)
    by_chance = gains_by_chance(moments, rewiring, circles, rng, progress=progress)
    ranked = [Ranked.of(moment, rewiring.scores[at]) for at, moment in enumerate(moments)]
    evidence = 0
    for first in range(0, shuffles, _AT_ONCE):
        progress("shuffle", first, shuffles)
        area = areas_by_chance(ranked, circles, min(_AT_ONCE, shuffles - first), rng)
        evidence += sum(_is_evidence(row, by_chance, replay.positives) for row in area)
    progress("shuffle", shuffles, shuffles)
    return FalseAlarms(shuffles, evidence)


def _is_evidence(area: Floats, by_chance: Floats, positives: int) -> bool:
    actual = None if np.isnan(area[0]) else float(area[0])
    return verdict(actual, area[1:], positives, by_chance).word == "evidence"
