"""Spread: how many are reached when some people start talking, and whom to start with.

Independent cascade: each reached person tries each of his ties once, and it carries with the tie's chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.certificate import GUARANTEE
from refgraph.scores.coins import drawn_key, wrapping
from refgraph.scores.exact_spread import exact_choice, outcomes
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.rr_sets import Aim
from refgraph.scores.sampled_seeds import sampled_seeds
from refgraph.scores.seats import Seats
from refgraph.scores.simulation_kernels import cascades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.scores.exact_spread import Outcomes
    from refgraph.scores.fans import Fan
    from refgraph.scores.sampled_seeds import Judged
    from refgraph.scores.simulation_kernels import Own
    from refgraph.snapshot.snapshot import Bools, Ints

_WORKERS = 8
"""Parts the draws are divided into; no result depends on how many threads take them."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A Monte Carlo estimate of those reached, seeds included."""

    mean: float
    std_error: float
    """Standard error of `mean`, same unit; 0.0 for a deterministic network."""
    draws: int


@dataclass(frozen=True, slots=True)
class CertifiedSeeds:
    """Groups to start with, and what is known about how good they are; all numbers count groups.

    `certain ≤ lower_bound ≤ value ≤ upper_bound ≤ counted groups`, where certain are the counted among the chosen.
    """

    chosen: tuple[int, ...]
    """Groups in order of choice: min(k, candidates) of them."""
    gain: tuple[float, ...]
    """Increase of the value by each, in order of choice; with `baseline` they add up to `value`."""
    value: float
    """Expected number of counted groups reached by the chosen and the active ones together."""
    lower_bound: float
    """No more than the true value of the chosen."""
    upper_bound: float
    """No less than the true value of any choice of as many candidates."""
    baseline: float
    """Expected number of counted groups the active ones reach alone; 0 when none is active."""
    confidence: float
    """Chance that both bounds hold; 1.0 where the spread is exact."""
    rr_sets: int
    """Reverse-reachable sets drawn for choosing and judging together; 0 where the spread is exact."""
    is_exact: bool
    """Whether all outcomes of the uncertain ties were enumerated instead of drawn."""
    is_accurate: bool
    """Whether the chosen add at least 1 - 1/e - accuracy of what any choice adds, as bounded; False where a cap came
    first."""

    @property
    def ratio(self) -> float:
        """lower_bound / upper_bound, in [0, 1]; 1.0 where nothing can be reached."""
        return self.lower_bound / self.upper_bound if self.upper_bound > 0 else 1.0


_NOTHING = CertifiedSeeds((), (), 0.0, 0.0, 0.0, 0.0, 1.0, 0, is_exact=True, is_accurate=True)


def simulate(
    outward: Fan,
    people: Sequence[int] | Ints,
    seats: Seats | None,
    *,
    draws: int,
    rng: np.random.Generator,
    counted: Bools | None = None,
) -> Spread:
    """Run the cascade from `people` in `draws` worlds; counts groups of `seats`, or people where it is None.

    `counted`, shape (g,) or (n,), limits what is counted; None counts all. A group without people is never reached
    here. The same for a given `rng` whatever the number of threads; safe to call from several threads.
    Raises ValueError for fewer than 2 draws or a person who is not in the network.
    """
    n = len(outward.indptr) - 1
    starts = np.asarray(people, np.int32)
    if draws < 2:
        raise ValueError(f"found {draws} draws, expected at least 2")
    if len(starts) and (starts.min() < 0 or starts.max() >= n):
        raise ValueError(f"found people {starts.min()} to {starts.max()}, expected 0 to {n - 1}")
    own = _counted_groups(n, seats, counted)
    with one_at_a_time, wrapping():
        reached = cascades(outward.arrays, starts, own, drawn_key(rng), draws, _WORKERS)
    return Spread(float(reached.mean()), float(reached.std(ddof=1)) / sqrt(draws), draws)


def _counted_groups(n: int, seats: Seats | None, counted: Bools | None) -> Own:
    if seats is None and counted is None:
        return np.empty(0, np.int64), np.empty(0, np.int32), 0
    seats = seats or Seats.one_each(n)
    wanted = np.ones(seats.groups, np.bool_) if counted is None else counted
    return (*seats.groups_by_person(n, wanted), seats.groups)


