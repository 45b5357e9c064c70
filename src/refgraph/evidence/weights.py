"""Weights: how much each kind of tie, or of evidence, counts, fitted to outcomes and judged where they were not learnt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.exposures import EVIDENCE_KINDS, TIE_KINDS, by_evidence_kind, by_tie_kind
from refgraph.evidence.fit import FEWEST_OUTCOMES, Kind, Weights, Why, judged
from refgraph.evidence.folds import folds, out_of_circle
from refgraph.evidence.gains import inside_gain
from refgraph.evidence.hazards import Cases, intervals, most_likely, shrunk
from refgraph.scores.talk import talk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from refgraph.evidence.folds import Split
    from refgraph.evidence.gains import Gain
    from refgraph.evidence.moment import Moment
    from refgraph.evidence.pool import Pool
    from refgraph.model.params import Params
    from refgraph.model.progress import Progress
    from refgraph.snapshot.snapshot import Bools, Floats

_ALIKE = 1e-3
"""Multipliers this near to 1 are the defaults."""


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds that are weighed against each other."""

    name: str
    kinds: Mapping[str, tuple[str, ...]]
    """Parameters of each kind."""
    exposure: Callable[[Moment], Floats]
    """Hazards of the candidates by kind, shape (m, k)."""
    heard_net: Callable[[Moment, Params], Floats]
    """What people have heard under other parameters of these kinds, shape (n,)."""


def heard_over(moment: Moment, params: Params) -> Floats:
    """heard.net where ties have other rates, shape (n,)."""
    return moment.heard(talk(moment.snapshot, params)).net


def heard_of(moment: Moment, params: Params) -> Floats:
    """heard.net where evidence has other weights, shape (n,)."""
    return replace(moment, params=params).heard(moment.talk).net


TIES = Family("ties", TIE_KINDS, by_tie_kind, heard_over)
EVIDENCE = Family("evidence", EVIDENCE_KINDS, by_evidence_kind, heard_of)


def fit_weights(pool: Pool, family: Family, rng: np.random.Generator, progress: Progress) -> Weights:
    """Fit the multipliers of a family's kinds, and judge them by the inside-circle AUC they give against the defaults.

    Under `FEWEST_OUTCOMES` nothing is fitted.
    """
    if int(pool.outcome.sum()) < FEWEST_OUTCOMES:
        return _unfitted(Why.TOO_FEW_OUTCOMES)
    whole = Cases(pool.stacked(family.exposure), pool.quarters, pool.stratum, pool.outcome)
    present = whole.exposure.sum(axis=0) > 0
    if present.sum() < 2:
        return _unfitted(Why.ONE_KIND)
    cases = replace(whole, exposure=whole.exposure[:, present])
    common = common_multiplier(cases)
    if not common > 0:
        return _unfitted(Why.NO_EFFECT)
    return _judged(_Trial(pool, family, cases, present, progress), common, rng)


def with_multipliers(params: Params, family: Family, multipliers: Mapping[str, float]) -> Params:
    """Multiply the parameters of the named kinds; raises KeyError for a kind that is not of the family."""
    fields = {field: by for kind, by in multipliers.items() for field in family.kinds[kind]}
    return replace(params, **{field: getattr(params, field) * by for field, by in fields.items()})


def common_multiplier(cases: Cases) -> float:
    """The one multiplier of all kinds together, by maximum likelihood."""
    together = replace(cases, exposure=cases.exposure.sum(axis=1, keepdims=True))
    return float(most_likely(together).multiplier[0])


def relative_multipliers(cases: Cases, cluster: NDArray[np.int64]) -> tuple[Floats, float]:
    """Shrunk multipliers, shape (k,), with a mean of 1 over all exposure, and the penalty that cases left out ask for.

    They are drawn towards the common multiplier, since an overall factor changes no rank. All 1 where it is 0.
    """
    common, count = common_multiplier(cases), cases.kinds
    if not common > 0:
        return np.ones(count), float("inf")
    parts = out_of_circle(folds(np.unique(cluster, return_inverse=True)[1], cases.outcome))
    found = shrunk(cases, parts, np.full(count, common))
    exposed = cases.exposure.sum(axis=0)
    mean = float(found.hazards.multiplier @ exposed / exposed.sum())
    return found.hazards.multiplier / mean, found.penalty


@dataclass(frozen=True)
class _Trial:
    """A family fitted to some cases and tried on others."""

    pool: Pool
    family: Family
    cases: Cases
    present: Bools
    """Which kinds of the family the columns of `cases` are."""
    progress: Progress

    @property
    def names(self) -> list[str]:
        return [kind for kind, kept in zip(self.family.kinds, self.present.tolist(), strict=True) if kept]

    def gain(self, splits: Sequence[Split], rng: np.random.Generator) -> Gain | None:
        """Inside-circle AUC over that of the defaults on cases that were not learnt from; None where there are none."""
        usual = self.pool.stacked(lambda moment: moment.candidates.greatest(moment.heard_net))
        judged, fitted = np.zeros(len(usual), np.bool_), usual.copy()
        for at, split in enumerate(splits):
            self.progress("fit", at, len(splits))
            train = self.cases.among(split.train)
            if not train.obstacle():
                self._rank(split, train, fitted)
                judged |= split.test
        self.progress("fit", len(splits), len(splits))
        return inside_gain(self.pool, judged, fitted, usual, rng) if judged.any() else None

    def _rank(self, split: Split, train: Cases, score: Floats) -> None:
        """Score the cases to be judged by what is learnt from the others; where that is the defaults, they stay."""
        learnt, _ = relative_multipliers(train, self.pool.cluster[split.train])
        if np.allclose(learnt, 1.0, rtol=0, atol=_ALIKE):
            return
        by_kind = dict(zip(self.names, learnt.tolist(), strict=True))
        for at in np.unique(self.pool.moment[split.test]).tolist():
            moment, here = self.pool.moments[at], slice(self.pool.starts[at], self.pool.starts[at + 1])
            net = self.family.heard_net(moment, with_multipliers(moment.params, self.family, by_kind))
            score[here][split.test[here]] = moment.candidates.greatest(net)[split.test[here]]


def _judged(trial: _Trial, common: float, rng: np.random.Generator) -> Weights:
    cases, pool = trial.cases, trial.pool
    likely = most_likely(cases)
    multiplier, penalty = relative_multipliers(cases, pool.cluster)
    share = cases.exposure.sum(axis=0) / cases.exposure.sum()
    kinds = [
        Kind(
            name=name,
            share=float(share[at]),
            multiplier=float(likely.multiplier[at]) / common,
            low=found.low / common,
            high=None if found.high is None else found.high / common,
            shrunk=float(multiplier[at]),
        )
        for at, (name, found) in enumerate(zip(trial.names, intervals(cases, likely), strict=True))
        if found is not None
    ]
    left_out, later = trial.gain(pool.left_out, rng), trial.gain(pool.later, rng)
    why = judged(left_out, later, could_be_later=bool(pool.later))
    return Weights(tuple(kinds), common, penalty, left_out, later, why)


def _unfitted(why: Why) -> Weights:
    return Weights((), None, None, None, None, why)
