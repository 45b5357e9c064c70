from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.scores.opinion import Opinion, opinion_evidence, opinions
from refgraph.scores.pieces import pieces, shares
from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import Snapshot, day_to_iso
from tests.facts import columns
from tests.scores.opinion_twin import evidence_by_the_table, opinion_by_the_table
from tests.scores.opinion_world import PARAMS
from tests.snapshot.bundles import ACCOUNTS, AS_OF, CIRCLES, PEOPLE, Bundle, bundle, joined, later

if TYPE_CHECKING:
    from refgraph.model.tables import Cell


def drawn(number: int) -> tuple[Bundle, Snapshot, Opinion]:
    found = bundle(np.random.default_rng(number))
    snapshot = build(columns(**found), AS_OF)
    return found, snapshot, opinions(snapshot, PARAMS)


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=100)
def test_opinions_equal_those_of_the_table_read_aloud(number: int) -> None:
    found, snapshot, opinion = drawn(number)
    told = [opinion_by_the_table(found, person, AS_OF) for person in snapshot.people.ids]
    np.testing.assert_allclose(np.column_stack([opinion.belief, opinion.disbelief]), told, rtol=0, atol=1e-12)


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_evidence_equals_that_of_the_table_read_aloud(number: int) -> None:
    found, snapshot, _ = drawn(number)
    for person, key in enumerate(snapshot.people.ids):
        evidence = [
            (
                e.kind,
                e.ref,
                day_to_iso(e.day) or "",
                *np.round([e.weight, e.value, e.share, e.decay], 12).tolist(),
            )
            for e in opinion_evidence(snapshot, PARAMS, person)
        ]
        told = [
            (e.kind, e.ref, e.day, *np.round([e.weight, e.value, e.share, e.decay], 12).tolist())
            for e in evidence_by_the_table(found, key, AS_OF)
        ]
        assert sorted(evidence) == sorted(told)


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_evidence_adds_up_to_the_opinion(number: int) -> None:
    _, snapshot, opinion = drawn(number)
    for person in range(len(snapshot.people.ids)):
        says = [e.weight * e.share * e.decay * e.value for e in opinion_evidence(snapshot, PARAMS, person)]
        good, bad = sum(x for x in says if x > 0), -sum(x for x in says if x < 0)
        assert opinion.belief[person] == pytest.approx(good / (good + bad + 2), abs=1e-12)
        assert opinion.disbelief[person] == pytest.approx(bad / (good + bad + 2), abs=1e-12)


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_opinions_are_shares_of_one(number: int) -> None:
    _, _, opinion = drawn(number)
    for part in (opinion.belief, opinion.disbelief, opinion.uncertainty):
        assert ((part >= 0) & (part <= 1)).all()
    assert (opinion.uncertainty > 0).all()


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_facts_dated_after_the_day_change_no_opinion(number: int) -> None:
    rng = np.random.default_rng(number)
    found = bundle(rng)
    more = joined(found, later(rng, with_first_orders=True))
    assert len(more["events"]) == 50
    before, after = (opinions(build(columns(**facts), AS_OF), PARAMS) for facts in (found, more))
    np.testing.assert_array_equal(before.belief, after.belief)
    np.testing.assert_array_equal(before.disbelief, after.disbelief)


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=50)
def test_new_names_for_people_accounts_and_circles_change_no_opinion(number: int) -> None:
    rng = np.random.default_rng(number)
    found = bundle(rng)
    new_name: dict[Cell, Cell] = {}
    for ids in (PEOPLE, ACCOUNTS, CIRCLES):
        new_name |= {key: f"new {rank}" for key, rank in zip(ids, rng.permutation(len(ids)), strict=True)}
    renamed = {
        table: [
            {name: cell if name == "name" else new_name.get(cell, cell) for name, cell in cells.items()}
            for cells in rows
        ]
        for table, rows in found.items()
    }
    before, after = build(columns(**found), AS_OF), build(columns(**renamed), AS_OF)
    where = [after.person(str(new_name[key])) for key in before.people.ids]
    old, new = opinions(before, PARAMS), opinions(after, PARAMS)
    np.testing.assert_allclose(new.belief[where], old.belief, rtol=0, atol=1e-12)
    np.testing.assert_allclose(new.disbelief[where], old.disbelief, rtol=0, atol=1e-12)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
@settings(deadline=None, max_examples=30)
def test_large_inputs_are_shared_out_in_blocks_with_the_same_result(number: int, block: int) -> None:
    _, snapshot, _ = drawn(number)
    found = pieces(snapshot, PARAMS)

    def shared(block: int) -> list[tuple[int, int, float]]:
        parts = shares(snapshot, PARAMS, found, block=block)
        return [row for p in parts for row in zip(p.piece, p.person, p.share, strict=True)]

    assert shared(block) == shared(10**6)
