"""The backtest: would the suggestions have worked on this history, and better than what is plain to see?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.baselines import baselines
from refgraph.evidence.bootstrap import resamples
from refgraph.evidence.deals import gains_by_chance
from refgraph.evidence.measures import Measures, gain, measures
from refgraph.evidence.placebo import placebo
from refgraph.evidence.placebo_measures import placebo_measures
from refgraph.evidence.verdict import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.moment import Moment
    from refgraph.evidence.replay import Replay
    from refgraph.model.progress import Progress
    from refgraph.snapshot.snapshot import Floats

REFGRAPH = "refgraph"
PLACEBO = "placebo"
RNG = 20_260_101
"""What bootstrap and rewiring draw from: the same history gets the same answer."""

Gain = tuple[float, float, float]
"""Estimate, low, high: a difference of areas inside circles with its 95 % bootstrap."""


@dataclass(frozen=True)
class Backtest:
    """What came out of a replay."""

    periods: int
    """Periods with a positive."""
    skipped: int
    """Periods without one."""
    positives: int
    candidates: int
    """Candidates of all periods together."""
    circles: int
    """Circles that candidates are in."""
    drawn: str
    """What the bootstrap draws: `circles` or `accounts`."""
    measures: Mapping[str, Measures]
    """By score: `refgraph`, the baselines, `placebo`."""
    rewired: Floats
    """Area inside circles over each rewired network, shape (networks,); empty where nothing can be redrawn."""
    redrawn: int
    """Pairs of people that could be redrawn."""
    verdict: Verdict

    @property
    def share(self) -> float | None:
        """Positives among all candidates; None without any."""
        return self.positives / self.candidates if self.candidates else None

    def gain_over(self, name: str) -> Gain | None:
        """How much larger the area inside circles is than that of another score; None where one is unknown."""
        return gain(self.measures[REFGRAPH], self.measures, name) if self.measures else None


def backtest(replay: Replay, *, rng: np.random.Generator | None = None, progress: Progress) -> Backtest:
    """Rank at each moment by what was known, and look who was won in the period after (contract.md §2, "Backtest").

    The same replay and `rng` give the same answer. A replay without moments gives "too little history".
    """
    moments, circles = replay.moments, len(replay.history.circles.ids)
    if not moments:
        none = np.empty(0)
        return Backtest(0, replay.skipped, 0, 0, 0, "accounts", {}, none, 0, verdict(None, none, 0, none))
    rng = rng or np.random.default_rng(RNG)
    drawn = resamples(moments, circles, rng)
    scored = [ranked_by(moment) for moment in moments]
    found = {}
    for at, name in enumerate(scored[0]):
        progress("measure", at, len(scored[0]))
        found[name] = measures(moments, [scores[name] for scores in scored], circles, drawn)
    rewiring = placebo(replay, rng, progress=progress)
    found[PLACEBO], rewired = placebo_measures(rewiring, moments, circles, drawn)
    by_chance = gains_by_chance(moments, rewiring, circles, rng, progress=progress)
    return Backtest(
        periods=len(moments),
        skipped=replay.skipped,
        positives=replay.positives,
        candidates=sum(len(moment.candidates.account) for moment in moments),
        circles=len(np.unique(np.concatenate([moment.candidates.entry_circle for moment in moments]))),
        drawn="circles" if drawn.by_circle else "accounts",
        measures=found,
        rewired=rewired,
        redrawn=rewiring.movable,
        verdict=verdict(found[REFGRAPH].auc_inside, rewired, replay.positives, by_chance),
    )


def ranked_by(moment: Moment) -> Mapping[str, Floats]:
    """All scores of a moment's candidates by name, shape (m,) each: refgraph's own first, then the baselines."""
    return {REFGRAPH: moment.candidates.greatest(moment.heard_net), **baselines(moment)}
