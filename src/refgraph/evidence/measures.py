"""Measures: how well one score ranked the candidates of all periods, with what they add up from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.bootstrap import interval, ratio, weighted_areas
from refgraph.evidence.ranking import areas, hits, runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.evidence.bootstrap import Interval, Resamples
    from refgraph.evidence.moment import Candidates, Moment
    from refgraph.evidence.ranking import Runs
    from refgraph.snapshot.snapshot import Floats

KS = (5, 10, 20)
"""Numbers of candidates at the head of a list that are looked at."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Positives among the first k of each group that has both, all groups together; groups under k use their size."""

    k: int
    precision: float | None
    """Share of positives among them; None without a group that has both."""
    base: float | None
    """The same of a list in random order."""

    @property
    def lift(self) -> float | None:
        """How many times as many as in random order; None where that is undefined."""
        return self.precision / self.base if self.precision is not None and self.base else None


@dataclass(frozen=True)
class Measures:
    """How well a score ranked; areas are means over groups, weighted by positives, None where no group has both."""

    auc: float | None
    """Within each period."""
    auc_interval: Interval | None
    auc_inside: float | None
    """Within each (period, circle)."""
    auc_inside_interval: Interval | None
    by_period: tuple[Precision, ...]
    by_circle: tuple[Precision, ...]
    """Within each (period, circle); empty without circles."""
    draws: Floats
    """`auc_inside` of each bootstrap draw, shape (draws,), NaN where a draw has no pair."""


@dataclass(frozen=True)
class Inside:
    """Areas inside circles, added up by circle."""

    gained: Floats
    """Σ area · positives by circle, shape (circles,)."""
    positives: Floats
    """Positives in groups that have both, by circle, shape (circles,)."""

    @property
    def area(self) -> float | None:
        """Mean area, weighted by positives."""
        total = self.positives.sum()
        return float(self.gained.sum() / total) if total > 0 else None


def measures(moments: Sequence[Moment], scores: Sequence[Floats], circles: int, drawn: Resamples) -> Measures:
    """Measure one score, given by moment, shape (m,) each."""
    pairs = list(zip(moments, scores, strict=True))
    whole = [whole_ranking(moment.candidates, score) for moment, score in pairs]
    inside = [inside_ranking(moment.candidates, score, circles) for moment, score in pairs]
    within, draws = added_inside(inside, circles), inside_draws(pairs, inside, circles, drawn)
    return Measures(
        mean_area(whole),
        interval(_whole_draws(pairs, drawn)),
        within.area,
        interval(draws),
        tuple(precision(whole, k) for k in KS),
        tuple(precision(inside, k) for k in KS) if circles else (),
        draws,
    )


def whole_ranking(candidates: Candidates, score: Floats) -> Runs:
    """All candidates of a moment as one group."""
    return runs(score, candidates.won, np.zeros(len(score), np.int64), 1)


def inside_ranking(candidates: Candidates, score: Floats, circles: int) -> Runs:
    """Candidates of a moment by circle, each in all of its own."""
    row = candidates.entry_row
    return runs(score[row], candidates.won[row], candidates.entry_circle.astype(np.int64), circles)


def added_inside(inside: Sequence[Runs], circles: int) -> Inside:
    """Add up the areas inside circles over moments."""
    gained, positives = np.zeros(circles), np.zeros(circles)
    for ranked in inside:
        counts = ranked.counts
        positives[counts] += ranked.positives[counts]
        gained[counts] += (areas(ranked) * ranked.positives)[counts]
    return Inside(gained, positives)


def gain(one: Measures, other: Mapping[str, Measures], name: str) -> tuple[float, float, float] | None:
    """Difference of `auc_inside` to another score with its interval, draw by draw; None where one is unknown."""
    than = other[name]
    if one.auc_inside is None or than.auc_inside is None:
        return None
    bounds = interval(one.draws - than.draws)
    return (one.auc_inside - than.auc_inside, *bounds) if bounds else None


def mean_area(rankings: Sequence[Runs]) -> float | None:
    """Mean area of rankings of one group each, weighted by positives; None where none has both."""
    both = [ranked for ranked in rankings if ranked.counts[0]]
    total = sum(int(ranked.positives[0]) for ranked in both)
    return (
        sum(float(areas(ranked)[0]) * int(ranked.positives[0]) for ranked in both) / total if total else None
    )


def _whole_draws(pairs: Sequence[tuple[Moment, Floats]], drawn: Resamples) -> Floats:
    gained, total = np.zeros(len(drawn.weight)), np.zeros(len(drawn.weight))
    for moment, score in pairs:
        area, positives = weighted_areas(score, moment.candidates.won, drawn.of_candidates(moment))
        gained += area * positives
        total += positives
    return ratio(gained, total)


def inside_draws(
    pairs: Sequence[tuple[Moment, Floats]], inside: Sequence[Runs], circles: int, drawn: Resamples
) -> Floats:
    """`auc_inside` of each bootstrap draw of scores by moment, whose rankings inside circles are `inside`."""
    if drawn.by_circle:
        added, weight = added_inside(inside, circles), drawn.of_circles()
        return ratio(weight @ added.gained, weight @ added.positives)
    gained, total = np.zeros(len(drawn.weight)), np.zeros(len(drawn.weight))
    for moment, score in pairs:
        candidates, weight = moment.candidates, drawn.of_candidates(moment)
        for circle in np.unique(candidates.entry_circle):
            rows = candidates.entry_row[candidates.entry_circle == circle]
            area, positives = weighted_areas(score[rows], candidates.won[rows], weight[:, rows])
            gained += area * positives
            total += positives
    return ratio(gained, total)


def precision(rankings: Sequence[Runs], k: int) -> Precision:
    """Precision at k of rankings by group, those of all moments together."""
    found, base, total = 0.0, 0.0, 0.0
    for ranked in rankings:
        counts = ranked.counts
        places, size = np.minimum(k, ranked.size[counts]), ranked.size[counts]
        found += float(hits(ranked, k)[counts].sum())
        base += float((places * ranked.positives[counts] / size).sum())
        total += float(places.sum())
    return Precision(k, found / total if total else None, base / total if total else None)
