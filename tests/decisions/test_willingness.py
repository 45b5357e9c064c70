"""How willing an opener is to speak for us, by how the reference calls went."""

from __future__ import annotations

from math import exp, prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.askable import askable
from refgraph.decisions.openers import openers
from refgraph.model.params import Params
from refgraph.scores.scores import score
from tests.decisions.world import Facts, days_ago, event, openers_of, opening, scored
from tests.facts import TODAY, snapshot_of

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from tests.facts import Cells

TONES = st.floats(-1, 1)


def call(expected: float | None, days: int = 200, event_id: str = "call", person: str = "ann") -> Cells:
    return event("reference_call", days, event_id, value=expected, person_id=person)


def judgement(actual: float | None, days: int = 0, ref: str = "call") -> Cells:
    """What those who rang up say of the call; nobody else hears what they think."""
    return event("satisfaction", days, f"of-{ref}-{days}", value=actual, account_id="rung", ref=ref)


def case(*events: Cells) -> Facts:
    return opening(accounts=[{"account_id": "rung"}], events=list(events))


def row_of(*events: Cells) -> Opener:
    (row,) = openers_of(case(*events)).rows
    return row


def test_a_worse_call_than_expected_by_hand() -> None:
    row = row_of(call(0.8), judgement(0.2))
    # Of the survey r = 2, of the surprise s = .3; .7 of the promise was kept, W = 2.
    net, willingness = (2 - 0.3) / (2 + 0.3 + 2), (2 + 0.7) / (2 + 1)
    assert row.factors.named() == pytest.approx({
        "net_opinion": net, "reach": 1 - exp(-0.05 * 3), "contact_role": 1.0, "congruency": 0.75, "ask_budget": 1.0,
        "willingness": willingness,
    })  # fmt: skip
    assert row.score == pytest.approx(net * (1 - exp(-0.05 * 3)) * 0.75 * willingness)


@pytest.mark.parametrize(
    ("events", "willingness"),
    [
        # As expected, or better: 3 / 3.
        ([call(0.8), judgement(0.8)], 1.0),
        ([call(-0.5), judgement(1.0)], 1.0),
        # As bad as can be: (2 + 0) / 3.
        ([call(1.0), judgement(-1.0)], 2 / 3),
        # A half-life ago: (2 + .5 · .7) / 2.5.
        ([call(0.8, 1200), judgement(0.2, 1095)], 2.35 / 2.5),
        # Two calls: (2 + .7 + 1) / 4.
        ([call(0.8), judgement(0.2), call(0.0, event_id="other"), judgement(0.5, ref="other")], 3.7 / 4),
        # The last word on a call counts.
        ([call(0.8), judgement(-1.0, 90), judgement(0.2)], 2.7 / 3),
    ],
)
def test_willingness_by_hand(events: list[Cells], willingness: float) -> None:
    assert row_of(*events).factors.willingness == pytest.approx(willingness, rel=1e-12)


@pytest.mark.parametrize(
    "events",
    [
        [call(None), judgement(-1.0)],
        [call(0.8), judgement(None)],
        [call(0.8)],
        [call(0.8), judgement(-1.0, 201)],
        [call(0.8), judgement(-1.0, -1)],
        [call(0.8, person="bo"), judgement(0.0)],
    ],
    ids=["nothing expected", "no tone", "not judged", "judged before", "judged after the day", "another's call"],
)  # fmt: skip
def test_without_a_judged_call_of_the_opener_there_is_no_such_factor(events: list[Cells]) -> None:
    row, usual = row_of(*events), row_of()
    assert (row.score, row.factors, row.details) == (usual.score, usual.factors, usual.details)
    assert list(row.factors.named()) == ["net_opinion", "reach", "contact_role", "congruency", "ask_budget"]


def test_details_tell_which_calls_it_comes_from() -> None:
    facts = case(call(0.8), judgement(0.2), call(0.1, 300, "first"), judgement(0.5, 9, "first"))
    snapshot = scored(facts).snapshot
    ids, (row,) = snapshot.events.ids, openers_of(facts).rows
    assert [
        (ids[found.call], ids[found.judgement], found.expected, found.actual)
        for found in row.details.reference_calls
    ] == [("first", "of-first-9", 0.1, 0.5), ("call", "of-call-0", 0.8, 0.2)]


def test_everybody_else_is_as_willing_as_can_be() -> None:
    known = askable(scored(case(call(1.0), judgement(-1.0))))
    assert known.willingness.tolist() == [pytest.approx(2 / 3), 1.0]


def two_openers(*events: Cells) -> Facts:
    """Cy of the same customer knows Bo less well than Ann does."""
    facts = opening(
        accounts=[{"account_id": "rung"}],
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "press"}],
        knows=[{"person_a": "cy", "person_b": "bo", "strength": 0.8}],
        events=[event("survey", 0, "s-cy", person_id="cy", value=10.0), *events],
    )
    for role in facts["roles"]:
        role["from"] = days_ago(1)
    return facts


@pytest.mark.parametrize("k", [1, 2])
def test_who_was_let_down_comes_after_a_willing_one_however_short_the_list(k: int) -> None:
    def ranked(facts: Facts) -> list[str]:
        ids = scored(facts).snapshot.people.ids
        return [ids[row.person] for row in openers_of(facts, k=k).rows]

    assert ranked(two_openers()) == ["ann", "cy"][:k]
    assert ranked(two_openers(call(1.0), judgement(-0.5))) == ["cy", "ann"][:k]


def test_the_priors_weight_is_what_a_call_is_weighed_against() -> None:
    facts = case(call(1.0), judgement(-1.0))
    scores = score(snapshot_of(TODAY, **facts), Params(prior_weight=9.0))
    (row,) = openers(scores, scores.snapshot.account("daily")).rows
    assert row.factors.willingness == pytest.approx(9 / 10)


@settings(max_examples=25)
@given(TONES, TONES, TONES, TONES)
def test_the_better_the_calls_went_the_more_willing(
    expected: float, one: float, other: float, before: float
) -> None:
    def willingness(tone: float) -> float:
        earlier = call(0.5, 300, "first"), judgement(before, 100, "first")
        facts = case(*earlier, call(expected), judgement(tone))
        return float(askable(scored(facts)).willingness[0])

    worse, better = sorted([one, other])
    assert 0 < willingness(worse) <= willingness(better) <= 1


@settings(max_examples=25)
@given(TONES, TONES, st.floats(0, 2))
def test_better_than_expected_never_lowers_willingness(before: float, expected: float, more: float) -> None:
    earlier = [call(0.5, 300, "first"), judgement(before, 100, "first")]
    was = askable(scored(case(*earlier))).willingness[0]
    judged = [*earlier, call(expected), judgement(min(1.0, expected + more))]
    assert askable(scored(case(*judged))).willingness[0] >= was


@settings(max_examples=25)
@given(TONES, TONES)
def test_factors_multiply_to_the_score_with_willingness_among_them(expected: float, actual: float) -> None:
    for row in openers_of(case(call(expected), judgement(actual))).rows:
        assert row.factors.willingness is not None
        assert prod(row.factors.named().values()) == pytest.approx(row.score, rel=1e-12)
