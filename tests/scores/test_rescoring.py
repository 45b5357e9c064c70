"""Scores after events, made from those before, are those of a network scored anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.model.tables import EVENT_KINDS
from refgraph.scores.excerpt import concerned
from refgraph.scores.late_heard import LateHeard
from refgraph.scores.opinion import opinions
from refgraph.scores.rescoring import prepare, some_opinions
from tests.facts import Cells, snapshot_of
from tests.scores.growing import (
    MOVES,
    Growing,
    assert_same_accounts,
    assert_same_heard_by,
    assert_same_opinions,
    parted,
)
from tests.whole.slow_twin import random_facts

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Ints

NUMBERS = st.integers(0, 2**32 - 1)
DAY = "2025-12-01"


def everybody(scores: Scores) -> Ints:
    return np.arange(len(scores.snapshot.people.ids), dtype=np.int32)


@settings(max_examples=15)
@given(NUMBERS)
def test_events_in_parts_and_any_order_give_the_scores_of_all_of_them(number: int) -> None:
    rng = np.random.default_rng(number)
    growing, parts = parted(random_facts(number), rng)
    scores = growing.whole()
    for part in parts:
        scores = growing.step(scores, part)
        whole = growing.whole()
        assert_same_opinions(scores, whole)
        some = np.flatnonzero(rng.random(scores.ties.n) < 0.6).astype(np.int32)
        assert_same_heard_by(scores, whole, some)
        assert_same_accounts(scores, whole)
        if rng.random() < 0.5:
            np.testing.assert_allclose(scores.heard.positive, whole.heard.positive, rtol=0, atol=1e-12)
            assert_same_heard_by(scores, whole, some)


@settings(max_examples=12)
@given(NUMBERS, st.integers(0, 6))
def test_heard_is_right_whatever_the_depth(number: int, depth: int) -> None:
    rng = np.random.default_rng(number)
    growing, parts = parted(random_facts(number), rng)
    growing.params = replace(Params(), depth=depth)
    scores = growing.whole()
    for part in parts:
        scores = growing.step(scores, part)
    assert_same_heard_by(scores, growing.whole(), everybody(scores))


@settings(max_examples=40)
@given(NUMBERS)
def test_opinions_of_some_are_those_of_all(number: int) -> None:
    snapshot = snapshot_of("2025-09-15", **random_facts(number))
    chosen = np.random.default_rng(number).random(len(snapshot.people.ids)) < 0.4
    people = np.flatnonzero(chosen).astype(np.int32)
    some, all_of_them = some_opinions(snapshot, Params(), people), opinions(snapshot, Params())
    np.testing.assert_allclose(some.belief, all_of_them.belief[people], rtol=0, atol=1e-12)
    np.testing.assert_allclose(some.disbelief, all_of_them.disbelief[people], rtol=0, atol=1e-12)


def chain(people: int = 7) -> dict[str, list[Cells]]:
    """One at each account, the next one known to the one before; the first two share an account as well."""
    ids = [f"p{i}" for i in range(people)]
    roles: list[Cells] = [
        {"person_id": f"p{i}", "account_id": f"a{i}", "seniority": "M"} for i in range(people)
    ]
    return {
        "accounts": [{"account_id": f"a{i}", "status": "prospect"} for i in range(people)],
        "people": [{"person_id": key} for key in ids],
        "roles": [*roles, {"person_id": "p1", "account_id": "a0"}],
        "knows": [
            {"person_a": one, "person_b": other, "strength": 1.0}
            for one, other in pairwise(ids)
        ],
        "events": [
            {"event_id": "b", "kind": "incident_opened", "date": "2025-10-01", "account_id": "a0", "person_id": "p0"},
            {"event_id": "c", "kind": "deal_won", "date": "2025-06-01", "account_id": "a0", "person_id": "p6"},
            {"event_id": "d", "kind": "satisfaction", "date": "2025-06-01", "person_id": "p3", "value": 0.8},
            {"event_id": "e", "kind": "reference_call", "date": "2025-06-01", "person_id": "p5", "value": 0.8},
        ],
    }  # fmt: skip


def event(kind: str, **cells: str | float) -> Cells:
    return {
        "event_id": "new",
        "kind": kind,
        "date": "2025-11-01",
        "account_id": "a0",
        "person_id": "p0",
        **cells,
    }


ONE_EVENT: dict[str, Cells] = {
    **{kind: event(kind, value=0.5) for kind in EVENT_KINDS if kind not in MOVES},
    "survey of nobody in particular": event("survey", value=9.0, person_id=""),
    "incident closed well": event("incident_closed", value=0.9, ref="b"),
    "incident closed badly": event("incident_closed", value=-0.9, ref="b"),
    "incident closed from elsewhere": event("incident_closed", value=-0.5, ref="b", account_id="a4", person_id="p4"),
    "reference call judged by who was rung up": event("satisfaction", value=-0.5, ref="e", account_id="a3", person_id="p3"),
    "reference call judged before it took place": event("satisfaction", date="2025-05-31", value=-0.5, ref="e"),
    "an order before the first one": event("deal_won", date="2025-01-01", person_id="p2"),
    "an order of a prospect": event("deal_won", account_id="a5", person_id="p5"),
    "an order to come": event("deal_won", date="2026-05-05", account_id="a5"),
    "a visit to come": event("visit", date="2026-05-05", value=0.5),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_EVENT)
@pytest.mark.parametrize("people", [7, 100])
def test_one_event_of_every_kind_gives_the_scores_of_all(name: str, people: int) -> None:
    """Of a hundred people the few whom the event concerns are scored one by one."""
    cells = {key: value or None for key, value in ONE_EVENT[name].items()}
    growing = Growing(chain(people), date.fromisoformat(DAY))
    scores = growing.step(growing.whole(), [cells])
    whole = growing.whole()
    assert_same_opinions(scores, whole)
    assert_same_heard_by(scores, whole, everybody(scores))
    assert_same_accounts(scores, whole)
    np.testing.assert_array_equal(scores.snapshot.accounts.status, whole.snapshot.accounts.status)


@pytest.mark.parametrize("is_call_first", [True, False])
def test_a_call_and_its_judgement_may_come_one_after_the_other_in_any_order(*, is_call_first: bool) -> None:
    call = event("reference_call", event_id="call", person_id="p20", account_id="", value=0.8)
    said = event("satisfaction", event_id="said", person_id="p40", account_id="", value=0.2, ref="call")
    both = [{key: value or None for key, value in cells.items()} for cells in (call, said)]
    growing = Growing(chain(100), date.fromisoformat(DAY))
    scores = growing.whole()
    for cells in both if is_call_first else reversed(both):
        scores = growing.step(scores, [cells])
    assert_same_opinions(scores, growing.whole())
    referrer = scores.snapshot.person("p20")
    decay = 0.5 ** (30 / 1095)
    # s = 1 · .3 · decay of the 30 days from the judgement to the day
    assert scores.opinion.disbelief[referrer] == pytest.approx(0.3 * decay / (0.3 * decay + 2))


@settings(max_examples=40)
@given(NUMBERS)
def test_whoever_has_another_opinion_after_some_events_is_concerned_by_them(number: int) -> None:
    growing, parts = parted(random_facts(number), np.random.default_rng(number))
    for part in parts:
        before = growing.snapshot()
        later = growing.add(before, part)
        was, now = opinions(before, Params()), opinions(later.snapshot, Params())
        is_other = (was.belief != now.belief) | (was.disbelief != now.disbelief)
        assert set(np.flatnonzero(is_other)) <= set(concerned(later.snapshot, later.added))


def test_ties_and_what_follows_from_them_are_shared() -> None:
    growing = Growing(chain(), date.fromisoformat(DAY))
    before = growing.whole()
    after = growing.step(before, [event("satisfaction", value=1.0)])
    assert after.ties is before.ties
    assert after.inward is before.inward
    assert after.outward is before.outward
    assert after.reach is before.reach


def test_an_event_that_is_no_evidence_leaves_what_everybody_has_heard() -> None:
    growing = Growing(chain(), date.fromisoformat(DAY))
    before = growing.whole()
    after = growing.step(before, [event("referral_asked")])
    assert after.is_complete
    assert after.heard is before.heard
    assert after.snapshot.version == before.snapshot.version + 1


def test_until_everybody_is_there_rankings_are_those_of_the_last_complete_version() -> None:
    growing = Growing(chain(), date.fromisoformat(DAY))
    first = growing.whole()
    second = growing.step(first, [event("satisfaction", value=1.0)])
    third = growing.step(second, [event("survey", event_id="newer", value=0.0, person_id="p4")])
    assert first.is_complete
    assert [scores.everybody is first for scores in (first, second, third)] == [True, True, True]
    prepare(third)
    assert third.is_complete
    assert third.everybody is third
    assert second.everybody is first
    fourth = growing.step(third, [event("survey", event_id="newest", value=0.0, person_id="p5")])
    assert fourth.everybody is third
    whole = growing.whole()
    assert_same_heard_by(fourth, whole, everybody(fourth))
    assert not fourth.is_complete
    np.testing.assert_allclose(fourth.heard.net, whole.heard.net, rtol=0, atol=1e-12)
    assert fourth.is_complete


def test_bad_word_that_is_taken_back_leaves_exactly_nothing() -> None:
    """An incident is all there is to say; closed without a word on the handling, it says nothing more."""
    facts = chain()
    facts["events"] = [event("incident_opened", event_id="b", value=1.0, account_id="a0", person_id="p0")]
    growing = Growing(facts, date.fromisoformat(DAY))
    before = growing.whole()
    assert (before.heard.negative > 0).sum() > 3
    after = growing.step(before, [event("incident_closed", ref="b", value=0.0)])
    heard = after.heard_by(everybody(after))
    assert (heard.positive == 0).all()
    assert (heard.negative == 0).all()


def test_threads_that_ask_at_once_get_one_answer() -> None:
    growing = Growing(chain(), date.fromisoformat(DAY))
    after = growing.step(growing.whole(), [event("satisfaction", value=1.0)])
    told, people = after.told, everybody(after)
    assert isinstance(told, LateHeard)
    answers: list[object] = []
    locally: list[float] = []

    def ask(whole: bool) -> None:
        if whole:
            answers.append(told.hearing())
        else:
            locally.append(float(told.of(people).positive.sum()))

    threads = [Thread(target=ask, args=(i % 2 == 0,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(answer) for answer in answers}) == 1
    np.testing.assert_allclose(locally, [float(after.heard.positive.sum())] * 4, rtol=0, atol=1e-12)
