"""Openers: which satisfied customers' people can open an account, by which path, and who may not be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.decisions.candidates import Candidates
from refgraph.decisions.connections import connections_to
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
    (reach * contact role rounded likewise, ids). Definitions: design of openers after Chen, Wang, Wang (2010).
    """
    candidates = Candidates(scores)
    contacts = scores.snapshot.current_people(target)
    wanted = candidates.wanted.copy()
    wanted[contacts] = False
    links = (
        link
        for contact in contacts.tolist()
        for link in connections_to(scores, contact, wanted, candidates.rules.can_carry)
    )
    rows, blocked = candidates.judge(target, links)
    return Openers(target, tuple(rows[:k]), tuple(_inside(scores, contacts.tolist())), tuple(blocked[:k]))


def _inside(scores: Scores, contacts: list[int]) -> list[Inside]:
    """People at the target: satisfied ones from customers first, then the others, by net opinion and id."""
    net = scores.opinion.net
    rows = [Inside(person, _former_customer(scores, person), float(net[person])) for person in contacts]
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
