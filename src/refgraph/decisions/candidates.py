"""Candidates: from the connections of customers' people to rows that can be asked, or are blocked with a reason."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from refgraph.decisions.blocking import Reason, Rules
from refgraph.decisions.congruency import congruency, likeness
from refgraph.decisions.connections import Connection, customers_people
from refgraph.decisions.rows import Blocked, Details, Factors, Opener
from refgraph.snapshot.snapshot import Bools, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.scores.scores import Scores


class Candidates:
    """Judges connections by the rules of one snapshot; what many rows share is looked up once."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.rules = Rules(scores)
        self._contact_roles: dict[tuple[int, int], tuple[float, str]] = {}

    @cached_property
    def wanted(self) -> Bools:
        """Whether each person has a current role at a customer, shape (n,)."""
        return customers_people(self.scores)

    def judge(self, target: int, connections: Iterable[Connection]) -> tuple[list[Opener], list[Blocked]]:
        """Rows of one target, one a person, both lists in their order."""
        by_person: dict[int, list[Connection]] = defaultdict(list)
        for link in connections:
            by_person[link.person].append(link)
        judged = [self._judge(target, links) for links in by_person.values()]
        openers = [row for row in judged if isinstance(row, Opener)]
        blocked = [row for row in judged if isinstance(row, Blocked)]
        return sorted(openers, key=opener_order), sorted(blocked, key=blocked_order)

    def _judge(self, target: int, links: list[Connection]) -> Opener | Blocked:
        person = links[0].person
        clean = [link for link in links if link.is_clean]
        accounts = self._standing(person, target)
        free = [account for account in accounts if not self.rules.incident(account)]
        reason = (
            self.rules.consent(person)
            or (None if clean else self._opponent(target, links))
            or (None if free else self.rules.incident(accounts[0]))
            or self.rules.satisfaction(person)
            or self.rules.patience(person)
        )
        if reason:
            return self._blocked(target, (free or accounts)[0], clean or links, reason)
        return self._opener(target, free[0], clean)

    def _standing(self, person: int, target: int) -> list[int]:
        """Customers the person has a current role at, the most congruent with the target first."""
        snapshot = self.scores.snapshot
        customers = [
            account
            for account in snapshot.current_accounts(person)
            if snapshot.accounts.status[account] == Status.CUSTOMER
        ]
        return sorted(customers, key=lambda account: (-round(self._congruency(account, target), 12), account))

    def _congruency(self, account: int, target: int) -> float:
        return congruency(self._likeness(account, target), self.scores.params)

    def _likeness(self, account: int, target: int) -> dict[str, float]:
        return likeness(self.scores.snapshot.accounts, account, target, self.scores.params)

    def _opponent(self, target: int, links: list[Connection]) -> Reason:
        people = self.scores.snapshot.people.ids
        path = self._best(target, links).paths[0].people
        in_the_way = next(person for person in path[1:] if not self.rules.can_carry[person])
        return "opponent_on_path", {"person": people[in_the_way]}

    def _best(self, target: int, links: list[Connection], rest: float = 1.0) -> Connection:
        """The connection with the greatest reach * contact role * `rest`, then the smallest contact."""
        return min(links, key=lambda link: (-round(self._weight(target, link) * rest, 12), link.contact))

    def _weight(self, target: int, link: Connection) -> float:
        return link.reach * self._contact_role(link.contact, target)[0]

    def _contact_role(self, contact: int, target: int) -> tuple[float, str]:
        """Weight and name of the contact's weightiest current buying role at the target."""
        key = contact, target
        if key not in self._contact_roles:
            self._contact_roles[key] = self._weightiest_role(contact, target)
        return self._contact_roles[key]

    def _weightiest_role(self, contact: int, target: int) -> tuple[float, str]:
        snapshot, params = self.scores.snapshot, self.scores.params
        roles = snapshot.roles
        held = (
            roles.buying_role[row]
            for row in snapshot.roles_of(contact)
            if roles.current[row] and roles.account[row] == target
        )
        weighed = [(params.contact_role.get(role, params.contact_role_default), role) for role in held]
        return max(weighed)

    def _blocked(self, target: int, account: int, links: list[Connection], reason: Reason) -> Blocked:
        best = self._best(target, links)
        weight = self._weight(target, best)
        return Blocked(best.person, account, target, reason[0], reason[1], best.paths[0], weight)

    def _opener(self, target: int, account: int, links: list[Connection]) -> Opener:
        params, person = self.scores.params, links[0].person
        alike = self._likeness(account, target)
        net, fit, used = self.rules.net(person), congruency(alike, params), self.rules.asks_used(person)
        budget = (params.ask_budget - used) / params.ask_budget
        link = self._best(target, links, net * fit * budget)
        weight, buying_role = self._contact_role(link.contact, target)
        path, *others = link.paths
        return Opener(
            person=person,
            account=account,
            contact=link.contact,
            target=target,
            score=math.prod((net, link.reach, weight, fit, budget)),
            factors=Factors(net, link.reach, weight, fit, budget),
            details=Details(buying_role, alike, used, params.ask_budget),
            path=path,
            alternatives=tuple(others),
        )


def opener_order(row: Opener) -> tuple[float, int, int, int, int]:
    """Greatest score first, then by ids: target, opener, contact, account."""
    return -round(row.score, 12), row.target, row.person, row.contact, row.account


def blocked_order(row: Blocked) -> tuple[float, int, int, int]:
    """Greatest reach * contact role first, then by ids: target, person, account."""
    return -round(row.weight, 12), row.target, row.person, row.account
