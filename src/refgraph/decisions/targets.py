"""Targets: which open accounts a person, or the people of an account, can open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.candidates import Candidates, blocked_order, opener_order
from refgraph.decisions.connections import Connection, connections_from
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.rows import Blocked, Opener
    from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class Targets:
    """One row a target account that is not a customer: the best opener of those asked about."""

    rows: tuple[Opener, ...]
    blocked: tuple[Blocked, ...]
    """One a target that none of them may open now, the one with the greatest reach * contact role."""

    @property
    def no_evidence(self) -> bool:
        """Whether nothing can be opened, not even by someone blocked."""
        return not self.rows and not self.blocked


def targets(scores: Scores, people: Sequence[int], *, k: int = 10) -> Targets:
    """Rank the accounts these people can open, at most k, and those where all who could are blocked.

    `people` are person indices; who has no current role at a customer opens nothing. Scores and factors equal
    those of `openers`; a person does not open an account he works at. Order: score (blocked: reach * contact role)
    rounded to 12 digits falling, then the target's id.
    """
    candidates = Candidates(scores)
    rows: list[Opener] = []
    blocked: list[Blocked] = []
    for target, links in _connections(scores, candidates, people).items():
        can_open, may_not = candidates.judge(target, links)
        rows += can_open[:1]
        blocked += may_not[:1] if not can_open else []
    return Targets(tuple(sorted(rows, key=opener_order)[:k]), tuple(sorted(blocked, key=blocked_order)[:k]))


def _connections(
    scores: Scores, candidates: Candidates, people: Sequence[int]
) -> dict[int, list[Connection]]:
    """Connections of the people by account that is no customer and not their own."""
    roles, status = scores.snapshot.roles, scores.snapshot.accounts.status
    is_open = roles.current & (status[roles.account] != Status.CUSTOMER)
    contacts = np.zeros_like(candidates.wanted)
    contacts[roles.person[is_open]] = True
    found: dict[int, list[Connection]] = defaultdict(list)
    for person in sorted(set(people)):
        if not candidates.wanted[person]:
            continue
        own = scores.snapshot.current_accounts(person)
        for link in connections_from(scores, person, contacts, candidates.rules.can_carry):
            for account in scores.snapshot.current_accounts(link.contact):
                if status[account] != Status.CUSTOMER and account not in own:
                    found[account].append(link)
    return found
