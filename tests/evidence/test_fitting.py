from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.chance_model import chance_model
from refgraph.evidence.fit import Chances, Fit, Kind, Seen, Weights, Why, judged
from refgraph.evidence.fit_document import as_document, chance_model_of, params_of
from refgraph.evidence.fitting import fit
from refgraph.evidence.gains import Gain
from refgraph.evidence.hazards import Cases
from refgraph.evidence.pool import pool
from refgraph.evidence.weights import (
    EVIDENCE,
    TIES,
    common_multiplier,
    fit_weights,
    relative_multipliers,
    with_multipliers,
)
from refgraph.model.params import Params
from refgraph.model.progress import silent
from tests.evidence.moments import people_at_accounts, replay_of, spreading

if TYPE_CHECKING:
    from refgraph.evidence.replay import Replay
    from refgraph.snapshot.snapshot import Floats

GOOD, BAD, NONE = Gain(0.02, 0.01, 0.03), Gain(0.02, -0.01, 0.05), None
NOTHING = Weights((), None, None, None, None, Why.TOO_FEW_OUTCOMES)
NO_CHANCES = Chances(None, (), None, None, None, Why.TOO_FEW_OUTCOMES)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def spread(number: int, *, friends: float, circles: int = 40) -> Replay:
    """Circles of 30, one period: a fifth of who knows no customer is won, a share `friends` of who knows one."""
    drawn = np.random.default_rng(number)
    world = spreading(drawn, circles=circles, members=30, friends=friends, strangers=0.2)
    return replay_of(world, since="2023-12-31", horizon_days=366)


@pytest.fixture(scope="module")
def contagious() -> Fit:
    return fit([spread(1, friends=0.8)], rng(), silent)


def test_word_of_mouth_that_is_there_has_an_interval_above_0(contagious: Fit) -> None:
    (told,) = (c for c in contagious.chances.coefficients if c.name == "word_of_mouth")
    assert told.low > 0
    assert told.low < told.estimate < told.high
    assert contagious.chances.out_of_circle is not None
    assert contagious.chances.out_of_circle.is_real
    assert contagious.chances.why is Why.BETTER


def test_acquaintance_is_told_from_the_circle_it_lies_in(contagious: Fit) -> None:
    # who knows a customer is won more often, in whatever circle: the rate of circles themselves may be 0
    kinds = {kind.name: kind for kind in contagious.ties.kinds}
    assert set(kinds) == {"declared", "circle"}
    assert kinds["declared"].low > 0
    assert kinds["circle"].low == 0.0
    assert sum(kind.share for kind in kinds.values()) == pytest.approx(1.0)
    assert sum(kind.share * kind.shrunk for kind in kinds.values()) == pytest.approx(1.0)


def test_a_kind_of_tie_that_says_nothing_is_fitted_away_and_that_is_used() -> None:
    drawn = np.random.default_rng(7)
    world = spreading(drawn, circles=100, members=25, friends=0.9, strangers=0.1, is_by_line=True)
    cases = pool([replay_of(world, since="2023-12-31", horizon_days=366)])
    found = fit_weights(cases, TIES, rng(), silent)
    kinds = {kind.name: kind for kind in found.kinds}
    assert kinds["reporting_line"].low > 1.0
    assert kinds["declared"].high is not None
    assert kinds["declared"].high < 0.5
    assert kinds["reporting_line"].shrunk > 1.0 > kinds["declared"].shrunk
    assert found.out_of_circle is not None
    assert found.out_of_circle.is_real
    assert (found.why, found.used, found.later) == (Why.BETTER, True, None)


def test_kinds_that_always_come_together_stay_at_their_defaults(contagious: Fit) -> None:
    # every customer ordered and said that he was satisfied: nobody can tell which of the two counted
    kinds = contagious.evidence.kinds
    assert [kind.name for kind in kinds] == ["satisfaction", "order"]
    assert [kind.shrunk for kind in kinds] == pytest.approx([1.0, 1.0], abs=1e-3)
    assert kinds[0].low == 0.0
    assert kinds[1].low == 0.0
    assert contagious.evidence.why is Why.NOT_BETTER_OUT_OF_CIRCLE


