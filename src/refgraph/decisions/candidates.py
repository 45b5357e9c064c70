"""Candidates: from what customers' people could open to rows that can be asked, or are blocked with a reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.blocking import Reason, Rules
from refgraph.decisions.congruency import congruency, likeness
from refgraph.decisions.role_weights import role_weight
from refgraph.decisions.rows import Blocked, Details, Factors, Opener
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from refgraph.decisions.connections import Connection
    from refgraph.decisions.offers import Offers
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

_SLACK = 2e-12
"""Numbers nearer than this may agree after rounding to 12 digits, where ids decide."""
_AT_ONCE = 16
"""Candidates looked at between two looks at whether the others can still be among the best."""


class Candidates:
    """Judges offers by the rules of one snapshot; looks at no more of them than the best can be among."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.rules = Rules(scores)

    def openers(self, offers: Offers, k: int, *, one_a_target: bool = False) -> list[Opener]:
        """The k best rows of who may be asked, in their order, with `one_a_target` the best row of each target.

        Looks in falling order of reach · contact role · net opinion · ask budget · willingness, which no score exceeds,
        and stops below the k-th best.
        """
        at = np.flatnonzero(self._may_be_asked(offers))
        bound = offers.weight[at] * self.rules.known.worth[offers.person[at]]
        order = np.argsort(-bound, kind="stable")
        best: dict[int, Opener] = {}
        for first in range(0, len(order), _AT_ONCE):
            if bound[order[first]] < _kth([row.score for row in best.values()], k) - _SLACK:
                break
            for pair in at[order[first : first + _AT_ONCE]].tolist():
                row = self._opener(offers, pair)
                group = row.target if one_a_target else pair
                best[group] = min(row, best.get(group, row), key=opener_order)
        return sorted(best.values(), key=opener_order)[:k]

    def blocked_people(self, offers: Offers, people: Collection[int]) -> list[Blocked]:
        """The rows of those of some people who may not be asked now, in their order."""
        at = np.flatnonzero(~self._may_be_asked(offers) & np.isin(offers.person, list(people)))
        return sorted((self._blocked(offers, pair) for pair in at.tolist()), key=blocked_order)

    def blocked(self, offers: Offers, k: int, *, one_a_target: bool = False) -> list[Blocked]:
        """The k best rows of who may not be asked now, in their order.

        With `one_a_target` the best row of each target that nobody can open.
        """
        may = self._may_be_asked(offers)
        if one_a_target:
            at = np.flatnonzero(~np.isin(offers.target, offers.target[may]))
            at = at[_may_lead(offers.weight[at], offers.target[at], k)]
        else:
            at = np.flatnonzero(~may)
            at = at[_may_lead(offers.weight[at], at, k)]
        rows = sorted((self._blocked(offers, pair) for pair in at.tolist()), key=blocked_order)
        if one_a_target:
            rows = list({row.target: row for row in reversed(rows)}.values())[::-1]
        return sorted(rows, key=blocked_order)[:k]

    def _may_be_asked(self, offers: Offers) -> Bools:
        return np.asarray(offers.is_clean & ~self.rules.known.may_not[offers.person], np.bool_)

    def weightiest_role(self, contact: int, target: int) -> tuple[float, str]:
        """Weight and name of the contact's weightiest current buying role at the target."""
        snapshot, params = self.scores.snapshot, self.scores.params
        roles = snapshot.roles
        return max(
            (role_weight(params, roles.buying_role[row]), roles.buying_role[row])
            for row in snapshot.roles_of(contact)
            if roles.current[row] and roles.account[row] == target
        )

    def _opener(self, offers: Offers, pair: int) -> Opener:
        params, person, target = self.scores.params, int(offers.person[pair]), int(offers.target[pair])
        account = next(a for a in self._standing(person, target) if a not in self.rules.incidents)
        alike = self._likeness(account, target)
        net, fit, used = self.rules.net(person), congruency(alike, params), self.rules.asks_used(person)
        budget = (params.ask_budget - used) / params.ask_budget
        calls, will = self.rules.known.calls.of(person), float(self.rules.known.willingness[person])
        link, _ = _best(offers.of(pair), net * fit * budget * will)
        weight, buying_role = self.weightiest_role(link.contact, target)
        path, *others = link.paths
        factors = Factors(net, link.reach, weight, fit, budget, will if calls else None)
        return Opener(
            person=person,
            account=account,
            contact=link.contact,
            target=target,
            score=math.prod(factors.named().values()),
            factors=factors,
            details=Details(buying_role, alike, used, params.ask_budget, calls),
            path=path,
            alternatives=tuple(others),
        )

    def _blocked(self, offers: Offers, pair: int) -> Blocked:
        person, target = int(offers.person[pair]), int(offers.target[pair])
        accounts = self._standing(person, target)
        free = [account for account in accounts if account not in self.rules.incidents]
        link, weight = _best(offers.of(pair))
        path = link.paths[0]
        reason = (
            self.rules.consent(person)
            or (None if offers.is_clean[pair] else self._opponent(path.people))
            or (None if free else self.rules.incident(accounts[0]))
            or self.rules.satisfaction(person)
            or self.rules.patience(person)
        )
        assert reason is not None
        return Blocked(person, (free or accounts)[0], target, reason[0], reason[1], path, weight)

    def _opponent(self, people: tuple[int, ...]) -> Reason:
        in_the_way = next(person for person in people[1:] if not self.rules.can_carry[person])
        return "opponent_on_path", {"person": self.scores.snapshot.people.ids[in_the_way]}

    def _standing(self, person: int, target: int) -> list[int]:
        """Customers the person has a current role at, the most congruent with the target first."""
        snapshot = self.scores.snapshot
        customers = [
            account
            for account in snapshot.current_accounts(person)
            if snapshot.accounts.status[account] == Status.CUSTOMER
        ]
        if len(customers) == 1:
            return customers
        return sorted(customers, key=lambda account: (-round(self._congruency(account, target), 12), account))

    def _congruency(self, account: int, target: int) -> float:
        return congruency(self._likeness(account, target), self.scores.params)

    def _likeness(self, account: int, target: int) -> dict[str, float]:
        return likeness(self.scores.snapshot.accounts, account, target, self.scores.params)


def opener_order(row: Opener) -> tuple[float, int, int, int, int]:
    """Greatest score first, then by ids: target, opener, contact, account."""
    return -round(row.score, 12), row.target, row.person, row.contact, row.account


def blocked_order(row: Blocked) -> tuple[float, int, int, int]:
    """Greatest reach * contact role first, then by ids: target, person, account."""
    return -round(row.weight, 12), row.target, row.person, row.account


def _best(links: list[tuple[Connection, float]], rest: float = 1.0) -> tuple[Connection, float]:
    """The connection with the greatest reach · contact role · `rest`, then the smallest contact; and its weight."""
    return min(links, key=lambda link: (-round(link[1] * rest, 12), link[0].contact))


def _kth(scores: list[float], k: int) -> float:
    """The k-th greatest; 0 where there are fewer, infinite for none at all."""
    if k < 1:
        return math.inf
    if len(scores) < k:
        return 0.0
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])


def _may_lead(weight: Floats, group: Ints | NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Positions of those that may, after rounding, be the first of one of the k best groups; ascending."""
    if not len(weight):
        return np.empty(0, np.int64)
    _, at = np.unique(group, return_inverse=True)
    greatest = np.zeros(at.max() + 1)
    np.maximum.at(greatest, at, weight)
    least = np.maximum(greatest - _SLACK, _kth(greatest.tolist(), k) - _SLACK)
    return np.flatnonzero(weight >= least[at])
