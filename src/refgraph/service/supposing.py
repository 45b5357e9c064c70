"""What-if and sensitivity, asked by the ids and words that a user gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.sensitivity import Setting, sensitivity
from refgraph.decisions.whatif import WhatIf, what_if
from refgraph.service.planning import RNG
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win
from refgraph.snapshot.snapshot import Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.scores.scores import Scores


def suppose(
    scores: Scores,
    *,
    win: Sequence[str] = (),
    lose: Sequence[str] = (),
    resolve: Sequence[str] = (),
    stances: Sequence[tuple[str, str]] = (),
) -> WhatIf:
    """Compare the scores with those under a change: accounts won and lost, incidents solved, stances taken.

    A stance is a person's id and `opponent`, `neutral` or `supporter`; another word is a KeyError.
    Raises `UnknownId`, `BadOption` and `RefgraphError` as `snapshot.change.changed` does.
    """
    changes: list[Change] = [
        *map(Win, win),
        *map(Lose, lose),
        *map(Resolve, resolve),
        *(TakeStance(person_id, Stance[stance.upper()]) for person_id, stance in stances),
    ]
    return what_if(scores, changes)


def sensitivity_of(scores: Scores, *, budget: int, territory: str | None = None) -> tuple[Setting, ...]:
    """What the lists one acts on would be under other values of the disputed parameters; repeats itself.

    Raises `UnknownId` for a territory that no account is in.
    """
    rng = np.random.default_rng(RNG)
    return sensitivity(scores, budget=budget, territory=territory, rng=rng)
