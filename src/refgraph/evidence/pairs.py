"""Pairs: were those who opened an account the ones that would have been named? Only where referrals are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.askable import askable
from refgraph.decisions.openers import openers
from refgraph.evidence.baselines import acquainted, degree
from refgraph.evidence.ranking import areas, hits, runs
from refgraph.scores.scores import score
from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.moment import Moment
    from refgraph.evidence.replay import Replay
    from refgraph.model.progress import Progress
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats, Snapshot

K = 3
"""Openers at the head of a target's list that are looked at."""


@dataclass(frozen=True, slots=True)
class PairMeasures:
    """How well a score ranked possible openers of a target; means over targets, weighted by its referrals."""

    auc: float | None
    """None where nobody was passed over."""
    hit_share: float
    """Referrals whose opener stood among the first `K`, ties by expectation."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Referrals made in the periods, by people who could have been named beforehand."""

    targets: int
    """Pairs of period and target."""
    referrals: int
    unforeseen: int
    """Referrals by somebody who had no role at a customer, or was at the target: nobody to rank."""
    measures: Mapping[str, PairMeasures]
    """By score: `refgraph`, `degree`, `random`; empty without referrals."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Possible openers of one target on one day: everybody with a role at a customer who is not at the target."""

    made: Floats
    """1 for who made the referral in the period, else 0, shape (openers,)."""
    scores: Mapping[str, Floats]


def pairs(replay: Replay, *, progress: Progress) -> Pairs:
    """Rank the possible openers of each account that somebody opened in the period after (`referral_made`).

    Openers that the answer does not list, blocked ones among them, count as 0.
    """
    found, unforeseen = list[_Target](), 0
    for at, moment in enumerate(replay.moments):
        progress("pairs", at, len(replay.moments))
        made_here = _referrals(replay.history, moment)
        if not made_here:
            continue
        scores = score(moment.snapshot, moment.params)
        for target, people in made_here.items():
            ranked = _target(scores, target, people)
            made = int(ranked.made.sum()) if ranked else 0
            unforeseen += len(people) - made
            if ranked and made:
                found.append(ranked)
    referrals = sum(int(target.made.sum()) for target in found)
    return Pairs(len(found), referrals, unforeseen, _measures(found) if found else {})


def _referrals(history: Snapshot, moment: Moment) -> dict[int, set[int]]:
    """Who opened which account in the period of a moment."""
    events, period = history.events, moment.period
    rows = np.flatnonzero(
        (events.kind == EventKind.REFERRAL_MADE)
        & (events.person >= 0)
        & (events.day > period.day)
        & (events.day <= period.end)
    )
    made: dict[int, set[int]] = {}
    for row in rows.tolist():
        target = history.account_index.get(events.ref[row])
        if target is not None:
            made.setdefault(target, set()).add(int(events.person[row]))
    return made


def _target(scores: Scores, target: int, people: set[int]) -> _Target | None:
    possible = askable(scores).at_customer.copy()
    possible[scores.snapshot.current_people(target)] = False
    who = np.flatnonzero(possible)
    if not len(who):
        return None
    by_person = np.zeros(len(possible))
    for row in openers(scores, target, k=len(who)).rows:
        by_person[row.person] = row.score
    ranks = {
        "refgraph": np.round(by_person, 12),
        "degree": degree(acquainted(scores.snapshot)),
        "random": np.zeros(len(possible)),
    }
    made = np.isin(who, list(people)).astype(np.float64)
    return _Target(made, {name: values[who] for name, values in ranks.items()})


def _measures(found: list[_Target]) -> Mapping[str, PairMeasures]:
    group = np.repeat(np.arange(len(found)), [len(target.made) for target in found])
    made = np.concatenate([target.made for target in found]) > 0
    measured = {}
    for name in found[0].scores:
        ranked = runs(np.concatenate([target.scores[name] for target in found]), made, group, len(found))
        area, weight = areas(ranked), ranked.positives
        both = ranked.counts
        mean = float(np.average(area[both], weights=weight[both])) if both.any() else None
        measured[name] = PairMeasures(mean, float(hits(ranked, K).sum() / weight.sum()))
    return measured
