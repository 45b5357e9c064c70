"""The territory plan that spreads: the accounts whose people are expected to reach the most others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.territory import Chosen, TerritoryPlan, candidates
from refgraph.scores.arrival import arrivals, entries, strongest
from refgraph.scores.fans import Fan, inward
from refgraph.scores.seats import Seats
from refgraph.scores.spread import best_seeds
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores
    from refgraph.scores.spread import CertifiedSeeds
    from refgraph.snapshot.snapshot import Bools, Ints


def spread_plan(
    scores: Scores, *, budget: int, territory: str | None, rng: np.random.Generator
) -> TerritoryPlan:
    """Choose accounts to win so that a word from them, and from the customers, reaches the most accounts.

    A chosen account activates all its current people; each reached person tries each tie once, with its chance over
    `horizon_quarters`; an account is reached when one of its people is, one without people when it is chosen.
    Customers start active and count for nothing, what they reach alone is the baseline; opinions do not weigh.
    With fewer candidates than `budget` all are chosen. The same for a given `rng`.
    Raises `UnknownId` for a territory that no account is in, ValueError for a negative budget.
    """
    snapshot = scores.snapshot
    seats = Seats.of_accounts(snapshot)
    is_ours = np.asarray(snapshot.accounts.status == Status.CUSTOMER, np.bool_)
    found = _seeds(scores, seats, is_ours, budget, candidates(snapshot, territory), rng)
    word = _Word.of(scores, seats, ~is_ours)
    return TerritoryPlan(
        objective="spread",
        budget=budget,
        territory=territory,
        chosen=tuple(
            Chosen(account, gain, via=word.via(account))
            for account, gain in zip(found.chosen, found.gain, strict=True)
        ),
        value=found.value,
        lower_bound=found.lower_bound,
        upper_bound=found.upper_bound,
        confidence=found.confidence,
        baseline=found.baseline,
    )


def _seeds(
    scores: Scores, seats: Seats, is_ours: Bools, budget: int, may: Bools, rng: np.random.Generator
) -> CertifiedSeeds:
    params = scores.params
    return best_seeds(
        _inward(scores), seats, k=budget, candidates=may, active=is_ours, counted=~is_ours, rng=rng,
        accuracy=params.spread_accuracy, confidence=params.spread_confidence, max_sets=params.spread_sets,
        exact_ties=params.exact_spread_ties,
    )  # fmt: skip


def _inward(scores: Scores) -> Fan:
    """Speakers to each person, with the chance of each tie over the horizon."""
    ties, params = scores.ties, scores.params
    if params.horizon_quarters == 1:
        return scores.inward
    rate = params.effect * params.horizon_quarters * ties.rate
    return inward(replace(ties, probability=-np.expm1(-rate)))


@dataclass(frozen=True, slots=True)
class _Word:
    """How far the word of one person goes, in counted accounts."""

    scores: Scores
    seats: Seats
    accounts: tuple[NDArray[np.int64], Ints]
    """Counted accounts of each person, in CSR form."""

    @classmethod
    def of(cls, scores: Scores, seats: Seats, counted: Bools) -> _Word:
        """Look up everybody's counted accounts."""
        return cls(scores, seats, seats.groups_by_person(len(scores.snapshot.people.ids), counted))

    def via(self, account: int) -> tuple[tuple[int, float], ...]:
        """People of an account and how many other accounts each one's word alone reaches, most first, then by id.

        Expected along best paths of at most `max_hops` ties in a quarter.
        """
        reach = [(person, self._reach(person, account)) for person in self.seats.people_of(account).tolist()]
        return tuple(sorted(reach, key=lambda row: (-round(row[1], 12), row[0])))

    def _reach(self, person: int, own: int) -> float:
        params, (indptr, accounts) = self.scores.params, self.accounts
        people, chance = arrivals(
            self.scores.ties,
            np.array([person]),
            np.ones(1),
            hops=params.max_hops,
            min_probability=params.min_probability,
        )
        at, count = entries(indptr, people)
        reached, best = strongest(accounts[at].astype(np.int64), np.repeat(chance, count))
        return float(best[reached != own].sum())
