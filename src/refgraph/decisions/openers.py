"""Openers: which satisfied customers' people can open an account, by which path, and who may not be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.askable import askable
from refgraph.decisions.blocked_paths import with_blocked_paths
from refgraph.decisions.candidates import Candidates
from refgraph.decisions.connections import connections_to
from refgraph.decisions.offers import Offers, offers
from refgraph.decisions.rows import Blocked, Details, Factors, Opener
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores

__all__ = ["Blocked", "Details", "Factors", "Inside", "Opener", "Openers", "openers"]


@dataclass(frozen=True, slots=True)
class Inside:
    """A person who works at the target: a contact, not an opener."""

    person: int
    former_account: int
    """A customer account the person used to work at, -1 for none. Satisfied ones of those come first."""
    net: float
    """Net opinion of us."""


@dataclass(frozen=True, slots=True)
class Openers:
    """The answer to "who can open this account"."""

    target: int
    rows: tuple[Opener, ...]
    inside: tuple[Inside, ...]
    blocked: tuple[Blocked, ...]

    @property
    def no_evidence(self) -> bool:
        """Whether there is neither an opener nor a blocked one."""
        return not self.rows and not self.blocked


def openers(scores: Scores, target: int, *, k: int = 10) -> Openers:
    """Rank the openers of an account, and those blocked, at most k of each.

    `target` is an account index. Openers rank by (score rounded to 12 digits falling, ids), blocked ones by
    (reach * contact role rounded likewise, ids). Equal to judging everybody: all paths are searched, and rows are
    made in falling order of a bound until none can be among the k best. Definitions: design of openers after Chen,
    Wang, Wang (2010).
    """
    candidates, found = Candidates(scores), offers_to(scores, target)
    rows = with_blocked_paths(scores, candidates.openers(found, k), askable(scores).can_carry)
    inside = _inside(scores, scores.snapshot.current_people(target).tolist())
    return Openers(target, rows, tuple(inside), tuple(candidates.blocked(found, k)))


def offers_to(scores: Scores, target: int) -> Offers:
    """Everybody who could open an account, those who may not be asked among them."""
    candidates, known = Candidates(scores), askable(scores)
    contacts = scores.snapshot.current_people(target)
    wanted = known.at_customer.copy()
    wanted[contacts] = False
    links = connections_to(scores, contacts.tolist(), wanted, known.can_carry)
    role_weight = np.array([candidates.weightiest_role(contact, target)[0] for contact in contacts.tolist()])
    return offers(
        links,
        np.arange(len(links)),
        np.full(len(links), target, np.int32),
        role_weight[np.searchsorted(contacts, links.contact)],
    )


def _inside(scores: Scores, contacts: list[int]) -> list[Inside]:
    """People at the target: satisfied ones from customers first, then the others, by net opinion and id."""
    opinion = scores.opinion
    net = (opinion.belief[contacts] - opinion.disbelief[contacts]).tolist()
    rows = [
        Inside(person, _former_customer(scores, person), own)
        for person, own in zip(contacts, net, strict=True)
    ]
    return sorted(
        rows,
        key=lambda row: (row.former_account < 0 or row.net <= 0, -round(row.net, 12), row.person),
    )


def _former_customer(scores: Scores, person: int) -> int:
    """The customer the person left last, -1 for none; one he still works at does not count."""
    snapshot = scores.snapshot
    roles, now = snapshot.roles, snapshot.current_accounts(person)
    left = [
        (int(roles.end[row]), -int(roles.account[row]))
        for row in snapshot.roles_of(person)
        if int(roles.account[row]) not in now
        and snapshot.accounts.status[roles.account[row]] == Status.CUSTOMER
    ]
    return -max(left)[1] if left else -1
