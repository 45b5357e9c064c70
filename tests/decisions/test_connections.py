from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.askable import askable
from refgraph.decisions.carriers import carriers
from refgraph.decisions.connections import Connection, connections_from, connections_to
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.snapshot import Bools, Status
from tests.facts import snapshot_of
from tests.whole.slow_twin import random_facts

NUMBERS = st.integers(0, 2**32 - 1)


def case(number: int) -> tuple[Scores, Bools, Bools]:
    """Scores of random facts, the customers' people, and who carries."""
    scores = score(snapshot_of("2025-09-15", **random_facts(number)))
    return scores, askable(scores).at_customer, carriers(scores.snapshot, scores.opinion, scores.params)


@settings(max_examples=80)
@given(NUMBERS)
def test_each_wanted_person_is_connected_once_and_cleanly_where_that_is_possible(number: int) -> None:
    scores, wanted, can_carry = case(number)
    for contact in range(len(wanted)):
        found = list(connections_to(scores, [contact], wanted, can_carry))
        people = [link.person for link in found]
        assert len(people) == len(set(people))
        assert wanted[people].all()
        for link in found:
            assert link.contact == contact
            carried = [bool(can_carry[list(path.people[1:])].all()) for path in link.paths]
            assert carried == [link.is_clean] * len(carried)


@settings(max_examples=80)
@given(NUMBERS)
def test_from_one_end_and_from_the_other_the_connections_are_the_same(number: int) -> None:
    scores, wanted, can_carry = case(number)
    everybody = range(len(wanted))
    there = {
        (link.person, link.contact): link
        for contact in everybody
        for link in connections_to(scores, [contact], wanted, can_carry)
    }
    back = {
        (link.person, link.contact): link
        for person in everybody
        if wanted[person]
        for link in connections_from(scores, [person], wanted | True, can_carry)
    }
    assert back.keys() == there.keys()
    for pair, link in there.items():
        assert_same(back[pair], link)


def assert_same(got: Connection, expected: Connection) -> None:
    assert got.is_clean == expected.is_clean
    assert got.reach == pytest.approx(expected.reach, rel=1e-12)
    assert [path.people for path in got.paths] == [path.people for path in expected.paths]


@settings(max_examples=60)
@given(NUMBERS)
def test_customers_people_have_a_current_role_at_a_customer(number: int) -> None:
    scores, wanted, _ = case(number)
    snapshot = scores.snapshot
    for person in range(len(wanted)):
        statuses = [snapshot.accounts.status[account] for account in snapshot.current_accounts(person)]
        assert wanted[person] == (Status.CUSTOMER in statuses)
