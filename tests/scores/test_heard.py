from __future__ import annotations

import math
from dataclasses import replace

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.groups import places
from refgraph.scores.heard import Contribution, Heard, contributions, contributions_to, heard
from refgraph.scores.mixing import Mixing
from refgraph.scores.opinion import Opinion
from refgraph.scores.pull_kernels import pull, talk_in_groups
from refgraph.scores.ties import Ties, ties
from tests.facts import Cells, snapshot_of
from tests.scores.contact_twin import twin_heard, twin_rates
from tests.scores.interpreted import interpreted
from tests.scores.tie_world import random_opinion, random_world

WHOLE = Params()
RINGS = Params(pairs_up_to=2, account_pairs_up_to=2, ring_neighbours=1)
numbers = st.integers(0, 2**32 - 1)


def opinion_of(*parts: tuple[float, float]) -> Opinion:
    return Opinion(np.array([b for b, _ in parts]), np.array([d for _, d in parts]))


def acquainted(n: int, *rows: Cells) -> Ties:
    people: list[Cells] = [{"person_id": f"p{i}"} for i in range(n)]
    return ties(snapshot_of(people=people, knows=list(rows)), WHOLE)


def in_circle(n: int) -> Ties:
    people: list[Cells] = [{"person_id": f"p{i}"} for i in range(n)]
    rows: list[Cells] = [{"person_id": f"p{i}", "circle_id": "C"} for i in range(n)]
    return ties(snapshot_of(people=people, circles=[{"circle_id": "C"}], memberships=rows), WHOLE)


OPINIONS = opinion_of((0.5, 0.0), (0.0, 0.2))
ACQUAINTED: Cells = {"person_a": "p0", "person_b": "p1"}


def test_two_acquaintances_hear_each_other_and_their_own_word_coming_back() -> None:
    found = heard(acquainted(2, ACQUAINTED), OPINIONS, WHOLE)
    # M is [[0, 1], [1, 0]]; u is .5 and .8, so a word that went there and back is .4 of itself
    # p1 hears .5 in step 1, .4 of it in step 3; p0 hears .8 · .5 in step 2, .4 of it in step 4
    assert found.positive == pytest.approx(
        [0.85**2 * 0.4 + 0.85**4 * 0.16, 0.85 * 0.5 + 0.85**3 * 0.2], abs=1e-12
    )
    assert found.negative == pytest.approx(
        [0.85 * 0.2 + 0.85**3 * 0.08, 0.85**2 * 0.1 + 0.85**4 * 0.04], abs=1e-12
    )
    assert found.net == pytest.approx(found.positive - 0.5 * found.negative, abs=1e-15)


def test_contributions_name_who_said_it_and_the_own_word_coming_back() -> None:
    found = contributions(acquainted(2, ACQUAINTED), OPINIONS, WHOLE, 1)
    assert [c.source for c in found] == [0, 1]
    assert (found[0].positive, found[0].negative) == pytest.approx(
        (0.85 * 0.5 + 0.85**3 * 0.2, 0.0), abs=1e-12
    )
    assert (found[1].positive, found[1].negative) == pytest.approx(
        (0.0, 0.85**2 * 0.1 + 0.85**4 * 0.04), abs=1e-12
    )


def test_a_word_is_shared_by_what_the_speaker_says_and_the_listener_hears_in_all() -> None:
    # p1 hears p0 (1.5) and p2 (3) and speaks to p2 (3): In 4.5, Out 3; p0 speaks 1.5; p2 speaks and hears 3
    found = acquainted(
        3,
        {"person_a": "p0", "person_b": "p1", "directed": True},
        {"person_a": "p1", "person_b": "p2", "strength": 1.0},
    )
    told = heard(found, opinion_of((0.6, 0.0), (0.0, 0.0), (0.3, 0.0)), replace(WHOLE, depth=1))
    expected = 0.85 * (0.6 * 1.5 / math.sqrt(4.5 * 1.5) + 0.3 * 3 / math.sqrt(4.5 * 3))
    assert told.positive == pytest.approx([0.0, expected, 0.0], abs=1e-12)


