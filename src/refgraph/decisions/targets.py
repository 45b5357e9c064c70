"""Targets: which open accounts a person, or the people of an account, can open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refgraph.decisions.openers import Blocked, Opener
from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class Targets:
    """One row a target account that is not a customer: the best opener of those asked about."""

    rows: tuple[Opener, ...]
    blocked: tuple[Blocked, ...]

    @property
    def no_evidence(self) -> bool:
        """Whether nothing can be opened, not even by someone blocked."""
        return not self.rows and not self.blocked


def targets(scores: Scores, people: Sequence[int], *, k: int = 10) -> Targets:
    """The k accounts these people can open best; scores and factors equal those of `openers`."""
