"""Opener changes: who can open a target in one of two worlds, but not in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.decisions.askable import askable
from refgraph.decisions.blocked_paths import with_blocked_paths
from refgraph.decisions.candidates import Candidates, opener_order
from refgraph.decisions.openers import offers_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.offers import Offers
    from refgraph.decisions.rows import Blocked, Opener
    from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class OpenerChange:
    """A person who can open a target in one world alone."""

    opener: Opener
    """The row of the world in which it stands."""
    blocked: Blocked | None
    """The row of the other world; None where the person has no current role at a customer there."""
    is_won: bool
    """Whether the opener stands in the world after the change."""

    @property
    def reason(self) -> str:
        """Why not in the other world: that of the blocked row, or `not_at_customer`."""
        return self.blocked.reason if self.blocked else "not_at_customer"


@dataclass(frozen=True, slots=True)
class OpenerChanges:
    """The openers of some targets, compared."""

    lost: tuple[OpenerChange, ...]
    """Greatest score first, then by ids; as `won`."""
    won: tuple[OpenerChange, ...]
    openers: tuple[int, int]
    """People who can open at least one of the targets, before and after."""
    opportunities: tuple[int, int]
    """Pairs of opener and target, before and after."""


def opener_changes(before: Scores, after: Scores, targets: Sequence[int]) -> OpenerChanges:
    """Compare all openers of some accounts between two worlds with the same people, roles and ties."""
    was, now = ([_Target.of(scores, target) for target in targets] for scores in (before, after))
    return OpenerChanges(
        lost=_only_in(was, now, is_won=False),
        won=_only_in(now, was, is_won=True),
        openers=(_people(was), _people(now)),
        opportunities=(_rows(was), _rows(now)),
    )


@dataclass(frozen=True, slots=True)
class _Target:
    """All openers of a target in one world, and what rows of those who are none there are made from."""

    scores: Scores
    offers: Offers
    rows: list[Opener]
    """In the order of `opener_order`, without their `blocked_path`."""

    @classmethod
    def of(cls, scores: Scores, target: int) -> _Target:
        """Find all openers of a target."""
        found = offers_to(scores, target)
        return cls(scores, found, Candidates(scores).openers(found, max(1, len(found.person))))

    def without(self, other: _Target) -> tuple[Opener, ...]:
        """Openers here whose person is none in the other world."""
        still = {row.person for row in other.rows}
        rows = [row for row in self.rows if row.person not in still]
        return with_blocked_paths(self.scores, rows, askable(self.scores).can_carry)

    def blocked(self, people: set[int]) -> dict[int, Blocked]:
        """Rows of those of some people who may not be asked here, by person."""
        rows = Candidates(self.scores).blocked_people(self.offers, people) if people else []
        return {row.person: row for row in rows}


def _only_in(these: list[_Target], others: list[_Target], *, is_won: bool) -> tuple[OpenerChange, ...]:
    found: list[OpenerChange] = []
    for one, other in zip(these, others, strict=True):
        missing = one.without(other)
        blocked = other.blocked({row.person for row in missing})
        found += [OpenerChange(row, blocked.get(row.person), is_won) for row in missing]
    return tuple(sorted(found, key=lambda change: opener_order(change.opener)))


def _people(targets: list[_Target]) -> int:
    return len({row.person for target in targets for row in target.rows})


def _rows(targets: list[_Target]) -> int:
    return sum(len(target.rows) for target in targets)
