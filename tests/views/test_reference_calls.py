"""How reference calls went, told in both languages and in documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.openers import openers
from refgraph.scores.opinion import opinion_evidence
from refgraph.views.answer_lines import openers_lines
from refgraph.views.documents import openers_document
from refgraph.views.timeline import happenings
from refgraph.views.wording import opinion_text, reference_calls_text
from tests.decisions.world import days_ago, event, opening, scored

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.views.terms import Language
    from tests.facts import Cells


def judged(number: int, days: int, expected: float, actual: float) -> list[Cells]:
    """A call so many days ago, judged on the next day by an account nobody is at."""
    return [
        event("reference_call", days, f"c{number}", person_id="ann", value=expected, ref="daily"),
        event(
            "satisfaction", days - 1, f"j{number}", account_id="rung", person_id=None, value=actual, ref=f"c{number}"
        ),
    ]  # fmt: skip


def world(*events: Cells) -> Scores:
    return scored(opening(accounts=[{"account_id": "rung"}], events=list(events)))


def told(scores: Scores, language: Language) -> str:
    (row,) = openers(scores, scores.snapshot.account("daily")).rows
    return reference_calls_text(row, scores.snapshot, language)


def test_expected_and_actual_tone_are_told_with_the_day_of_the_call() -> None:
    scores = world(*judged(1, 200, 0.8, 0.2))
    assert told(scores, "en") == f"Reference calls: {days_ago(200)} expected tone +0.8, actual +0.2."
    assert told(scores, "zh") == f"口碑电话：{days_ago(200)} 预期语气 +0.8，实际 +0.2。"


def test_the_latest_three_calls_are_told_latest_first() -> None:
    scores = world(*(cells for i in range(4) for cells in judged(i, 200 + i, 0.5, i / 10)))
    assert told(scores, "en") == (
        f"Reference calls: {days_ago(200)} expected tone +0.5, actual +0; {days_ago(201)} expected tone +0.5, "
        f"actual +0.1; {days_ago(202)} expected tone +0.5, actual +0.2."
    )


def test_without_a_judged_call_nothing_is_told() -> None:
    scores = world(event("reference_call", 200, value=0.8))
    answer = openers(scores, scores.snapshot.account("daily"))
    assert told(scores, "en") == told(scores, "zh") == ""
    assert "willingness" not in json.dumps(openers_document(scores, answer))
    assert "reference_calls" not in json.dumps(openers_document(scores, answer))
    assert "willingness" not in "\n".join(openers_lines(scores, answer))


def test_the_document_names_the_factor_and_the_calls_it_comes_from() -> None:
    scores = world(*judged(1, 200, 0.8, 0.2))
    document = openers_document(scores, openers(scores, scores.snapshot.account("daily")))
    (row,) = json.loads(json.dumps(document))["rows"]
    # The call went .6 worse than expected 199 days ago.
    decay = 0.5 ** (199 / 1095)
    assert row["factors"]["willingness"] == pytest.approx((2 + decay * 0.7) / (2 + decay))
    assert row["details"]["reference_calls"] == [
        {"event": "c1", "date": days_ago(200), "judged_by": "j1", "judged_on": days_ago(199), "expected": 0.8,
         "actual": 0.2}
    ]  # fmt: skip


def test_the_terminal_shows_the_factor_and_the_calls() -> None:
    scores = world(*judged(1, 200, 0.8, 0.2))
    lines = "\n".join(openers_lines(scores, openers(scores, scores.snapshot.account("daily"))))
    # (2 + .88 · .7) / (2 + .88)
    assert "· willingness to speak for us 0.91\n" in lines
    assert f"\n     Reference calls: {days_ago(200)} expected tone +0.8, actual +0.2." in lines


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Reference call · expected tone +0.8, actual +0.2 · {day}"),
        ("zh", "口碑电话 · 预期语气 +0.8，实际 +0.2 · {day}"),
    ],
)
def test_evidence_of_an_opinion_tells_both_tones_and_the_day_of_the_judgement(
    language: Language, said: str
) -> None:
    scores = world(*judged(1, 200, 0.8, 0.2))
    evidence = opinion_evidence(scores.snapshot, scores.params, scores.snapshot.person("ann"))
    (piece,) = (one for one in evidence if one.kind == "reference_call")
    assert opinion_text(piece, scores.snapshot, language) == said.format(day=days_ago(199))


def test_a_tone_of_nothing_has_no_minus() -> None:
    scores = world(*judged(1, 200, 0.3, 0.0))
    evidence = opinion_evidence(scores.snapshot, scores.params, scores.snapshot.person("ann"))
    texts = [opinion_text(one, scores.snapshot, "en") for one in evidence]
    assert f"Reference call · expected tone +0.3, actual +0 · {days_ago(199)}" in texts


@pytest.mark.parametrize(("language", "value"), [("en", "expected tone +0.8"), ("zh", "预期语气 +0.8")])
def test_the_timeline_calls_the_value_of_a_call_what_was_expected(language: Language, value: str) -> None:
    scores = world(*judged(1, 200, 0.8, 0.2))
    found = happenings(scores.snapshot, scores.snapshot.account("press"), language)
    assert [one.value for one in found if one.event_id == "c1"] == [value]
