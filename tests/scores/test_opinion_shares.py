from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.scores.opinion import opinion_evidence
from refgraph.scores.pieces import pieces, shares
from refgraph.snapshot.snapshot import ALWAYS
from tests.scores.opinion_world import AT_A, PARAMS, Said, event, said, world

if TYPE_CHECKING:
    from tests.facts import Cells


@pytest.mark.parametrize(("seniority", "share"), [("C", 0.5), ("M", 0.4), ("S", 0.2), (None, 0.2)])
def test_colleagues_take_a_share_by_their_seniority(seniority: str | None, share: float) -> None:
    roles: list[Cells] = [AT_A[0], {"person_id": "q", "account_id": "A", "seniority": seniority}]
    told = world(event("satisfaction", 1.0, account_id="A"), roles=roles)
    assert [said(told, who)[0][2] for who in ("p", "q")] == [1.0, share]


def test_an_event_of_the_account_is_shared_by_everyone_there() -> None:
    told = world(event("satisfaction", 1.0, account_id="A", person_id=None), roles=AT_A)
    assert [piece[2] for piece in said(told) + said(told, "q")] == [0.2, 0.5]
    assert said(told, "s") == []


def test_an_event_without_account_counts_for_its_person_alone() -> None:
    told = world(event("satisfaction", 1.0), roles=AT_A)
    assert (len(said(told)), said(told, "q")) == (1, [])


def test_an_events_person_need_not_have_a_role_there() -> None:
    told = world(event("satisfaction", 1.0, account_id="B"), roles=AT_A)
    assert (said(told)[0][2], said(told, "s")[0][2]) == (1.0, 0.5)


def test_one_event_is_one_piece_for_a_person_of_several_roles_with_the_greatest_share() -> None:
    roles: list[Cells] = [
        {"person_id": "q", "account_id": "A", "seniority": "S"},
        {"person_id": "q", "account_id": "A", "seniority": "C", "from": "2024-01-01"},
        {"person_id": "q", "account_id": "A", "seniority": "M", "from": "2024-02-01"},
        {"person_id": "p", "account_id": "A", "seniority": "C"},
    ]
    told = world(event("satisfaction", 1.0, account_id="A"), roles=roles)
    assert [piece[2] for piece in said(told, "q") + said(told)] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("first", "last", "shares"),
    [
        ("2025-03-01", "2025-03-01", True),
        ("2025-03-02", None, False),
        (None, "2025-02-28", False),
        (None, "2025-03-10", True),
    ],
)
def test_the_roles_of_the_events_day_count(first: str | None, last: str | None, shares: bool) -> None:
    roles: list[Cells] = [{"person_id": "q", "account_id": "A", "from": first, "to": last}]
    told = world(event("satisfaction", 1.0, "2025-03-01", account_id="A"), roles=roles)
    assert bool(said(told, "q")) is shares


@pytest.mark.parametrize("kind", ["stance", "referral_made", "referral_declined"])
def test_stances_and_referrals_are_not_shared(kind: str) -> None:
    told = world(event(kind, 1.0 if kind == "stance" else None, account_id="A"), roles=AT_A)
    assert (len(said(told)), said(told, "q")) == (1, [])
    of_nobody = world(
        event(kind, 1.0 if kind == "stance" else None, account_id="A", person_id=None), roles=AT_A
    )
    assert said(of_nobody) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"stance": "supporter"}, [("stance", 3.0, 1.0, 1.0, 1.0)]),
        ({"stance": "opponent", "stance_date": "2024-06-01"}, [("stance", 3.0, 1.0, 0.5, -1.0)]),
        ({"stance": "neutral", "from": "2024-06-01"}, [("stance", 3.0, 1.0, 0.5, 0.0)]),
        ({"stance": "opponent", "stance_date": "2025-06-02"}, []),
        ({"stance": "opponent", "from": "2025-06-02"}, []),
        ({"stance": "supporter", "to": "2024-01-01"}, [("stance", 3.0, 1.0, 1.0, 1.0)]),
        ({}, []),
    ],
)
def test_a_stance_of_a_role_is_evidence_for_its_person_alone(cells: Cells, expected: list[Said]) -> None:
    told = world(roles=[{"person_id": "p", "account_id": "A", **cells}, AT_A[1]])
    assert said(told) == expected
    assert said(told, "q") == []


def test_an_undated_stance_shows_its_account_and_no_day() -> None:
    (evidence,) = opinion_evidence(world(roles=[{**AT_A[0], "stance": "neutral"}]), PARAMS, 0)
    assert (evidence.ref, evidence.day) == ("A", ALWAYS)


def test_a_part_ends_where_its_block_is_full() -> None:
    visits = [event("visit", 1.0, event_id=key, account_id="A") for key in ("a", "b", "c", "d")]
    told = world(*visits, roles=AT_A)
    found = pieces(told, PARAMS)
    # two roles at A: four rows hold two visits; the first part is that of the events' own person
    assert [part.piece.tolist() for part in shares(told, PARAMS, found, block=5)] == [
        [0, 1, 2, 3],
        [0, 1],
        [2, 3],
    ]
    assert [part.piece.tolist() for part in shares(told, PARAMS, found)] == [[0, 1, 2, 3], [0, 1, 2, 3]]
