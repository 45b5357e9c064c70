"""Reference calls that went otherwise than expected, as evidence for who spoke for us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.opinion import opinion_evidence, opinions
from refgraph.snapshot.reference_calls import judged_calls
from refgraph.snapshot.snapshot import day_to_iso
from tests.scores.opinion_world import AT_A, DAY, PARAMS, event, of_p, rounded, said, world

if TYPE_CHECKING:
    from refgraph.model.tables import Cell
    from tests.facts import Cells

TONES = st.floats(-1, 1)


def call(expected: float | None = 0.8, day: str = DAY, **cells: Cell) -> Cells:
    return event("reference_call", expected, day, event_id="call", **cells)


def judgement(actual: float | None, day: str = DAY, **cells: Cell) -> Cells:
    """What q, who was rung up, says of it."""
    return event("satisfaction", actual, day, **{"ref": "call", "person_id": "q", **cells})


@pytest.mark.parametrize(("actual", "x"), [(0.2, -0.3), (0.8, 0.0), (1.0, 0.1), (-1.0, -0.9)])
def test_half_the_surprise_is_evidence_of_weight_one(actual: float, x: float) -> None:
    assert rounded(said(world(call(0.8), judgement(actual)))) == [("reference_call", 1.0, 1.0, 1.0, x)]


def test_a_worse_call_than_expected_lowers_the_opinion_as_worked_by_hand() -> None:
    told = world(event("survey", 10.0), call(0.8), judgement(0.2))
    # r = 2, s = 1 · .3: 2 / 4.3 and .3 / 4.3
    assert of_p(told) == pytest.approx((2 / 4.3, 0.3 / 4.3))


def test_it_ages_as_an_experience_from_the_day_of_the_judgement() -> None:
    told = world(call(0.0, "2022-01-01"), judgement(1.0, "2022-06-02"))
    assert said(told) == [("reference_call", 1.0, 1.0, 0.5, 0.5)]
    (evidence,) = opinion_evidence(told, PARAMS, 0)
    assert (evidence.ref, day_to_iso(evidence.day)) == ("call", "2022-06-02")


def test_it_counts_for_the_referrer_alone() -> None:
    told = world(call(0.8, account_id="A"), judgement(0.2), roles=AT_A)
    assert [piece[0] for piece in said(told)] == ["reference_call"]
    assert [piece[0] for piece in said(told, "q")] == ["satisfaction"]


def test_the_judgement_goes_on_counting_as_any_satisfaction() -> None:
    alone, judging = world(judgement(0.2, ref=None)), world(call(0.8), judgement(0.2))
    assert said(alone, "q") == said(judging, "q") == [("satisfaction", 2.0, 1.0, 1.0, 0.2)]


UNJUDGED: dict[str, list[Cells]] = {
    "no expected tone": [call(None), judgement(0.2)],
    "no actual tone": [call(), judgement(None)],
    "no referrer": [call(person_id=None, account_id="A"), judgement(0.2)],
    "judged before it took place": [call(), judgement(0.2, "2025-05-31")],
    "judged after the day": [call(), judgement(0.2, "2025-06-02")],
    "another call judged": [call(), judgement(0.2, ref="other")],
    "a call to come": [call(day="2025-06-02"), judgement(0.2, "2025-06-03")],
    "a judged visit": [event("visit", None, event_id="call"), judgement(0.2)],
    "named by a survey": [call(), event("survey", 9.0, ref="call", person_id="q")],
}


@pytest.mark.parametrize("why", UNJUDGED)
def test_without_both_tones_and_a_referrer_there_is_no_evidence(why: str) -> None:
    told = world(*UNJUDGED[why])
    assert judged_calls(told).call.tolist() == []
    assert "reference_call" not in [piece[0] for piece in said(told)]
    assert of_p(told) == (0.0, 0.0)


def test_a_call_without_a_judgement_changes_no_opinion_by_a_bit() -> None:
    others = [event("survey", 9.0, "2025-01-01"), event("satisfaction", -0.3, "2024-05-05", account_id="A")]
    with_call, without = world(*others, call(), roles=AT_A), world(*others, roles=AT_A)
    np.testing.assert_array_equal(opinions(with_call, PARAMS).belief, opinions(without, PARAMS).belief)
    np.testing.assert_array_equal(opinions(with_call, PARAMS).disbelief, opinions(without, PARAMS).disbelief)


def test_a_judgement_of_the_same_day_counts_whatever_its_id() -> None:
    assert rounded(said(world(call(0.8), judgement(0.2, event_id="a"))))[0][4] == -0.3


def test_of_several_judgements_the_last_with_a_tone_by_day_and_id_counts() -> None:
    told = world(
        call(0.8, "2025-01-01"),
        judgement(0.0, "2025-02-01", event_id="z"),
        judgement(0.4, "2025-03-01", event_id="a"),
        judgement(0.6, "2025-03-01", event_id="b"),
        judgement(None, "2025-04-01", event_id="c"),
    )
    (evidence,) = opinion_evidence(told, PARAMS, 0)
    assert (round(evidence.value, 12), day_to_iso(evidence.day)) == (-0.1, "2025-03-01")


def test_two_calls_are_two_pieces() -> None:
    second = event("reference_call", 0.0, event_id="second")
    told = world(call(0.8), second, judgement(0.2), judgement(0.4, ref="second"))
    assert [(e.ref, round(e.value, 12)) for e in opinion_evidence(told, PARAMS, 0)] == [
        ("call", -0.3),
        ("second", 0.2),
    ]


def test_its_weight_is_a_parameter() -> None:
    told = world(call(0.0), judgement(1.0))
    # r = 4 · .5, W = 2
    assert opinions(told, Params(reference_surprise_weight=4.0)).belief[0] == 0.5


@given(TONES, TONES, TONES)
def test_the_better_a_call_went_the_better_the_opinion(expected: float, one: float, other: float) -> None:
    worse, better = sorted([one, other])
    before = [event("satisfaction", 0.3), event("satisfaction", -0.6, "2024-01-01")]
    net = [
        float(opinions(world(*before, call(expected), judgement(tone)), PARAMS).net[0])
        for tone in (worse, better)
    ]
    assert net[0] <= net[1] + 1e-15


@given(TONES, st.floats(0, 2))
def test_better_than_expected_never_lowers_an_opinion(expected: float, more: float) -> None:
    before = [event("satisfaction", 0.3), event("satisfaction", -0.6, "2024-01-01")]
    unjudged, judged = (
        opinions(world(*before, call(expected), *said), PARAMS).net[0]
        for said in ([], [judgement(min(1.0, expected + more))])
    )
    assert judged >= unjudged - 1e-15
