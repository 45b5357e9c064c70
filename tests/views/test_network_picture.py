from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from refgraph.scores.accounts import account_scores
from refgraph.scores.scores import Scores, score
from refgraph.views.network_colours import colour_words
from refgraph.views.network_layout import placed
from refgraph.views.network_picture import Picture, node_id, picture, ref_of, short_name
from refgraph.views.network_surroundings import surroundings
from refgraph.views.terms import LANGUAGES, Language
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from refgraph.views.network_colours import Colouring

ODD = 'a|"b]\\:c'


def test_a_picture_is_json_with_an_edge_between_nodes_that_are_there() -> None:
    payload = json.loads(json.dumps(_picture().payload, allow_nan=False))
    nodes = {node["id"] for node in payload["nodes"]}
    assert len(payload["nodes"]) == 4
    assert all(edge["from"] in nodes and edge["to"] in nodes for edge in payload["edges"])
    assert payload["options"]["physics"] == {"enabled": False}


def test_the_revision_changes_with_what_is_drawn_and_with_nothing_else() -> None:
    assert _picture().revision == _picture().revision
    others = [_picture(language="zh"), _picture(colouring="status"), _picture(strength=0.6)]
    assert len({_picture().revision, *(other.revision for other in others)}) == 4


def test_names_stay_plain_text_in_labels_and_titles() -> None:
    node = {node["id"]: node for node in _picture().payload["nodes"]}[node_id(("people", ODD))]
    assert node["label"] == "<b>x</b>"
    assert node["title"] == "<b>x</b>\nperson · unknown"
    assert _picture().payload["options"]["nodes"]["font"]["multi"] is False


def test_nothing_in_a_picture_can_load_or_link_anything() -> None:
    text = json.dumps(_picture().payload)
    assert [word for word in ("http", "image", "href", "configure", "manipulation") if word in text] == []


@pytest.mark.parametrize("ref", [("people", ODD), ("accounts", "浦江 晨报")])
def test_ids_of_nodes_and_edges_lead_back_to_what_they_stand_for(ref: tuple[str, str]) -> None:
    assert ref_of(node_id(ref)) == ref
    edges = [ref_of(edge["id"]) for edge in _picture().payload["edges"]]
    assert ("knows", "people", ODD, "people", "bob") in edges


@pytest.mark.parametrize("nonsense", ["", "{", "[1,2]", '["people"]', "null", '{"a": "b"}'])
def test_an_id_that_is_none_leads_nowhere(nonsense: str) -> None:
    assert ref_of(nonsense) is None


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("李明朗 Li Minglang", "Li Minglang", "李明朗"),
        ("浦江晨报苏州分社 Pujiang Morning Post Suzhou Bureau", "Pujiang Morning Post Suzhou Bureau", "浦江晨报苏州分社"),
        ("Acme GmbH", "Acme GmbH", "Acme GmbH"),
        ("浦江 晨报", "浦江 晨报", "浦江 晨报"),
        ("x" * 40, "x" * 33 + "…", "x" * 33 + "…"),
    ],
)  # fmt: skip
def test_a_map_shows_the_part_of_a_name_in_its_language(name: str, en: str, zh: str) -> None:
    assert (short_name(name, "en"), short_name(name, "zh")) == (en, zh)


def test_a_tie_says_its_chance_in_the_language_of_the_map() -> None:
    scores = _scores(1.0)
    around = surroundings(scores, ("people", "bob"), with_ties=True)
    words = colour_words(scores, account_scores(scores)[0], around.nodes, "opinion")
    said = {}
    for language in LANGUAGES:
        drawn = picture(around, placed(around, {}), words, language=language).payload
        (said[language],) = [edge["title"].split("\n")[1] for edge in drawn["edges"] if "%" in edge["title"]]
    assert said["en"].startswith("word of mouth · chance 1")
    assert said["zh"].startswith("口碑关系 · 可能 1")


def test_colours_name_the_opinion_or_the_status_of_the_account_worked_for() -> None:
    scores = _scores(1.0)
    nodes = surroundings(scores, ("people", ODD), expanded=[("people", "bob")]).nodes
    accounts = account_scores(scores)[0]
    by_opinion = dict(
        zip([node.ref[1] for node in nodes], colour_words(scores, accounts, nodes, "opinion"), strict=True)
    )
    by_status = dict(
        zip([node.ref[1] for node in nodes], colour_words(scores, accounts, nodes, "status"), strict=True)
    )
    assert by_opinion == {ODD: "unknown", "bob": "supporter", "shop": "supporter", "club": ""}
    assert by_status == {ODD: "", "bob": "customer", "shop": "customer", "club": ""}


def _picture(
    *, language: Language = "en", colouring: Colouring = "opinion", strength: float = 1.0
) -> Picture:
    scores = _scores(strength)
    around = surroundings(scores, ("people", ODD), expanded=[("people", "bob")])
    words = colour_words(scores, account_scores(scores)[0], around.nodes, colouring)
    return picture(around, placed(around, {}), words, language=language)


def _scores(strength: float) -> Scores:
    return score(
        snapshot_of(
            accounts=[{"account_id": "shop", "status": "customer"}],
            people=[{"person_id": ODD, "name": "<b>x</b>"}, {"person_id": "bob"}],
            roles=[{"person_id": "bob", "account_id": "shop", "stance": "supporter"}],
            circles=[{"circle_id": "club"}],
            memberships=[{"person_id": "bob", "circle_id": "club"}],
            knows=[{"person_a": ODD, "person_b": "bob", "strength": strength}],
        )
    )
