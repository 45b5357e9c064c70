from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

# As Google Contacts, Apple Contacts and Outlook write them, with other people in them.
GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Anna Berg
N:Berg;Anna;;;
item1.EMAIL;TYPE=INTERNET:anna@home.example
EMAIL;TYPE=INTERNET;TYPE=WORK;TYPE=pref:anna.berg@nord.example
TEL;TYPE=CELL:+49 151 1234567
ORG:Nord\\, Süd & Co KG;Sales
TITLE:Head of
  Purchasing
ADR;TYPE=HOME:;;Hauptstr. 1;Kiel;;24103;Germany
BDAY:19800102
NOTE:owes me a favour
CATEGORIES:myContacts,Chess club,Alumni Kiel
PHOTO:https://lh3.googleusercontent.com/contacts/AB
END:VCARD
"""
APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.5//EN
N:Ort;Bea;;;
FN:Bea Ort
ORG:Nord\\, Süd & Co KG;
EMAIL;type=INTERNET;type=WORK;type=pref:bea@nord.example
item1.X-ABRELATEDNAMES;type=pref:Anna Berg
item1.X-ABLabel:_$!<Friend>!$_
item2.X-ABRELATEDNAMES:Nobody Known
item2.X-ABLabel:_$!<Spouse>!$_
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/
 2wBDAAEBAQEBAQEBAQEB
UID:7E1A4A2E-0D1B-4B6C-9E9A-1F2A3B4C5D6E
X-ABUID:7E1A4A2E:ABPerson
END:VCARD
"""
OUTLOOK = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =
M=C3=BCller
ORG:S=FCd
TEL;WORK;VOICE:+49 431 1
TEL;CELL;PREF;VOICE:+49 171 2
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQAAAQABAAD/
 2wBDAAEBAQEBAQEBAQEB

EMAIL;PREF;INTERNET:joerg@sued.example
REV:20240305T100000Z
END:VCARD
"""


def book(path: Path, *texts: str | bytes) -> Path:
    path.write_bytes(b"".join(text if isinstance(text, bytes) else text.encode() for text in texts))
    return path


def test_a_google_card_is_a_person_with_a_role_and_circles(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(book(tmp_path / "contacts.vcf", GOOGLE.replace("\n", "\r\n")), "vcard", store)
    assert planned.outcome == "accept"
    person, account = "vcard:anna berg anna.berg@nord.example", "vcard:nord, süd & co kg"
    assert cells(store, "people") == [
        {
            "person_id": person,
            "name": "Anna Berg",
            "email": "anna.berg@nord.example",
            "phone": "+49 151 1234567",
        }
    ]
    assert cells(store, "accounts") == [{"account_id": account, "name": "Nord, Süd & Co KG"}]
    assert cells(store, "roles") == [
        {"person_id": person, "account_id": account, "title": "Head of Purchasing"}
    ]
    assert ids(store, "circles") == ["vcard:alumni kiel", "vcard:chess club"]
    assert len(store.rows["memberships"]) == 2


def test_what_is_not_imported_is_told_with_its_count(tmp_path: Path) -> None:
    planned = plan(book(tmp_path / "c.vcf", GOOGLE), "vcard")
    assert planned.told[0] == "not imported: ADR (1), BDAY (1), NOTE (1), PHOTO (1), further EMAIL (1)"


def test_apple_relations_become_ties_to_cards_of_the_file_only(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(book(tmp_path / "c.vcf", APPLE, GOOGLE), "vcard", store)
    assert cells(store, "knows") == [
        {
            "person_a": "vcard:7e1a4a2e-0d1b-4b6c-9e9a-1f2a3b4c5d6e",
            "person_b": "vcard:anna berg anna.berg@nord.example",
            "kind": "friend",
            "directed": False,
        }
    ]
    assert (
        "related person 'Nobody Known' is not the one person of a card here; left out"
        in problems(planned, "warning")[0]
    )


def test_version_2_1_says_its_own_charset(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(book(tmp_path / "c.vcf", OUTLOOK), "vcard", store)
    assert cells(store, "people") == [
        {
            "person_id": "vcard:jörg müller joerg@sued.example",
            "name": "Jörg Müller",
            "email": "joerg@sued.example",
            "phone": "+49 171 2",
        }
    ]


def test_pictures_are_not_in_the_text_that_is_kept(tmp_path: Path) -> None:
    converted = convert(book(tmp_path / "c.vcf", OUTLOOK, APPLE), ReadOptions(preset="vcard"))
    assert all("4AAQ" not in source.raw and "2wBD" not in source.raw for source in converted.sources)


def test_version_4_groups_are_circles_and_related_uids_are_ties(tmp_path: Path) -> None:
    store = MemoryStore()
    text = """BEGIN:VCARD
