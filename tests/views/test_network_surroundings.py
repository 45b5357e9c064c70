from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import UnknownId
from refgraph.scores.scores import Scores, score
from refgraph.views.network_neighbours import Link, neighbours
from refgraph.views.network_surroundings import surroundings
from tests.facts import Cells, snapshot_of

if TYPE_CHECKING:
    from refgraph.views.network_neighbours import Ref

ANN, BOB, CAT = ("people", "ann"), ("people", "bob"), ("people", "cat")
SHOP, MILL, CLUB = ("accounts", "shop"), ("accounts", "mill"), ("circles", "club")


def test_relations_of_an_entity_run_in_the_direction_of_their_words() -> None:
    snapshot = _world().snapshot
    assert neighbours(snapshot, SHOP) == [
        Link(ANN, SHOP, "works_at", 1.0),
        Link(BOB, SHOP, "works_at", 1.0),
        Link(MILL, SHOP, "parent_of", 1.0),
    ]
    assert neighbours(snapshot, ANN) == [
        Link(ANN, SHOP, "works_at", 1.0),
        Link(ANN, CLUB, "member_of", 0.9),
        Link(ANN, CAT, "knows", 0.5),
        Link(ANN, BOB, "reports_to", 1.0),
    ]
    assert neighbours(snapshot, MILL)[-1] == Link(MILL, SHOP, "parent_of", 1.0)
    assert neighbours(snapshot, CLUB) == [
        Link(ANN, CLUB, "member_of", 0.9),
        Link(CAT, CLUB, "member_of", 0.5),
    ]


def test_around_an_account_are_its_people_their_circles_and_acquaintances_with_their_accounts() -> None:
    around = surroundings(_world(), SHOP)
    assert [node.ref for node in around.nodes] == [SHOP, MILL, ANN, BOB, CLUB, CAT]
    assert {(link.source, link.target, link.relation) for link in around.edges} == {
        (ANN, SHOP, "works_at"),
        (BOB, SHOP, "works_at"),
        (CAT, MILL, "works_at"),
        (ANN, BOB, "reports_to"),
        (ANN, CAT, "knows"),
        (ANN, CLUB, "member_of"),
        (CAT, CLUB, "member_of"),
        (MILL, SHOP, "parent_of"),
    }
    assert around.left_out == 0


def test_around_a_person_is_what_it_is_related_to_and_expanding_adds_to_it() -> None:
    scores = _world()
    assert _refs(scores, BOB) == {BOB, ANN, SHOP}
    assert _refs(scores, BOB, ANN) == {BOB, ANN, SHOP, CLUB, CAT, MILL}


def test_expanding_what_is_not_there_adds_nothing() -> None:
    assert _refs(_world(), BOB, CAT) == {BOB, ANN, SHOP}


def test_the_strongest_find_room_and_the_rest_is_counted() -> None:
    around = surroundings(_world(), ANN, limit=3)
    assert [node.ref for node in around.nodes] == [ANN, SHOP, BOB]
    assert around.left_out == 2


def test_ties_take_the_place_of_acquaintances_and_reporting_lines() -> None:
    scores = _world()
    around = surroundings(scores, ANN, with_ties=True)
    ties = {(link.source, link.target): link.strength for link in around.edges if link.relation == "tie"}
    assert not {"knows", "reports_to"} & {link.relation for link in around.edges}
    assert set(ties) == {(ANN, BOB), (ANN, CAT)}
    at = scores.ties.find(scores.snapshot.person("ann"), scores.snapshot.person("bob"))
    assert at is not None
    assert ties[ANN, BOB] == scores.ties.probability[at]


def test_what_began_later_or_is_over_is_not_there() -> None:
    assert _refs(_world("2019-12-31"), CLUB) == {CLUB, ANN, SHOP}


def test_an_acquaintance_of_two_kinds_is_one_edge_the_stronger() -> None:
    kinds: list[Cells] = [
        {"person_a": "ann", "person_b": "bob", "kind": "golf", "strength": 0.2},
        {"person_a": "ann", "person_b": "bob", "kind": "school", "strength": 0.7},
    ]
    scores = score(snapshot_of(people=[{"person_id": "ann"}, {"person_id": "bob"}], knows=kinds))
    assert surroundings(scores, ANN).edges == (Link(ANN, BOB, "knows", 0.7),)


def test_an_unknown_start_is_refused() -> None:
    with pytest.raises(UnknownId, match="there is no circle 'nowhere'"):
        surroundings(_world(), ("circles", "nowhere"))
    with pytest.raises(ValueError, match="there is no table events"):
        surroundings(_world(), ("events", "x"))


def _refs(scores: Scores, start: Ref, *expanded: Ref) -> set[Ref]:
    return {node.ref for node in surroundings(scores, start, expanded=expanded).nodes}


def _world(as_of: str = "2026-01-01") -> Scores:
    return score(
        snapshot_of(
            as_of,
            accounts=[{"account_id": "mill"}, {"account_id": "shop", "parent_id": "mill"}],
            people=[{"person_id": "ann"}, {"person_id": "bob"}, {"person_id": "cat"}],
            roles=[
                {"person_id": "ann", "account_id": "shop", "reports_to": "bob"},
                {"person_id": "bob", "account_id": "shop"},
                {"person_id": "cat", "account_id": "mill"},
            ],
            circles=[{"circle_id": "club"}],
            memberships=[
                {"person_id": "ann", "circle_id": "club", "attendance": 0.9},
                {"person_id": "cat", "circle_id": "club", "from": "2020-01-01"},
            ],
            knows=[{"person_a": "ann", "person_b": "cat"}],
        )
    )
