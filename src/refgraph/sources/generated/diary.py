"""One pen for the log: who is met, how it went, and how many days later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.log import Log
    from refgraph.sources.generated.organisations import Organisations
    from refgraph.sources.generated.staff import Staff

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Diary:
    """What events are written with."""

    log: Log
    accounts: Organisations
    people: Staff
    rng: np.random.Generator

    def meet(
        self,
        kind: str,
        account: Ints,
        day: Ints,
        mood: tuple[float, float] | None = None,
        *,
        phrase: str = "",
        event: Ints | None = None,
        target: Ints | None = None,
    ) -> Ints:
        """Note events with somebody of each account, valued between the ends of `mood`; gives their numbers."""
        person = self.someone(account, day)
        value = None if mood is None else self.between(mood, len(account))
        return self.log.note(
            kind, account, person, day, phrase=phrase, value=value, event=event, target=target
        )

    def someone(self, account: Ints, day: Ints) -> Ints:
        """People who are there on the day, the first of the account most often."""
        first, known = self.accounts.first_person[account], self.accounts.known[account]
        person = first + np.floor(self.rng.random(len(account)) ** 2 * known).astype(np.int64)
        return np.where(self.people.start[person] <= day, person, first)

    def between(self, ends: tuple[float, float], size: int) -> Floats:
        """Values between two ends, to one decimal; none is -0."""
        return np.round(self.rng.uniform(*ends, size), 1) + 0.0

    def later(self, day: Ints, least: int, most: int) -> Ints:
        """Days from `least` to `most` later, both included."""
        return day + self.rng.integers(least, most + 1, size=len(day))

    def some(self, accounts: Ints, share: float) -> NDArray[np.bool_]:
        """Draw a share of the accounts, as a mask."""
        return self.rng.random(len(accounts)) < share