def test_nothing_heard_is_exactly_zero_and_has_no_tone() -> None:
    """The only one with an opinion hears nothing in the first step, in a circle of any size."""
    for n in (2, 3, 7, 50):
        shares = np.random.default_rng(n).random(n)
        opinion = Opinion(np.where(np.arange(n) == n // 2, shares, 0.0), np.zeros(n))
        found = heard(in_circle(n), opinion, replace(WHOLE, depth=1))
        assert found.positive[n // 2] == found.negative[n // 2] == found.certainty[n // 2] == 0.0
        assert math.isnan(found.tone[n // 2])
        assert (np.delete(found.positive, n // 2) > 0).all()
        assert (np.delete(found.tone, n // 2) == 1.0).all()


def test_without_opinions_ties_or_people_nothing_is_heard() -> None:
    silent = heard(in_circle(5), opinion_of(*[(0.0, 0.0)] * 5), WHOLE)
    alone = heard(acquainted(2), OPINIONS, WHOLE)
    for found in (silent, alone, heard(acquainted(0), opinion_of(), WHOLE)):
        assert not found.positive.any()
        assert not found.negative.any()
    assert contributions(in_circle(5), opinion_of(*[(0.0, 0.0)] * 5), WHOLE, 0) == []


def test_tone_and_certainty_follow_from_the_volumes() -> None:
    found = Heard(np.array([0.3, 0.0]), np.array([0.1, 0.1]), 0.5, 0.1)
    assert found.net == pytest.approx([0.25, -0.05])
    assert found.tone == pytest.approx([0.5, -1.0])
    assert found.certainty == pytest.approx([0.8, 0.5])


@settings(deadline=None, max_examples=40)
@given(numbers, st.sampled_from([WHOLE, RINGS, Params(depth=2, damping=0.5)]))
def test_heard_equals_the_slow_twin_over_all_pairs(number: int, params: Params) -> None:
    snapshot = random_world(number)
    opinion = random_opinion(snapshot, number)
    found = heard(ties(snapshot, params), opinion, params)
    good, bad = twin_heard(
        twin_rates(snapshot, params, rings=False), opinion.belief.tolist(), opinion.disbelief.tolist(), params
    )
    assert found.positive == pytest.approx(good, abs=1e-12)
    assert found.negative == pytest.approx(bad, abs=1e-12)
    assert (found.volume == 0).tolist() == [p + n == 0 for p, n in zip(good, bad, strict=True)]


@settings(deadline=None, max_examples=40)
@given(numbers)
def test_contributions_add_up_to_what_was_heard(number: int) -> None:
    snapshot = random_world(number)
    opinion, found = random_opinion(snapshot, number), ties(snapshot, RINGS)
    told = heard(found, opinion, RINGS)
    for listener in range(found.n):
        parts = contributions(found, opinion, RINGS, listener)
        assert sum(c.positive for c in parts) == pytest.approx(told.positive[listener], abs=1e-12)
        assert sum(c.negative for c in parts) == pytest.approx(told.negative[listener], abs=1e-12)
        assert parts == sorted(parts, key=lambda c: (-round(c.positive + c.negative, 12), c.source))
        assert {c.source for c in parts} <= set(np.flatnonzero(opinion.uncertainty < 1).tolist())


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_a_contribution_is_what_is_heard_when_that_person_alone_speaks(number: int) -> None:
    snapshot = random_world(number)
    opinion, rates = random_opinion(snapshot, number), twin_rates(snapshot, WHOLE, rings=False)
    n = len(opinion.belief)
    by_source = {c.source: c for c in contributions(ties(snapshot, WHOLE), opinion, WHOLE, 0)}
    for source in range(n):
        alone = [float(opinion.belief[v]) if v == source else 0.0 for v in range(n)]
        hostile = [float(opinion.disbelief[v]) if v == source else 0.0 for v in range(n)]
        good, bad = twin_heard(rates, alone, hostile, WHOLE, opinion.uncertainty.tolist())
        part = by_source.get(source, Contribution(source, 0.0, 0.0))
        assert (part.positive, part.negative) == pytest.approx((good[0], bad[0]), abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_contributions_to_several_listeners_are_the_weighted_sums(number: int) -> None:
    snapshot = random_world(number)
    opinion, found = random_opinion(snapshot, number), ties(snapshot, WHOLE)
    weights = np.random.default_rng(number).random(found.n)
    expected = np.zeros((found.n, 2))
    for listener in range(found.n):
        for c in contributions(found, opinion, WHOLE, listener):
            expected[c.source] += weights[listener] * np.array((c.positive, c.negative))
    summed = np.zeros((found.n, 2))
    for c in contributions_to(found, opinion, WHOLE, weights):
        summed[c.source] = c.positive, c.negative
    assert summed == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_mixing_is_the_matrix_of_the_formula_and_its_transpose(number: int) -> None:
    snapshot = random_world(number)
    rates = twin_rates(snapshot, RINGS, rings=False)
    matrix = np.zeros((len(snapshot.people.ids),) * 2)
    for (u, v), rate in rates.items():
        into = sum(value for (_, listener), value in rates.items() if listener == v)
        out = sum(value for (speaker, _), value in rates.items() if speaker == u)
        matrix[v, u] = rate / math.sqrt(into * out)
    mixing, everybody = Mixing(ties(snapshot, RINGS)), np.eye(len(matrix))
    assert mixing.spread(everybody) == pytest.approx(matrix, abs=1e-12)
    assert mixing.gather(everybody) == pytest.approx(matrix.T, abs=1e-12)


@settings(deadline=None, max_examples=10)
@given(numbers, st.integers(1, 3), st.integers(1, 5))
def test_the_parallel_loops_equal_their_python(number: int, columns: int, workers: int) -> None:
    found = ties(random_world(number), WHOLE)
    rng = np.random.default_rng(number)
    words, hearing = rng.normal(size=(found.n, columns)), rng.random(found.n)
    told = [np.empty((len(found.groups.member), columns)) for _ in range(2)]
    heard_by = [np.empty((found.n, columns)) for _ in range(2)]
    of_person = places(found.groups, found.n)[:2]
    for talk, step, at in ((talk_in_groups, pull, 0), (interpreted(talk_in_groups), interpreted(pull), 1)):
        talk(found.groups.arrays, words, told[at], workers)
        step(found.apart.arrays, (*of_person, told[at]), hearing, words, heard_by[at], workers)
    assert told[0] == pytest.approx(told[1], abs=1e-12)
    assert heard_by[0] == pytest.approx(heard_by[1], abs=1e-12)


def test_what_is_heard_does_not_depend_on_the_number_of_threads() -> None:
    snapshot, before = random_world(5), numba.get_num_threads()
    opinion, told = random_opinion(snapshot, 5), []
    try:
        for threads in (1, numba.config.NUMBA_NUM_THREADS):
            numba.set_num_threads(threads)
            told.append(heard(ties(snapshot, RINGS), opinion, RINGS))
    finally:
        numba.set_num_threads(before)
    assert told[0].volume.any()
    assert told[0].positive.tolist() == told[1].positive.tolist()
    assert told[0].negative.tolist() == told[1].negative.tolist()