def test_what_was_seen_is_said(contagious: Fit) -> None:
    replay = spread(1, friends=0.8)
    assert contagious.seen == (
        Seen(
            store_uuid=replay.history.store_uuid,
            version=replay.history.version,
            first_day="2023-12-31",
            last_day="2024-12-31",
            horizon_days=replay.horizon_days,
            periods=1,
            cases=len(replay.moments[0].candidates.account),
            outcomes=replay.positives,
        ),
    )


def test_without_word_of_mouth_nothing_is_used() -> None:
    found = fit([spread(2, friends=0.2)], rng(), silent)
    assert not found.ties.used
    assert not found.evidence.used
    assert not found.chances.used
    (told,) = (c for c in found.chances.coefficients if c.name == "word_of_mouth")
    assert told.low < 0 < told.high


def test_under_400_outcomes_kinds_are_not_told_apart() -> None:
    few = spread(3, friends=0.8, circles=8)
    assert few.positives < 400
    found = fit([few], rng(), silent)
    assert (found.ties.why, found.evidence.why) == (Why.TOO_FEW_OUTCOMES,) * 2
    assert found.ties.kinds == ()
    assert len(found.chances.coefficients) == 3


def test_several_histories_are_one_pool_with_an_intercept_each() -> None:
    one, other = spread(3, friends=0.8, circles=8), spread(4, friends=0.8, circles=8)
    found = fit([one, other], rng(), silent)
    assert [seen.outcomes for seen in found.seen] == [one.positives, other.positives]
    assert found.chances.model is not None
    assert found.chances.model.names == ("circle_rate", "degree", "word_of_mouth", "replay 2")
    assert [c.name for c in found.chances.coefficients] == ["circle_rate", "degree", "word_of_mouth"]


def test_a_history_without_orders_says_so() -> None:
    tables = people_at_accounts(3)
    tables["events"] = [{"event_id": "m", "kind": "meeting", "date": "2024-06-01", "account_id": "a0"}]
    found = fit([replay_of(tables, since="2024-01-01")], rng(), silent)
    assert found.chances.why is Why.TOO_FEW_OUTCOMES
    assert found.seen[0].outcomes == 0
    assert params_of(as_document(found), Params()) == Params()


def test_one_kind_of_tie_leaves_nothing_to_weigh() -> None:
    n = 900
    tables = people_at_accounts(n)
    tables["knows"] = [{"person_a": f"p{i}", "person_b": f"p{i + 1}"} for i in range(0, n, 2)]
    tables["events"] = [
        {
            "event_id": f"e{i}",
            "kind": "deal_won",
            "date": "2024-01-01" if i % 2 else "2024-02-01",
            "account_id": f"a{i}",
        }
        for i in range(n - 30)
    ]
    cases = pool([replay_of(tables, since="2024-01-10")])
    assert cases.outcome.sum() >= 400
    assert fit_weights(cases, TIES, rng(), silent).why is Why.ONE_KIND


def cases_of(multiplier: Floats, n: int = 4000) -> Cases:
    drawn = np.random.default_rng(5)
    exposure = drawn.exponential(0.03, (n, len(multiplier)))
    hazard = 0.02 + exposure @ multiplier
    return Cases(exposure, np.ones(n), np.zeros(n, np.int32), drawn.random(n) < -np.expm1(-hazard))


def test_an_overall_factor_changes_no_relative_multiplier() -> None:
    cases = cases_of(np.array([6.0, 2.0]))
    scaled = replace(cases, exposure=cases.exposure * 10.0)
    cluster = np.arange(4000) % 20
    one, other = relative_multipliers(cases, cluster), relative_multipliers(scaled, cluster)
    assert one[0] == pytest.approx(other[0], rel=1e-4)
    assert one[0] == pytest.approx([1.5, 0.5], abs=0.2)
    assert common_multiplier(cases) == pytest.approx(10.0 * common_multiplier(scaled), rel=1e-4)