VERSION:4.0
KIND:group
FN:Works council
UID:urn:uuid:AAAAAAAA-0000-4000-8000-000000000001
MEMBER:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af
MEMBER:mailto:bea@nord.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN;PREF=2:Dr. Carl Cox
FN;PREF=1:Carl Cox
TEL;VALUE=uri;TYPE="voice,home":tel:+49-30-1
LANG:de
UID:urn:uuid:03A0E51F-D1AA-4385-8A53-E29025ACD8AF
RELATED;TYPE=co-worker:urn:uuid:7e1a4a2e-0d1b-4b6c-9e9a-1f2a3b4c5d6e
RELATED;TYPE=me:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af
END:VCARD
"""
    imported(book(tmp_path / "c.vcf", text, APPLE), "vcard", store)
    carl, bea = "vcard:03a0e51f-d1aa-4385-8a53-e29025acd8af", "vcard:7e1a4a2e-0d1b-4b6c-9e9a-1f2a3b4c5d6e"
    council = "vcard:aaaaaaaa-0000-4000-8000-000000000001"
    assert {"person_id": carl, "name": "Carl Cox", "phone": "+49-30-1", "language": "de"} in cells(
        store, "people"
    )
    assert [(row["person_id"], row["circle_id"]) for row in cells(store, "memberships")] == [
        (carl, council),
        (bea, council),
    ]
    assert cells(store, "knows") == [
        {"person_a": carl, "person_b": bea, "kind": "co-worker", "directed": False}
    ]


def test_a_company_card_is_an_account_and_nobody(tmp_path: Path) -> None:
    store = MemoryStore()
    text = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Nord AG\nORG:Nord AG;\nX-ABShowAs:COMPANY\nEND:VCARD\n"
    imported(book(tmp_path / "c.vcf", text), "vcard", store)
    assert (ids(store, "people"), ids(store, "accounts")) == ([], ["vcard:nord ag"])


def test_a_name_without_fn_is_put_together_the_way_it_is_said(tmp_path: Path) -> None:
    store = MemoryStore()
    text = "BEGIN:VCARD\nVERSION:2.1\nN:李;明朗\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:King;James;T.;Dr.\nEND:VCARD\n"
    imported(book(tmp_path / "c.vcf", text), "vcard", store)
    assert [row["name"] for row in cells(store, "people")] == ["James T. King", "李明朗"]


def test_with_whose_every_card_is_an_acquaintance_of_the_owner(tmp_path: Path) -> None:
    store = MemoryStore()
    owner = "BEGIN:VCARD\nUID:me\nFN:Me\nEND:VCARD\n"
    imported(book(tmp_path / "c.vcf", owner), "vcard", store)
    imported(book(tmp_path / "d.vcf", GOOGLE), "vcard", store, whose="vcard:me")
    (tie,) = cells(store, "knows")
    assert (tie["person_a"], tie["person_b"], tie["kind"]) == (
        "vcard:anna berg anna.berg@nord.example",
        "vcard:me",
        "vcard",
    )


@pytest.mark.parametrize(
    ("card", "code", "words"),
    [
        (
            "BEGIN:VCARD\nFN:A\nno property\nEND:VCARD\n",
            "card",
            "found the line 'no property', expected a property",
        ),
        ("BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n", "missing_id", "missing id"),
        ("BEGIN:VCARD\nFN:Cut", "card", "the VCARD is never closed, expected END:VCARD"),
        (
            "BEGIN:VCARD\nFN:A\nEND:VCARD\nstray\n",
            "card",
            "found text outside of a VCARD, expected BEGIN:VCARD",
        ),
        (
            "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=C0=EE\nEND:VCARD\n",
            "card",
            "the encoding of '=C0=EE' is not certain: it is not utf-8; name it with --encoding",
        ),
        (
            "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-7:=C0\nEND:VCARD\n",
            "card",
            "the encoding of '=C0' is not certain: it is not utf-7",
        ),
        ("BEGIN:VCARD\nFN:A\nNOTE:" + "x" * 2_000_000 + "\nEND:VCARD\n", "card", "found a line of more than"),
        (
            "BEGIN:VCARD\nFN:A\n" + "X:y\n" * 10_002 + "END:VCARD\n",
            "card",
            "found more than 10000 properties",
        ),
        (
            "BEGIN:VCARD\nFN:A\n" + ("NOTE:" + "y" * 500_000 + "\n") * 9 + "END:VCARD\n",
            "card",
            "found one of more than 4 MB",
        ),
    ],
)
def test_a_broken_card_is_held_and_the_others_come_in(
    tmp_path: Path, card: str, code: str, words: str
) -> None:
    store = MemoryStore()
    planned = imported(book(tmp_path / "c.vcf", GOOGLE, card), "vcard", store)
    assert "vcard:anna berg anna.berg@nord.example" in ids(store, "people")
    assert codes(planned, "held") == [code]
    assert words in problems(planned, "held")[0]


def test_a_held_card_is_kept_as_it_stands_with_its_number(tmp_path: Path) -> None:
    planned = plan(book(tmp_path / "c.vcf", GOOGLE, "BEGIN:VCARD\nFN:A\nbad\nEND:VCARD\n"), "vcard")
    assert planned.batch is not None
    (held,) = planned.batch.held
    assert (held.file, held.row, held.raw) == ("c.vcf", 2, "BEGIN:VCARD\nFN:A\nbad\nEND:VCARD")


def test_an_encoding_nobody_names_refuses_the_file_with_the_line(tmp_path: Path) -> None:
    data = "BEGIN:VCARD\nVERSION:2.1\nFN:李明\nEND:VCARD\n".encode("gb18030")
    with pytest.raises(Refused, match="row 3: the encoding is not certain: the line is not utf-8") as refused:
        convert(book(tmp_path / "c.vcf", data), ReadOptions(preset="vcard"))
    assert refused.value.problem.code == "encoding"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("BEGIN:VCARD\nFN:李明\nEND:VCARD\n".encode("gb18030"), "gb18030"),
        ("BEGIN:VCARD\nFN;CHARSET=GB2312:李明\nEND:VCARD\n".encode("gb2312"), None),
        ("BEGIN:VCARD\nFN:李明\nEND:VCARD\n".encode("utf-16"), None),
        ("BEGIN:VCARD\nFN:李明\nEND:VCARD\n".encode("utf-8-sig"), None),
        ("BEGIN:VCARD\rFN:李明\rEND:VCARD\r".encode(), None),
        (b"BEGIN:VCARD\nFN;CHARSET=GBK;QUOTED-PRINTABLE:=C0=EE=C3=F7\nEND:VCARD\n", None),
        (b"BEGIN:VCARD\nFN;ENCODING=B:5p2O5piO\nEND:VCARD\n", None),
    ],
)
def test_named_encodings_are_read(tmp_path: Path, data: bytes, encoding: str | None) -> None:
    converted = convert(book(tmp_path / "c.vcf", data), ReadOptions(encoding, preset="vcard"))
    assert [row.cells["name"] for row in converted.tables["people"]] == ["李明"]


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"c\.vcf row 1: found no BEGIN:VCARD, expected some"):
        convert(book(tmp_path / "c.vcf", "hello"), ReadOptions(preset="vcard"))


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    path = book(tmp_path / "c.vcf", GOOGLE, APPLE, OUTLOOK)
    imported(path, "vcard", store)
    assert imported(path, "vcard", store).batch is None
