"""What if: the same scores and decisions under a change that nobody stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.affected import affected_targets
from refgraph.decisions.circle_changes import CircleChanges, circle_changes
from refgraph.decisions.opener_changes import OpenerChanges, opener_changes
from refgraph.decisions.outlook import Outlook, open_in_both, outlooks
from refgraph.scores.accounts import account_scores
from refgraph.scores.restated import restated
from refgraph.scores.standing import standings
from refgraph.snapshot.change import changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.change import Change

_ACCOUNTS_NAMED = 10


@dataclass(frozen=True, slots=True)
class AccountChange:
    """A prospect whose people have heard something else."""

    account: int
    before: float
    """The account's heard.net."""
    after: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change, and what it makes of our name, our openers and what the accounts hear."""

    changes: tuple[Change, ...]
    scores: tuple[Scores, Scores]
    """Before and after; people, roles and ties are the same."""
    before: Outlook
    after: Outlook
    circles: CircleChanges
    accounts: tuple[AccountChange, ...]
    """Up to ten prospects of both worlds whose heard.net differs most, then by id."""
    openers: OpenerChanges
    """Over the targets looked at."""
    targets_affected: int
    """Accounts, customers in neither world, that a word from somebody who changed may reach."""
    targets_looked_at: int
    """Those of them whose openers were compared: the ones reached with the greatest chance."""
    counts_all: bool
    """Whether `openers` and `opportunities` of both outlooks count over all targets, not only those looked at."""

    @property
    def is_capped(self) -> bool:
        """Whether there are affected targets that were not looked at."""
        return self.targets_looked_at < self.targets_affected


def what_if(scores: Scores, changes: Sequence[Change], *, targets: int = 100, circles: int = 100) -> WhatIf:
    """Apply changes to the snapshot's day and compare; nothing is stored.

    At most so many `targets` are looked at and so many `circles` listed. Equal to scoring a store with these facts.
    Raises as `changed` does.
    """
    worlds = (scores, restated(scores, changed(scores.snapshot, changes)))
    affected = affected_targets(*worlds, limit=targets)
    found = opener_changes(*worlds, (*affected.targets, *(affected.others or ())))
    names = standings(worlds[0]), standings(worlds[1])
    before, after = outlooks(worlds, names, found)
    return WhatIf(
        changes=tuple(changes),
        scores=worlds,
        before=before,
        after=after,
        circles=circle_changes(worlds, names, limit=circles),
        accounts=_account_changes(worlds),
        openers=found,
        targets_affected=affected.count,
        targets_looked_at=len(affected.targets),
        counts_all=affected.others is not None,
    )


def _account_changes(worlds: tuple[Scores, Scores]) -> tuple[AccountChange, ...]:
    before, after = (account_scores(scores)[1].net for scores in worlds)
    change = np.where(open_in_both(worlds), np.round(np.abs(after - before), 12), 0.0)
    found = np.flatnonzero(change)
    order = found[np.lexsort((found, -change[found]))][:_ACCOUNTS_NAMED]
    return tuple(AccountChange(i, float(before[i]), float(after[i])) for i in order.tolist())
