"""Networks that grow by events, scored step by step and all anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.columns import Columns, columns_of
from refgraph.scores.accounts import account_scores
from refgraph.scores.one_account import account_score
from refgraph.scores.rescoring import rescored
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.advance import Advanced, advance
from refgraph.snapshot.build import build
from tests.facts import row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Ints, Snapshot
    from tests.facts import Cells

MOVES = ("left_company", "joined_company")


@dataclass
class Growing:
    """Facts with the events there are so far."""

    facts: dict[str, list[Cells]]
    as_of: date
    params: Params | None = None
    version: int = 0

    def columns(self) -> Columns:
        rows = {name: [row_of(name, cells) for cells in given] for name, given in self.facts.items()}
        rows["accounts"].sort(key=lambda row: str(row[0]))
        return columns_of(rows, version=self.version)

    def snapshot(self) -> Snapshot:
        """All built anew."""
        return build(self.columns(), self.as_of)

    def whole(self) -> Scores:
        """All scored anew."""
        return score(self.snapshot(), self.params)

    def add(self, snapshot: Snapshot, events: Sequence[Cells]) -> Advanced:
        """Add events, and advance the snapshot of those before."""
        before = self.columns()
        self.version += 1
        self.facts = {**self.facts, "events": [*self.facts["events"], *events]}
        return advance(snapshot, [row_of("events", cells) for cells in events], before, self.version)

    def step(self, scores: Scores, events: Sequence[Cells]) -> Scores:
        """Add events, and score them from `scores`."""
        return rescored(scores, self.add(scores.snapshot, events))


def parted(facts: dict[str, list[Cells]], rng: np.random.Generator) -> tuple[Growing, list[list[Cells]]]:
    """Some of the events to start with, and the rest, which move nobody, in one to three parts, in any order."""
    events = facts["events"]
    is_later = [e["kind"] not in MOVES and rng.random() < 0.5 for e in events]
    later = [event for event, late in zip(events, is_later, strict=True) if late]
    order = np.array_split(rng.permutation(len(later)), int(rng.integers(1, 4)))
    first = [event for event, late in zip(events, is_later, strict=True) if not late]
    return Growing({**facts, "events": first}, date(2025, 9, 15)), [[later[i] for i in p] for p in order]


def assert_same_opinions(one: Scores, other: Scores) -> None:
    np.testing.assert_allclose(one.opinion.belief, other.opinion.belief, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.opinion.disbelief, other.opinion.disbelief, rtol=0, atol=1e-12)


def assert_same_heard_by(one: Scores, other: Scores, people: Ints) -> None:
    """What `one` says of some people is what `other` says of everybody; nothing heard is exactly 0 in both."""
    found, expected = one.heard_by(people), other.heard
    np.testing.assert_allclose(found.positive, expected.positive[people], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.negative, expected.negative[people], rtol=0, atol=1e-12)
    np.testing.assert_array_equal(found.positive == 0, expected.positive[people] == 0)
    np.testing.assert_array_equal(found.negative == 0, expected.negative[people] == 0)


def assert_same_accounts(one: Scores, other: Scores) -> None:
    opinion, heard = account_scores(other)
    for account in range(len(other.snapshot.accounts.ids)):
        found, reached = account_score(one, account)
        np.testing.assert_allclose(
            [found.belief[0], found.disbelief[0], reached.positive[0], reached.negative[0]],
            [part[account] for part in (opinion.belief, opinion.disbelief, heard.positive, heard.negative)],
            rtol=0, atol=1e-12,
        )  # fmt: skip
