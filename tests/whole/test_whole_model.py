"""All layers together, from rows to openers, against the slow twin."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import openers
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.snapshot import Status
from tests.facts import snapshot_of
from tests.whole.slow_twin import Twin, random_facts

NUMBERS = st.integers(0, 2**32 - 1)
DAYS = st.sampled_from(["2023-03-01", "2024-06-30", "2025-09-15", "2027-01-01"])


def both(number: int, as_of: str) -> tuple[Scores, Twin]:
    facts = random_facts(number)
    return score(snapshot_of(as_of, **facts)), Twin(facts, date.fromisoformat(as_of))


@settings(max_examples=80)
@given(NUMBERS, DAYS)
def test_opinions_equal_the_twin(number: int, as_of: str) -> None:
    scores, twin = both(number, as_of)
    expected = np.array([twin.opinion[p] for p in scores.snapshot.people.ids])
    np.testing.assert_allclose(scores.opinion.belief, expected[:, 0], atol=1e-12)
    np.testing.assert_allclose(scores.opinion.disbelief, expected[:, 1], atol=1e-12)


@settings(max_examples=80)
@given(NUMBERS, DAYS)
def test_rates_equal_the_twin(number: int, as_of: str) -> None:
    scores, twin = both(number, as_of)
    ids, ties = scores.snapshot.people.ids, scores.ties
    speakers = np.repeat(np.arange(ties.n), np.diff(ties.indptr)).tolist()
    got = {(ids[u], ids[v]): r for u, v, r in zip(speakers, ties.indices.tolist(), ties.rate, strict=True)}
    expected = {pair: rate for pair, rate in twin.rate.items() if rate > 0}
    assert got == pytest.approx(expected, abs=1e-12)


@settings(max_examples=80)
@given(NUMBERS, DAYS)
def test_heard_equals_the_twin(number: int, as_of: str) -> None:
    scores, twin = both(number, as_of)
    expected = np.array([twin.heard[p] for p in scores.snapshot.people.ids])
    np.testing.assert_allclose(scores.heard.positive, expected[:, 0], atol=1e-12)
    np.testing.assert_allclose(scores.heard.negative, expected[:, 1], atol=1e-12)


@settings(max_examples=200)
@given(NUMBERS, DAYS)
def test_statuses_openers_and_reasons_equal_the_twin(number: int, as_of: str) -> None:
    scores, twin = both(number, as_of)
    snapshot = scores.snapshot
    for index, account in enumerate(snapshot.accounts.ids):
        assert Status(snapshot.accounts.status[index]).name.lower() == twin.status(account)
        answer = openers(scores, index, k=100)
        rows, reasons = twin.answer(account)
        assert {snapshot.people.ids[row.person]: row.score for row in answer.rows} == pytest.approx(
            rows, abs=1e-12
        )
        assert {snapshot.people.ids[row.person]: row.reason for row in answer.blocked} == reasons


def test_the_random_networks_hold_every_outcome() -> None:
    seen = set()
    for number in range(600):
        twin = Twin(random_facts(number), date(2025, 9, 15))
        for account in twin.tables["accounts"]:
            rows, reasons = twin.answer(str(account["account_id"]))
            seen |= set(reasons.values()) | ({"opener"} if rows else set())
    assert seen == {
        "opener", "no_consent", "opponent_on_path", "open_incident", "not_satisfied",
        "declined_recently", "asked_recently", "budget_used",
    }  # fmt: skip
