"""The asks that may be worth making for a rep's targets, found in the order of what each target can promise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.openers import openers
from refgraph.decisions.promise import promises
from refgraph.decisions.week_problem import Problem

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from refgraph.decisions.week_targets import RepTargets
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats

AT_ONCE = 32
"""Targets looked at between two looks at whether the others can still matter."""
OPENERS_FIRST = 12
"""Openers listed for a target at first; four times as many each time the others may matter."""


class Candidates:
    """Openers of a rep's targets as far as they were looked at, and a bound on what was not."""

    def __init__(self, scores: Scores, targets: RepTargets) -> None:
        self.scores = scores
        self.targets = targets
        self.rest: Floats = targets.weight * (
            promises(scores, targets.account) if len(targets.account) > AT_ONCE else 1.0
        )
        self.looks = 0
        """Answers to "who can open this account" so far, the cost of it all."""
        self._rows: dict[int, list[Opener]] = {}
        self._depth = np.zeros(len(targets.account), np.int64)

    @property
    def looked_at(self) -> int:
        """Targets whose openers are known."""
        return len(self._rows)

    def look(self, above: float, at_most: int) -> bool:
        """List the openers, or more of them, of targets where an unlisted ask may gain more than `above`.

        Greatest first, at most `AT_ONCE` and `at_most`; False where there is none.
        """
        rest = np.round(self.rest, 12)
        order = np.lexsort((np.arange(len(rest)), -rest))
        matter = [int(at) for at in order if rest[at] > above][: min(AT_ONCE, at_most)]
        for at in matter:
            self._list(at)
        return bool(matter)

    def _list(self, at: int) -> None:
        k = int(self._depth[at] * 4 or OPENERS_FIRST)
        rows = openers(self.scores, int(self.targets.account[at]), k=k).rows
        self._depth[at], self._rows[at] = k, list(rows)
        self.rest[at] = rows[-1].score * self.targets.weight[at] if len(rows) == k else 0.0
        self.looks += 1

    def rows(self) -> list[Opener]:
        """Openers listed so far, by (target, person)."""
        return [
            row for at in sorted(self._rows) for row in sorted(self._rows[at], key=lambda row: row.person)
        ]

    def problem(self, hours: float) -> Problem:
        """The choice among the asks listed so far within so many `hours`."""
        params, rows = self.scores.params, self.rows()
        place = {int(account): at for at, account in enumerate(self.targets.account)}
        person, person_at = np.unique([row.person for row in rows], return_inverse=True)
        account, account_at = np.unique([row.account for row in rows], return_inverse=True)
        left = np.zeros(len(person), np.int32)
        left[person_at] = [row.details.asks_budget - row.details.asks_used for row in rows]
        return Problem(
            score=np.array([row.score for row in rows], np.float64),
            target=np.array([place[row.target] for row in rows], np.int32),
            person=person_at.astype(np.int32),
            account=account_at.astype(np.int32),
            load=np.array([row.details.asks_used for row in rows], np.int32),
            weight=self.targets.weight,
            rest=self.rest.copy(),
            asks=asks_within(hours, params.ask_hours),
            target_room=np.maximum(0, params.open_asks_per_target - self.targets.open_asks),
            person_room=np.minimum(params.asks_per_person_a_week, left),
            account_room=np.full(len(account), params.asks_per_account_a_week, np.int32),
        )


def asks_within(hours: float, ask_hours: float) -> int:
    """Whole asks that fit into so many hours."""
    return max(0, math.floor(hours / ask_hours + 1e-9))
