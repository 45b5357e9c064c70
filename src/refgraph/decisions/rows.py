"""Rows of an answer about openers: who can be asked with all factors, and who may not be asked now."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.decisions.willingness import ReferenceCall
    from refgraph.scores.paths import Path


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors of an opener's score, each in (0, 1]; their product is the score."""

    net_opinion: float
    reach: float
    """1 - product of (1 - p) over the best paths to the contact."""
    contact_role: float
    congruency: float
    ask_budget: float
    """Asks left this quarter over the budget."""
    willingness: float | None = None
    """How gladly the opener speaks for us, by his judged reference calls (`CallLog.willingness`); None, and no factor,
    where there are none."""

    def named(self) -> dict[str, float]:
        """The factors there are, by name: they multiply to the score."""
        found = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in found if value is not None}


@dataclass(frozen=True, slots=True)
class Details:
    """What the factors were computed from."""

    buying_role: str
    """The contact's, '' for unknown."""
    congruency: dict[str, float]
    """By attribute known at both accounts: `industry`, `region`, `size`."""
    asks_used: int
    asks_budget: int
    reference_calls: tuple[ReferenceCall, ...] = ()
    """The opener's judged ones, oldest first."""


@dataclass(frozen=True, slots=True)
class Opener:
    """One person who can open the target."""

    person: int
    account: int
    """The customer account the person stands for."""
    contact: int
    """The person at the target to be reached."""
    target: int
    score: float
    factors: Factors
    details: Details
    path: Path
    """The best path, the reason shown."""
    alternatives: tuple[Path, ...]
    """The other paths that count in reach, best first."""
    blocked_path: Path | None = None
    """The best path to somebody at the target over one who does not carry our word, if it is more probable than
    `path`; it does not count in reach."""
    blocked_by: int = -1
    """The first person on `blocked_path` who does not carry our word, -1 without one."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """One person who could open the target but may not be asked now."""

    person: int
    account: int
    target: int
    reason: str
    """`no_consent`, `opponent_on_path`, `open_incident`, `not_satisfied`, `declined_recently`, `asked_recently`
    or `budget_used`: the first that holds."""
    facts: dict[str, str | float]
    """What a message needs: `event` (id), `date`, `until` (ISO days: the first on which it no longer holds),
    `account`, `person` (ids), `net`, `disbelief`, `uncertainty` (opinion), `used` (asks)."""
    path: Path
    weight: float
    """reach * contact role, what blocked ones are ranked by."""
