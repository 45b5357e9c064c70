"""A territory plan: which accounts to win next, whichever objective chose them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from refgraph.errors import UnknownId
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Bools, Snapshot

Objective = Literal["spread", "concentrate"]
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """One account to win."""

    account: int
    gain: float
    """Increase of the plan's value in order of choice, 0 or more."""
    circles: tuple[int, ...] = ()
    """Concentrate: circles the plan brings to critical mass in which the account counts, ascending."""
    completed: tuple[int, ...] = ()
    """Those of `circles` that reach critical mass with this account, in order of choice."""
    via: tuple[tuple[int, float], ...] = ()
    """Spread: people of the account and what each one's word alone reaches, in accounts, most first."""


@dataclass(frozen=True, slots=True)
class TerritoryPlan:
    """Accounts to win, in order of choice, and how far the plan can be from the best one."""

    objective: Objective
    budget: int
    """Accounts that may be chosen. Concentrate chooses fewer where more would complete no circle; spread goes on with
    accounts that add 0, and chooses fewer only where there are no more."""
    territory: str | None
    """Where the accounts were chosen from; None for everywhere."""
    chosen: tuple[Chosen, ...]
    value: float
    """Spread: expected accounts reached. Concentrate: circles at critical mass. `baseline` is included."""
    lower_bound: float
    """No more than what the plan is worth, with `confidence`."""
    upper_bound: float
    """No less than what any plan within the budget is worth, with `confidence`."""
    confidence: float
    """Chance that both bounds hold, in (0, 1]; 1 for what was not sampled."""
    baseline: float
    """Value without the plan."""

    @property
    def ratio(self) -> float:
        """lower_bound / upper_bound, in [0, 1]; 1 where nothing can be reached."""
        return self.lower_bound / self.upper_bound if self.upper_bound > 0 else 1.0


def candidates(snapshot: Snapshot, territory: str | None) -> Bools:
    """Whether each account may be chosen, shape (a,): no customer, and in the territory where one is named.

    Raises `UnknownId` for a territory that no account is in.
    """
    is_open: Bools = snapshot.accounts.status != Status.CUSTOMER
    if territory is None:
        return is_open
    inside = np.array([where == territory for where in snapshot.accounts.territory], np.bool_)
    if not territory or not inside.any():
        raise _unknown(snapshot, territory)
    return is_open & inside


def _unknown(snapshot: Snapshot, territory: str) -> UnknownId:
    known = sorted(set(snapshot.accounts.territory) - {""})
    named = ", ".join(known[:_NAMED]) + (" …" if len(known) > _NAMED else "")
    cure = f"known territories are {named}" if known else "no account has a territory: leave it out"
    return UnknownId(f"there is no territory '{territory}'", cure)
