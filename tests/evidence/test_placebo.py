"""Rewired networks are scored as the actual one is, at each moment with what was known then."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.backtest import REFGRAPH, backtest, ranked_by
from refgraph.evidence.bootstrap import resamples
from refgraph.evidence.measures import measures
from refgraph.evidence.placebo import placebo
from refgraph.evidence.placebo_measures import placebo_measures
from refgraph.evidence.rewiring import acquaintances
from refgraph.model.progress import silent
from refgraph.snapshot.snapshot import ALWAYS, day_to_iso
from tests.evidence.moments import replay_of, spreading
from tests.evidence.worlds import random_history

if TYPE_CHECKING:
    from refgraph.evidence.replay import Replay
    from tests.facts import Cells

WORLD = spreading(np.random.default_rng(4), circles=6, members=12, friends=0.6, strangers=0.3)
SINCE = "2023-12-31"
REPLAY = replay_of(WORLD, since=SINCE)


def rng(number: int = 0) -> np.random.Generator:
    return np.random.default_rng(number)


def with_network(tables: dict[str, list[Cells]], replay: Replay, number: int) -> dict[str, list[Cells]]:
    """The facts once more, with the acquaintances of the network that is drawn first."""
    last = replay.moments[-1].snapshot
    days = [moment.period.day for moment in replay.moments]
    a, b = acquaintances(last, days).rewired(rng(number))
    knows = last.knows
    rows: list[Cells] = [
        {
            "person_a": last.people.ids[a[i]],
            "person_b": last.people.ids[b[i]],
            "kind": f"row {i}",
            "strength": None if np.isnan(knows.strength[i]) else float(knows.strength[i]),
            "since": day_to_iso(int(knows.since[i])) if knows.since[i] != ALWAYS else None,
            "last_contact": day_to_iso(int(knows.last_contact[i]))
            if knows.last_contact[i] != ALWAYS
            else None,
            "directed": bool(knows.directed[i]),
        }
        for i in range(len(a))
    ]
    return {**tables, "knows": rows}


def check_against_facts(tables: dict[str, list[Cells]], since: str, number: int) -> int:
    """Hold the first network's scores to those of facts that say so from the start; gives the number of moments."""
    replay = replay_of(tables, since=since)
    if not replay.moments:
        return 0
    found = placebo(replay, rng(number), networks=1, progress=silent)
    twin = replay_of(with_network(tables, replay, number), since=since)
    for moment, scores in zip(twin.moments, found.scores, strict=bool(found.movable)):
        np.testing.assert_allclose(scores[0], ranked_by(moment)[REFGRAPH], atol=2e-12)
    return len(found.scores)


@pytest.mark.parametrize("number", range(4))
def test_scores_are_those_of_a_history_with_that_network(number: int) -> None:
    assert check_against_facts(WORLD, SINCE, number) == 4


def test_scores_are_those_of_a_history_with_that_network_whatever_is_in_it() -> None:
    assert (
        sum(check_against_facts(random_history(number), "2024-03-01", number) for number in range(150)) > 12
    )


def test_where_all_know_all_nothing_can_be_drawn_anew_and_nothing_is_shown() -> None:
    everybody: list[Cells] = [
        {"person_a": f"p{12 * c + i}", "person_b": f"p{12 * c + j}"}
        for c in range(6)
        for i, j in combinations(range(12), 2)
    ]
    found = backtest(replay_of({**WORLD, "knows": everybody}, since=SINCE), progress=silent)
    ours = found.measures[REFGRAPH]
    assert found.rewired == pytest.approx(np.full(199, ours.auc_inside))
    assert found.verdict.p_rewired == 1.0


def test_the_same_draw_gives_the_same_scores() -> None:
    one, again = (placebo(REPLAY, rng(3), networks=3, progress=silent) for _ in range(2))
    assert all((x == y).all() for x, y in zip(one.scores, again.scores, strict=True))


def test_each_network_is_another_one() -> None:
    found = placebo(REPLAY, rng(), networks=5, progress=silent)
    assert len({scores.tobytes() for scores in found.scores[0]}) == 5


def test_without_acquaintances_inside_circles_there_is_no_placebo() -> None:
    across: dict[str, list[Cells]] = {**WORLD, "knows": [{"person_a": "p0", "person_b": "p20"}]}
    found = placebo(replay_of(across, since=SINCE), rng(), networks=5, progress=silent)
    assert (found.movable, found.scores) == (0, ())


def test_progress_counts_the_networks() -> None:
    told: list[tuple[str, int, int]] = []
    placebo(REPLAY, rng(), networks=2, progress=lambda step, done, total: told.append((step, done, total)))
    assert told == [("rewire", 0, 2), ("rewire", 1, 2), ("rewire", 2, 2)]


@pytest.mark.parametrize("circles_named", [6, 2])
def test_measures_are_means_over_the_networks(circles_named: int) -> None:
    """In two circles accounts are drawn, in six circles are."""
    world = WORLD if circles_named == 6 else _in_two_circles()
    replay = replay_of(world, since=SINCE)
    moments, circles = replay.moments, len(replay.history.circles.ids)
    found = placebo(replay, rng(), networks=4, progress=silent)
    drawn = resamples(moments, circles, rng(1))
    mean, rewired = placebo_measures(found, moments, circles, drawn)
    each = [measures(moments, [s[at] for s in found.scores], circles, drawn) for at in range(4)]
    assert rewired == pytest.approx([one.auc_inside for one in each])
    assert mean.auc == pytest.approx(np.mean([one.auc or 0 for one in each]))
    assert mean.auc_inside == pytest.approx(rewired.mean())
    for at in range(3):
        assert mean.by_circle[at].precision == pytest.approx(
            np.mean([one.by_circle[at].precision or 0 for one in each])
        )
        assert mean.by_period[at].base == each[0].by_period[at].base
    np.testing.assert_allclose(mean.draws, np.mean([one.draws for one in each], axis=0), atol=1e-12)


def _in_two_circles() -> dict[str, list[Cells]]:
    member: list[Cells] = [
        {**row, "circle_id": "c0" if str(row["circle_id"]) < "c3" else "c1"} for row in WORLD["memberships"]
    ]
    return {**WORLD, "memberships": member, "circles": WORLD["circles"][:2]}
