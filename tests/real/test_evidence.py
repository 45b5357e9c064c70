"""The backtest on public histories says what it should, and docs/evidence.md says what it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.backtest import REFGRAPH, RNG, Backtest, backtest, ranked_by
from refgraph.evidence.bootstrap import resamples
from refgraph.evidence.chances import fit_chances
from refgraph.evidence.measures import measures
from refgraph.evidence.pool import pool
from refgraph.evidence.shuffles import false_alarms
from refgraph.model.progress import silent
from tests.real.evidence import section, stable_lines, written
from tests.real.histories import replays
from tests.shared_data import needs_shared_data

if TYPE_CHECKING:
    from refgraph.evidence.measures import Measures
    from refgraph.evidence.replay import Replay

pytestmark = needs_shared_data
EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence.md"


@cache
def replayed(name: str) -> list[Replay]:
    with TemporaryDirectory() as folder:
        return replays(name, Path(folder))


@cache
def proved(name: str) -> Backtest:
    (one,) = replayed(name)
    return backtest(one, progress=silent)


def ranked(one: Replay) -> Measures:
    """How well refgraph ranks, without a placebo."""
    circles = len(one.history.circles.ids)
    scores = [ranked_by(moment)[REFGRAPH] for moment in one.moments]
    return measures(one.moments, scores, circles, resamples(one.moments, circles, np.random.default_rng(RNG)))


def test_microfinance_is_ranked_as_well_as_by_the_reference() -> None:
    # a reference by hand gave .662, .588 and .23
    found = proved("microfinance_dev")
    ours = found.measures[REFGRAPH]
    assert (ours.auc or 0) >= 0.65
    assert (ours.auc_inside or 0) >= 0.575
    ten = next(one for one in ours.by_circle if one.k == 10)
    assert (ten.precision or 0) >= 1.6 * (found.share or 1)


def test_microfinance_is_evidence_and_beats_degree() -> None:
    found = proved("microfinance_dev")
    assert found.verdict.word == "evidence"
    assert (found.gain_over("degree") or (0, 0, 0))[1] > 0


def test_corn_is_ranked() -> None:
    (one,) = replayed("br_farmers")
    ours = ranked(one)
    assert (ours.auc or 0) >= 0.65
    assert (ours.auc_inside or 0) >= 0.575


def test_six_farm_practices_are_ranked() -> None:
    made = replayed("br_farmers_6products_dev")
    found, weights = [ranked(one) for one in made], [one.positives for one in made]
    assert np.average([one.auc or 0 for one in found], weights=weights) >= 0.73
    assert np.average([one.auc_inside or 0 for one in found], weights=weights) >= 0.62


def test_for_six_farm_practices_word_of_mouth_adds_to_circle_and_degree() -> None:
    chances = fit_chances(pool(replayed("br_farmers_6products_dev")), np.random.default_rng(RNG))
    named = {one.name: one for one in chances.coefficients}
    assert {"circle_rate", "degree", "word_of_mouth"} <= named.keys()
    assert named["word_of_mouth"].low > 0


def test_physicians_are_no_evidence() -> None:
    found = proved("med_innovations")
    assert found.positives >= 60
    assert found.verdict.word == "no_evidence"


def test_chance_is_seldom_taken_for_evidence_among_physicians() -> None:
    (one,) = replayed("med_innovations")
    found = false_alarms(one, 1000, np.random.default_rng(RNG), silent)
    assert (found.share or 0) <= 0.065


def test_the_document_says_what_the_code_gives() -> None:
    with TemporaryDirectory() as folder:
        lines = section("med_innovations", Path(folder))
    body = written(EVIDENCE.read_text(encoding="utf-8"))["med_innovations"]
    assert stable_lines(body.splitlines()) == stable_lines("\n".join(lines).splitlines())
