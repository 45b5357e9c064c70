"""Laws that hold for every row of an answer, and answers to compare."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.carriers import carriers
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.rows import Blocked, Opener
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores


def assert_lawful(scores: Scores, row: Opener) -> None:
    """Factors, path and alternatives of an opener are what they say."""
    snapshot = scores.snapshot
    factors, paths = row.factors.named().values(), (row.path, *row.alternatives)
    assert prod(factors) == pytest.approx(row.score, rel=1e-12)
    assert all(0 < factor <= 1 for factor in factors)
    assert (row.factors.willingness is None) == (not row.details.reference_calls)
    assert 1 - prod(1 - path.probability for path in paths) == pytest.approx(row.factors.reach, rel=1e-9)
    assert len(paths) == len({path.people for path in paths}) <= scores.params.best_paths
    order = [(-round(path.probability, 12), path.people) for path in paths]
    assert order == sorted(order)
    carry = carriers(snapshot, scores.opinion, scores.params)
    for path in paths:
        assert_a_path(scores, path, row.person, row.contact)
        assert carry[list(path.people[1:])].all()
    assert row.target in snapshot.current_accounts(row.contact)
    assert row.target not in snapshot.current_accounts(row.person)
    assert row.account in snapshot.current_accounts(row.person)
    assert snapshot.accounts.status[row.account] == Status.CUSTOMER


def assert_a_path(scores: Scores, path: Path, speaker: int, listener: int) -> None:
    """A simple path of at most three ties, as probable as their product."""
    assert (path.people[0], path.people[-1]) == (speaker, listener)
    assert len(set(path.people)) == len(path.people) <= 4
    hops = [scores.ties.find(u, v) for u, v in zip(path.people[:-1], path.people[1:], strict=True)]
    product = prod(float(scores.ties.probability[hop]) for hop in hops if hop is not None)
    assert None not in hops
    assert path.probability == pytest.approx(product, rel=1e-12)
    assert path.probability >= scores.params.min_probability


def assert_blocked_lawful(scores: Scores, row: Blocked) -> None:
    """The path of a blocked one leads to a contact at the target, over a bad carrier where that is the reason."""
    contact = row.path.people[-1]
    assert_a_path(scores, row.path, row.person, contact)
    assert row.target in scores.snapshot.current_accounts(contact)
    assert 0 < row.weight < 1
    carry = carriers(scores.snapshot, scores.opinion, scores.params)[list(row.path.people[1:])]
    if row.reason == "opponent_on_path":
        assert (
            scores.snapshot.person(str(row.facts["person"]))
            == row.path.people[1:][carry.tolist().index(False)]
        )
    elif row.reason != "no_consent":
        assert carry.all()


def assert_ranked(rows: Sequence[Opener]) -> None:
    """Best first, one a person."""
    scores = [round(row.score, 12) for row in rows]
    assert scores == sorted(scores, reverse=True)