def best_seeds(
    inward: Fan,
    seats: Seats,
    *,
    k: int,
    candidates: Bools,
    active: Bools,
    counted: Bools,
    accuracy: float,
    confidence: float,
    rng: np.random.Generator,
    max_sets: int = 1 << 24,
    exact_ties: int = 20,
) -> CertifiedSeeds:
    """Choose k groups that together with the active ones reach the most counted groups.

    The three masks have shape (g,); active groups are neither chosen nor counted; k beyond the candidates takes all.
    With at most `exact_ties` ties of 0 < p < 1 (or nothing to reach) the spread is enumerated (`exact_spread`), and
    the choice is the best where all can be compared. Else it is chosen and judged on random sets (`sampled_seeds`)
    until `ratio` is at least 1 - 1/e - accuracy or the sets are too many; both bounds hold with `confidence`.
    Groups that add nothing come last, by index, with gain 0. The same for a given `rng` whatever the number of
    threads. Raises ValueError for a negative k, a mask of the wrong shape, an accuracy outside (0, 1 - 1/e), a
    confidence outside (0, 1) or fewer than 2 sets.
    """
    _check(seats, (candidates, active, counted), k, accuracy, confidence, max_sets)
    aim = Aim.of(inward, seats, candidates, active, counted)
    k = min(k, int(aim.may_choose.sum()))
    if not k and not active.any():
        return _NOTHING
    found = outcomes(aim, exact_ties)
    if found is not None:
        return _enumerated(aim, found, k)
    judged = sampled_seeds(aim, k, accuracy=accuracy, confidence=confidence, rng=rng, max_sets=max_sets)
    return _certified(aim, judged, k, confidence)


def _enumerated(aim: Aim, found: Outcomes, k: int) -> CertifiedSeeds:
    choice = exact_choice(found, k)
    chosen, gain = _filled(aim, choice.chosen, choice.gain, k)
    value = found.covered + sum(gain)
    upper = max(value, min(found.covered + choice.bound, float(len(aim.roots))))
    return CertifiedSeeds(
        chosen, gain, value, value, upper, found.covered, 1.0, 0, is_exact=True, is_accurate=True
    )


def _certified(aim: Aim, judged: Judged, k: int, confidence: float) -> CertifiedSeeds:
    """The judged choice with its bounds brought into the order that is certain."""
    chosen, gain = _filled(aim, judged.chosen.tolist(), judged.gain.tolist(), k)
    certain = float(np.isin(chosen, aim.roots).sum())
    lower = max(judged.lower_bound, certain)
    upper = max(lower, min(judged.upper_bound, float(len(aim.roots))))
    value = min(max(judged.value, lower), upper)
    return CertifiedSeeds(
        chosen,
        _scaled(gain, value - judged.baseline),
        value,
        lower,
        max(upper, value),
        judged.baseline,
        confidence,
        judged.sets,
        is_exact=False,
        is_accurate=judged.is_good,
    )


def _filled(
    aim: Aim, chosen: list[int], gain: list[float], k: int
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The choice made up to k with the first other candidates, which add nothing."""
    left = aim.may_choose.copy()
    left[chosen] = False
    others = np.flatnonzero(left)[: k - len(chosen)].tolist()
    return (*chosen, *others), (*gain, *(0.0 for _ in others))


def _scaled(gain: tuple[float, ...], total: float) -> tuple[float, ...]:
    """The gains in proportion, adding up to `total`; evenly where all are 0."""
    found = sum(gain)
    if found == total or not gain:
        return gain
    return tuple(g * total / found if found > 0 else total / len(gain) for g in gain)


def _check(
    seats: Seats, masks: tuple[Bools, ...], k: int, accuracy: float, confidence: float, max_sets: int
) -> None:
    for name, mask in zip(("candidates", "active", "counted"), masks, strict=True):
        if mask.shape != (seats.groups,):
            raise ValueError(f"{name}: found shape {mask.shape}, expected {(seats.groups,)}")
    if k < 0:
        raise ValueError(f"found k = {k}, expected at least 0")
    if not 0 < accuracy < GUARANTEE:
        raise ValueError(f"found accuracy {accuracy}, expected more than 0 and less than 1 - 1/e")
    if not 0 < confidence < 1:
        raise ValueError(f"found confidence {confidence}, expected more than 0 and less than 1")
    if max_sets < 2:
        raise ValueError(f"found max_sets = {max_sets}, expected at least 2")
