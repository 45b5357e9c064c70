"""How often the verdict finds an effect that is there, and one that is not; and whether fitted rates are found again.

`.venv/bin/python -m tests.evidence.simulations` tells all of it, in about half an hour on one core.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.calibration import wilson
from refgraph.evidence.deals import gains_by_chance
from refgraph.evidence.hazards import Cases, intervals, most_likely
from refgraph.evidence.measures import added_inside, inside_ranking
from refgraph.evidence.placebo import NETWORKS, placebo
from refgraph.evidence.pool import pool
from refgraph.evidence.power import FEWEST, detectable_gain
from refgraph.evidence.verdict import verdict
from refgraph.evidence.weights import TIES
from refgraph.model.progress import silent
from tests.evidence.simulated import World, simulated

if TYPE_CHECKING:
    from refgraph.evidence.replay import Replay

SIZES = {64: 1.9, 200: 1.06, 300: 0.84, 800: 0.46}
"""Multiplier by number of accounts won at which the gain is about the one that so many are said to show."""
NO_EFFECT, RATES = 150, 60
"""Histories without an effect, and histories of two kinds of ties."""
COUNTS = {64: 100, 200: 60, 300: 40, 800: 20}
"""Histories by number of accounts won."""
TIE_WORLD = World(circles=25, won=450, multiplier=1.0, lines=0.5, quarters=6)
"""Acquaintances count as much as the defaults say, reporting lines half as much."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One history, judged."""

    positives: int
    gain: float
    """Area inside circles over the mean of the rewired networks."""
    is_found: bool


@dataclass(frozen=True)
class Trials:
    """Histories of one world, judged."""

    trials: tuple[Trial, ...]

    @property
    def found(self) -> int:
        """Verdicts "evidence"."""
        return sum(trial.is_found for trial in self.trials)

    @property
    def gain(self) -> float:
        """Mean gain."""
        return float(np.mean([trial.gain for trial in self.trials]))

    @property
    def positives(self) -> float:
        """Mean number of accounts won."""
        return float(np.mean([trial.positives for trial in self.trials]))

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """Mean first orders and gain, the gain stated as shown, the share found and its 95 % interval."""
        count = len(self.trials)
        low, high = wilson(self.found, count)
        return (
            f"{self.positives:.0f}",
            f"{self.gain:.3f}",
            f"{detectable_gain(round(self.positives)):.3f}",
            f"{self.found} of {count} ({self.found / count:.1%})",
            f"{low:.1%} to {high:.1%}",
        )


def world_of(won: int, multiplier: float, *, friends: float = 6.0) -> World:
    """One in which about a third of the accounts that are open on the first day are won in a year."""
    return World(circles=max(5, round(won / 10)), won=won, multiplier=multiplier, friends=friends)


def tried(world: World, count: int, *, networks: int = NETWORKS) -> Trials:
    """Judge `count` histories of a world that are long enough for a verdict."""
    trials: list[Trial] = []
    for number in range(2 * count):
        rng = np.random.default_rng([number, world.won])
        history = simulated(world, rng)
        if len(trials) < count and (history.quarter > 0).sum() >= FEWEST:
            trials.append(judged(history.replay, rng, networks))
    return Trials(tuple(trials))


def judged(replay: Replay, rng: np.random.Generator, networks: int = NETWORKS) -> Trial:
    """Judge one history as `backtest` does, over fewer networks where told."""
    moments, circles = replay.moments, len(replay.history.circles.ids)
    rewiring = placebo(replay, rng, networks=networks, progress=silent)
    ours = [inside_ranking(m.candidates, m.candidates.greatest(m.heard_net), circles) for m in moments]
    area, rewired = added_inside(ours, circles).area, rewiring.inside(moments, circles)
    by_chance = gains_by_chance(moments, rewiring, circles, rng, progress=silent)
    found = verdict(area, rewired, replay.positives, by_chance)
    return Trial(replay.positives, (area or 0.5) - float(rewired.mean()), found.word == "evidence")


def rates_found_again(count: int, *, first: int = 0) -> tuple[int, int]:
    """How many of the multipliers put in lie in their 95 % intervals, of how many."""
    inside, kinds = 0, list(TIES.kinds)
    for number in range(first, first + count):
        cases = pool([simulated(TIE_WORLD, np.random.default_rng(number)).replay])
        exposure = cases.stacked(TIES.exposure)[:, [kinds.index("declared"), kinds.index("reporting_line")]]
        whole = Cases(exposure, cases.quarters, cases.stratum, cases.outcome)
        found = intervals(whole, most_likely(whole))
        for one, true in zip(found, (TIE_WORLD.multiplier, TIE_WORLD.lines or 0.0), strict=True):
            inside += one is not None and one.low <= true <= (np.inf if one.high is None else one.high)
    return inside, 2 * count


def main() -> None:
    """Write what comes out, line by line."""
    for won, multiplier, friends, count in [
        (200, 0.0, 6.0, NO_EFFECT),
        *((won, multiplier, 6.0, COUNTS[won]) for won, multiplier in SIZES.items()),
        (200, SIZES[200], 12.0, COUNTS[200]),
    ]:
        found = tried(world_of(won, multiplier, friends=friends), count)
        sys.stdout.write(f"multiplier {multiplier:g}, {friends:g} acquaintances: {', '.join(found.cells)}\n")
        sys.stdout.flush()
    inside, count = rates_found_again(RATES)
    sys.stdout.write(f"multipliers in their 95 % intervals: {inside} of {count} ({inside / count:.1%})\n")


if __name__ == "__main__":
    main()
