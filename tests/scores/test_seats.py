from __future__ import annotations

import numpy as np

from refgraph.scores.seats import Seats
from tests.facts import snapshot_of

SEATS = Seats(np.array([0, 2, 2, 3]), np.array([1, 3, 1], np.int32))
ALL = np.ones(3, np.bool_)


def test_everyone_a_group_of_his_own() -> None:
    seats = Seats.one_each(3)
    assert seats.groups == 3
    assert [seats.people_of(g).tolist() for g in range(3)] == [[0], [1], [2]]
    assert Seats.one_each(0).groups == 0


def test_accounts_seat_their_current_people_once() -> None:
    snapshot = snapshot_of(
        "2026-01-01",
        accounts=[{"account_id": a, "name": a} for a in "abc"],
        people=[{"person_id": p, "name": p} for p in "pqr"],
        roles=[
            {"person_id": "q", "account_id": "a", "from": "2020-01-01"},
            {"person_id": "q", "account_id": "a", "title": "second role", "from": "2021-01-01"},
            {"person_id": "p", "account_id": "a", "from": "2020-01-01"},
            {"person_id": "r", "account_id": "a", "from": "2020-01-01", "to": "2021-01-01"},
            {"person_id": "q", "account_id": "c", "from": "2020-01-01"},
        ],
    )
    seats = Seats.of_accounts(snapshot)
    assert [seats.people_of(g).tolist() for g in range(seats.groups)] == [[0, 1], [], [1]]
    assert [str(part.dtype) for part in (seats.indptr, seats.person)] == ["int64", "int32"]


def test_groups_by_person_turn_the_seats_around() -> None:
    indptr, group = SEATS.groups_by_person(5, ALL)
    assert [group[indptr[v] : indptr[v + 1]].tolist() for v in range(5)] == [[], [0, 2], [], [0], []]
    indptr, group = SEATS.groups_by_person(5, np.array([False, True, True]))
    assert [group[indptr[v] : indptr[v + 1]].tolist() for v in range(5)] == [[], [2], [], [], []]


def test_people_in_groups_are_those_who_sit_there() -> None:
    assert SEATS.people_in(np.array([False, True, True])).tolist() == [False, True, False, False]
    assert SEATS.people_in(ALL).tolist() == [False, True, False, True]
    assert len(Seats(np.zeros(3, np.int64), np.empty(0, np.int32)).people_in(np.ones(2, np.bool_))) == 0
