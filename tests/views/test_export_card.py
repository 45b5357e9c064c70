from __future__ import annotations

import vobject

from refgraph.views.exports.contact_card import card_text
from tests.facts import Cells, snapshot_of


def card(*roles: Cells, **person: str) -> vobject.base.Component:
    snapshot = snapshot_of(
        accounts=[{"account_id": "m", "name": "Morning; Post, 晨报"}, {"account_id": "n", "name": "Nine"}],
        people=[{"person_id": "li", **person}],
        roles=[{"person_id": "li", **role} for role in roles],
    )
    read: vobject.base.Component = vobject.readOne(card_text(snapshot, 0))
    return read


def test_a_card_has_what_the_store_has() -> None:
    read = card(
        {"account_id": "m", "title": "IT director", "seniority": "M"},
        {"account_id": "n", "title": "Adviser"},
        name="李明朗 Li, Minglang; Dr",
        email="li@morning.example",
        phone="+86 21 5555",
    )
    assert read.version.value == "3.0"
    assert read.fn.value == "李明朗 Li, Minglang; Dr"
    assert read.n.value.given == "李明朗 Li, Minglang; Dr"
    # The most senior role's employer and title.
    assert read.org.value == ["Morning; Post, 晨报"]
    assert read.title.value == "IT director"
    assert read.email.value == "li@morning.example"
    assert read.tel.value == "+86 21 5555"


def test_a_card_invents_nothing() -> None:
    read = card({"account_id": "m", "title": "Clerk", "to": "2020-01-01"}, name="Li")
    assert sorted(read.contents) == ["fn", "n", "uid", "version"]


def test_a_card_has_the_same_uid_again() -> None:
    assert card(name="Li").uid.value == card(name="Li Minglang", email="li@morning.example").uid.value


def test_a_long_name_is_folded_at_whole_characters() -> None:
    name = "李明朗" * 60
    assert card(name=name).fn.value == name
