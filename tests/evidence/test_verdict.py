"""Verdicts by hand: the level, the reasons, and what would have to be seen for another one."""

from __future__ import annotations

import numpy as np
import pytest

from refgraph.evidence.power import FEWEST, detectable_gain, positives_needed
from refgraph.evidence.verdict import Verdict, p_value, verdict

NEVER_BY_CHANCE = np.full(4999, -1.0)
"""Gains in deals of the outcomes, all far below what is seen."""
REWIRED = np.linspace(0.401, 0.599, 199)
"""Areas of 199 networks, .001 apart."""


def judged(
    area: float | None, rewired: np.ndarray, positives: int, by_chance: np.ndarray = NEVER_BY_CHANCE
) -> Verdict:
    return verdict(area, rewired, positives, by_chance)


@pytest.mark.parametrize(
    ("area", "p"),
    [(0.7, 1 / 200), (0.599, 2 / 200), (0.5905, 10 / 200), (0.59, 11 / 200), (0.4, 1.0)],
)
def test_p_counts_the_networks_that_do_as_well_and_the_actual_one(area: float, p: float) -> None:
    assert p_value(area, REWIRED) == pytest.approx(p)


def test_equal_is_as_good_after_twelve_digits() -> None:
    assert p_value(0.5 + 1e-14, np.array([0.5])) == 1.0
    assert p_value(0.5 + 1e-11, np.array([0.5])) == 0.5


def test_evidence_needs_p_of_at_most_a_twentieth() -> None:
    assert judged(0.5905, REWIRED, 200).word == "evidence"
    assert judged(0.5905, REWIRED, 200).reason == "beats_rewired"
    worse = judged(0.59, REWIRED, 200)
    assert (worse.word, worse.reason) == ("no_evidence", "like_rewired")
    assert worse.p_rewired == pytest.approx(0.055)


def test_evidence_needs_a_gain_that_chance_seldom_gives_too() -> None:
    # a gain of .2 over the networks' mean of .5, which 49 of 999 deals reach, or 50
    deals = np.where(np.arange(999) < 49, 0.3, -0.3)
    seen = judged(0.7, REWIRED, 200, deals)
    assert (seen.word, seen.p_rewired, seen.p_dealt) == ("evidence", 1 / 200, 50 / 1000)
    deals[49] = 0.3
    unseen = judged(0.7, REWIRED, 200, deals)
    assert (unseen.word, unseen.reason, unseen.p_dealt) == ("no_evidence", "like_dealt", 51 / 1000)


def test_deals_without_a_circle_to_compare_do_not_count() -> None:
    found = judged(0.7, REWIRED, 200, np.array([np.nan] * 5 + [0.3] + [0.1] * 98))
    assert found.p_dealt == 2 / 100


def test_nineteen_networks_can_just_show_it_and_eighteen_cannot() -> None:
    assert judged(0.9, np.full(19, 0.5), 200).word == "evidence"
    assert judged(0.9, np.full(18, 0.5), 200).word == "no_evidence"


@pytest.mark.parametrize("positives", [0, 1, FEWEST - 1])
def test_few_orders_allow_no_conclusion_however_good_it_looks(positives: int) -> None:
    found = judged(0.9, REWIRED, positives)
    assert (found.word, found.reason, found.needed) == ("too_little_history", "few_orders", FEWEST)
    assert found.p_rewired == 1 / 200


def test_from_sixty_orders_on_one_concludes() -> None:
    assert judged(0.9, REWIRED, FEWEST).word == "evidence"


def test_without_rewired_networks_there_is_no_evidence() -> None:
    nothing = judged(0.9, np.empty(0), 100)
    assert (nothing.word, nothing.reason, nothing.p_rewired) == (
        "no_evidence",
        "no_contacts_inside_circles",
        None,
    )
    unknown = judged(0.9, np.full(199, np.nan), 100)
    assert unknown.reason == "no_contacts_inside_circles"


def test_without_a_group_to_compare_there_is_no_evidence() -> None:
    assert judged(None, REWIRED, 100).reason == "no_group_to_compare"


def test_what_is_needed_is_told_from_the_gain_seen() -> None:
    seen = judged(0.53, REWIRED, 100)  # the networks' mean is .5
    assert seen.needed == pytest.approx(positives_needed(0.03), abs=1)  # .53 - .5 is .03 but for rounding
    assert seen.detectable == detectable_gain(100)
    assert seen.detectable_at_needed <= 0.0301
    assert detectable_gain(seen.needed - 2) > 0.03


def test_a_gain_of_nothing_needs_no_number() -> None:
    assert positives_needed(0.0) is None
    assert positives_needed(-0.1) is None
    assert judged(0.45, REWIRED, 100).needed == 100


def test_more_orders_show_less_and_none_at_most_a_half() -> None:
    shown = [detectable_gain(positives) for positives in (0, 1, 60, 200, 800)]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == shown[1] == 0.5
    assert positives_needed(0.5) == FEWEST
