from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.backtest import Backtest
from refgraph.evidence.fit import Why
from refgraph.evidence.measures import Measures
from refgraph.evidence.verdict import Verdict, Word, verdict
from refgraph.views.fit_wording import chances_text, used_text
from refgraph.views.proof_verdict import ADVICE, HEADLINES, compared, larger_history
from refgraph.views.terms import LANGUAGES, Language

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats

REWIRED = np.full(199, 0.5)
BY_CHANCE = np.zeros(199)


def measured(area: float | None, *draws: float) -> Measures:
    return Measures(None, None, area, None, (), (), np.array(draws or (np.nan,)))


def judged_by(area: float | None, rewired: Floats, positives: int) -> Verdict:
    return verdict(area, rewired, positives, BY_CHANCE)


def found_with(judged: Verdict, **areas: Measures) -> Backtest:
    return Backtest(1, 0, judged.positives, 1000, 9, "circles", areas, REWIRED, 40, judged)


EVIDENCE = judged_by(0.6, REWIRED, 300)


def test_a_plain_score_is_beaten_only_where_the_whole_interval_says_so() -> None:
    found = found_with(
        EVIDENCE,
        refgraph=measured(0.6, 0.58, 0.62),
        degree=measured(0.55, 0.54, 0.56),
        pagerank=measured(0.59, 0.60, 0.58),
        random=measured(0.5, 0.5, 0.5),
    )
    better, alike = compared(found, "en")
    # 0.60 - 0.55; the draws differ by 0.04 and 0.06.
    assert better.startswith(
        "Inside circles refgraph ranks better than number of acquaintances (0.550): by +0.050 (+0.0"
    )
    # The draws differ by -0.02 and 0.04.
    assert alike.startswith(
        "Inside circles refgraph cannot be told from PageRank (0.590): the difference is +0.010 (-0.0"
    )


def test_a_better_plain_score_is_the_advice() -> None:
    found = found_with(EVIDENCE, refgraph=measured(0.6, 0.6), degree=measured(0.7, 0.7))
    assert compared(found, "en") == [
        "Inside circles number of acquaintances (0.700) ranks better than refgraph, which is off by -0.100"
        " (-0.100 to -0.100): rank by that instead."
    ]


@pytest.mark.parametrize("positives", [59, 300])
def test_without_evidence_nothing_is_called_better(positives: int) -> None:
    judged = judged_by(0.5, REWIRED, positives)
    found = found_with(judged, refgraph=measured(0.5, 0.5), degree=measured(0.3, 0.3))
    assert judged.word != "evidence"
    for language in LANGUAGES:
        (sentence,) = compared(found, language)
        assert "+0.200" in sentence
        assert "better" not in sentence
        assert "优于" not in sentence


def test_scores_that_rank_nothing_inside_circles_are_not_compared() -> None:
    nothing = found_with(EVIDENCE, refgraph=measured(None), degree=measured(None))
    assert compared(nothing, "en") == []
    assert compared(found_with(EVIDENCE), "en") == []


def test_four_times_as_many_orders_show_half_the_gain() -> None:
    said = larger_history(judged_by(0.6, REWIRED, 100), "en")
    assert "400 first orders would show one of" in said
    now, then = (float(number) for number in re.findall(r"0\.\d{3}", said))
    assert then == pytest.approx(now / 2, abs=0.001)
    assert f"400 first orders would show a gain of {then:.3f}." == larger_history(
        judged_by(0.5, REWIRED, 100), "en"
    )


def test_where_orders_are_not_what_is_in_the_way_more_of_them_promise_nothing() -> None:
    assert larger_history(judged_by(0.6, REWIRED, 59), "en") == ""
    assert larger_history(judged_by(None, REWIRED, 300), "en") == ""
    assert larger_history(judged_by(0.6, np.empty(0), 300), "zh") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_and_reason_has_its_words(language: Language) -> None:
    words: tuple[Word, ...] = ("evidence", "no_evidence", "too_little_history")
    assert set(HEADLINES) == set(ADVICE) == set(words)
    assert [why for why in Why if used_text(why, language) == why.value] == []
    about_ties_alone = {Why.ONE_KIND, Why.NO_EFFECT}
    assert {why for why in Why if chances_text(why, language) == why.value} == about_ties_alone