def test_without_an_effect_relative_multipliers_are_the_defaults() -> None:
    drawn = np.random.default_rng(6)
    exposure = drawn.exponential(0.03, (1000, 2))
    protected = exposure.sum(axis=1) > 0.05
    cases = Cases(exposure, np.ones(1000), np.zeros(1000, np.int32), ~protected & (drawn.random(1000) < 0.2))
    assert relative_multipliers(cases, np.arange(1000))[0].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("left_out", "later", "could_be_later", "why"),
    [
        (GOOD, GOOD, True, Why.BETTER),
        (GOOD, NONE, False, Why.BETTER),
        (GOOD, BAD, True, Why.NOT_BETTER_LATER),
        (GOOD, NONE, True, Why.NOT_BETTER_LATER),
        (BAD, GOOD, True, Why.NOT_BETTER_OUT_OF_CIRCLE),
        (NONE, GOOD, True, Why.NOTHING_LEFT_OUT),
    ],
)
def test_what_is_used_must_be_better_wherever_it_can_be_tried(
    left_out: Gain | None, later: Gain | None, could_be_later: bool, why: Why
) -> None:
    assert judged(left_out, later, could_be_later=could_be_later) is why


def test_multipliers_reach_every_parameter_of_their_kind() -> None:
    found = with_multipliers(Params(), TIES, {"same_account": 2.0, "circle": 3.0})
    assert (found.same_account_rate, found.same_account_total, found.circle_rate) == (1.5, 18.0, 3.0)
    assert replace(found, same_account_rate=0.75, same_account_total=9.0, circle_rate=1.0) == Params()
    assert with_multipliers(Params(), EVIDENCE, {"order": 2.0}).repeat_order_weight == 3.0


def used_fit(why: Why) -> Fit:
    kind = Kind("declared", 1.0, 2.0, 0.5, None, 1.5)
    return Fit((), Weights((kind,), 0.4, 1.0, GOOD, None, why), NOTHING, NO_CHANCES)


def test_only_a_used_fit_changes_parameters() -> None:
    assert params_of(as_document(used_fit(Why.BETTER)), Params()) == replace(Params(), declared_rate=4.5)
    assert params_of(as_document(used_fit(Why.NOT_BETTER_LATER)), Params()) == Params()


def test_a_document_survives_json_and_gives_the_same_chances(contagious: Fit) -> None:
    text = json.dumps(as_document(contagious), allow_nan=False)
    back = chance_model_of(json.loads(text))
    table = np.array([[0.1, 1.0, 0.9], [np.nan, 0.0, 0.1]])
    assert back is not None
    assert contagious.chances.model is not None
    assert back.probability(table).tolist() == contagious.chances.model.probability(table).tolist()
    assert json.loads(text) == as_document(contagious)


def test_a_map_that_may_not_be_used_is_not_given(contagious: Fit) -> None:
    unused = replace(contagious, chances=replace(contagious.chances, why=Why.NOT_BETTER_LATER))
    assert chance_model_of(as_document(unused)) is None


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"format": 9}, "found a fit of format 9, expected 1"),
        ({"format": 1}, "a fit of format 1 lacks its part 'ties'"),
        (
            {"format": 1, "ties": {"used": True, "kinds": [{"name": "x", "shrunk": 1}]}},
            "a fit's ties has or lacks 'x'",
        ),
    ],
)
def test_a_document_of_another_kind_is_refused(document: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        params_of(document, Params())


def test_a_factor_that_is_not_known_counts_as_its_mean() -> None:
    factors = np.array([[0.0], [1.0], [2.0], [3.0], [np.nan]])
    model = chance_model(("a",), factors, np.array([0, 1, 0, 1, 1], bool))
    unknown, mean = model.probability(np.array([[np.nan], [1.5]])).tolist()
    assert unknown == mean
