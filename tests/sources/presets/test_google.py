from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan

if TYPE_CHECKING:
    from pathlib import Path

# The header of an export of 2024 and later, and of one before.
NOW = """
First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted
João,M.,Silva,,,,,,,,Governo SA,Diretor,,,some note,,* myContacts ::: Clientes ::: MIPIM 2026,* Work,Joao@Example.com,Home,j@home.example,Mobile,+55 11 98765,Work,Rua X
Maria,,,,,,,,,,,,,,,,* myContacts,,,,,Mobile,(11) 98765-4321,,
,,,,,,,,,,Hotel Sol,,,,,,Clientes ::: * starred,,,,,,,,
,,,,,,,,,,,,,,,,* myContacts,,,,,Work,+1 555,,
"""
BEFORE = """
Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title
João M. Silva,João,M.,Silva,,,,,,,,,,,,,,,,,,,,,,,pt,,Clientes ::: * myContacts,* ,joao@example.com ::: j@home.example,,,,Governo SA,,Diretor
"""


def test_contacts_become_people_with_roles_and_circles(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(file(tmp_path / "contacts.csv", NOW), "google", store)
    assert cells(store, "people") == [
        {"person_id": "google:+5511987654321".replace("+55", ""), "name": "Maria", "phone": "(11) 98765-4321"},
        {"person_id": "google:hotel sol", "name": "Hotel Sol"},
        {"person_id": "google:joao@example.com", "name": "João M. Silva", "email": "Joao@Example.com",
         "phone": "+55 11 98765"},
    ]  # fmt: skip
    assert {
        "person_id": "google:joao@example.com",
        "account_id": "google:governo sa",
        "title": "Diretor",
    } in cells(store, "roles")
    assert cells(store, "circles") == [
        {"circle_id": "google:label:clientes", "name": "Clientes"},
        {"circle_id": "google:label:mipim 2026", "name": "MIPIM 2026"},
    ]
    assert sorted(store.rows["memberships"]) == [
        ("google:hotel sol", "google:label:clientes", ""),
        ("google:joao@example.com", "google:label:clientes", ""),
        ("google:joao@example.com", "google:label:mipim 2026", ""),
    ]
    assert codes(planned, "held") == ["missing_name"]


def test_second_addresses_and_notes_are_told(tmp_path: Path) -> None:
    planned = plan(file(tmp_path / "contacts.csv", NOW), "google")
    assert codes(planned, "warning") == []
    told = " ".join(planned.told)
    assert "Notes (1)" in told
    assert "E-mail 2 - Value (1)" in told
    assert "whose address book" in told


def test_the_format_before_2024_gives_the_same_person(tmp_path: Path) -> None:
    now, before = MemoryStore(), MemoryStore()
    imported(file(tmp_path / "contacts.csv", NOW), "google", now)
    planned = imported(file(tmp_path / "google.csv", BEFORE), "google", before)
    assert planned.outcome == "accept"
    assert ids(before, "people") == ["google:joao@example.com"]
    assert cells(before, "people")[0]["name"] == "João M. Silva"
    assert set(before.rows["roles"]) <= set(now.rows["roles"])


def test_labels_belong_to_the_owner_of_the_address_book(tmp_path: Path) -> None:
    store = MemoryStore()
    store.rows["people"]["me",] = ("me", "Me", None, None, None, None)
    imported(file(tmp_path / "contacts.csv", BEFORE), "google", store, whose="me")
    assert ids(store, "circles") == ["google:label:me:clientes"]
    assert cells(store, "knows") == [
        {"person_a": "google:joao@example.com", "person_b": "me", "kind": "google", "directed": False}
    ]
