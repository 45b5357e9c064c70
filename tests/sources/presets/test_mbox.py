from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.files import open_files
from refgraph.sources.presets.mbox import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

ANNA = "=?utf-8?Q?Anna_Bj=C3=B6rk?= <anna@nord.example>"
BEA = '"Ort, Bea" <Bea@nord.example>'
MONDAY = "Mon, 31 Mar 2025 09:00:00 +0200"


def mail(sender: str, to: str, day: str = MONDAY, body: str = "secret words") -> str:
    # As Thunderbird and Google Takeout write them (mboxrd).
    return (
        f"From 1827982@xxx Mon Mar 31 07:00:00 +0000 2025\nX-GM-THRID: 1\nReceived: from a\n by b\nFrom: {sender}\n"
        f"To: {to}\nCc: carl@nord.example\nSubject: secret subject\nDate: {day}\n\n{body}\n\n"
    )


def mailbox(path: Path, *mails: str) -> Path:
    path.write_bytes("".join(mails).encode())
    return path


def exchange(count: int) -> list[str]:
    return [mail(ANNA, BEA), *[mail(BEA, ANNA)] * (count - 1)]


def test_two_who_write_to_each_other_know_each_other(tmp_path: Path) -> None:
    store = MemoryStore()
    # Half past midnight in Berlin in summer is the day before in UTC.
    path = mailbox(tmp_path / "a.mbox", mail(ANNA, BEA), mail(BEA, ANNA, "Sun, 6 Apr 2025 00:30:00 +0200"))
    assert imported(path, "mbox", store).outcome == "accept"
    assert cells(store, "people") == [
        {"person_id": "mailto:anna@nord.example", "name": "Anna Björk", "email": "anna@nord.example"},
        {"person_id": "mailto:bea@nord.example", "name": "Ort, Bea", "email": "bea@nord.example"},
    ]
    assert cells(store, "knows") == [
        {
            "person_a": "mailto:anna@nord.example",
            "person_b": "mailto:bea@nord.example",
            "kind": "mail",
            "strength": 0.3,
            "since": "2025-03-31",
            "last_contact": "2025-04-05",
            "directed": False,
        }
    ]


@pytest.mark.parametrize(
    ("count", "strength"), [(2, 0.3), (9, 0.3), (10, 0.5), (49, 0.5), (50, 0.8), (200, 0.8)]
)
def test_strength_grows_with_the_messages_exchanged(tmp_path: Path, count: int, strength: float) -> None:
    store = MemoryStore()
    planned = imported(mailbox(tmp_path / "a.mbox", *exchange(count)), "mbox", store)
    assert cells(store, "knows")[0]["strength"] == strength
    assert (planned.files["a.mbox"].imported, planned.files["a.mbox"].merged) == (1, count - 1)


def test_mail_in_one_direction_makes_nobody_known(tmp_path: Path) -> None:
    planned = plan(mailbox(tmp_path / "a.mbox", mail(ANNA, BEA), mail(ANNA, BEA)), "mbox")
    assert (planned.batch, planned.files["a.mbox"].blank) == (None, 2)
    assert planned.told == ("left out: 1 pairs of people with mail in one direction only",)


def test_only_from_to_and_date_are_kept(tmp_path: Path) -> None:
    files = open_files(mailbox(tmp_path / "a.mbox", *exchange(2), mail(ANNA, BEA, "yesterday")), (".mbox",))
    converted = convert(files, ReadOptions(preset="mbox"), today=date(2025, 4, 1))
    for source in converted.sources:
        assert "secret" not in source.raw
        assert "carl" not in source.raw
    assert converted.sources[0].raw == (
        "From 1827982@xxx Mon Mar 31 07:00:00 +0000 2025\nFrom: yesterday\n"
        .replace("yesterday", ANNA) + f"To: {BEA}\nDate: yesterday\n"
    )  # fmt: skip


def test_lines_of_a_text_that_begin_with_from_begin_no_message(tmp_path: Path) -> None:
    body = "From here on\n\nFrom the start\n>From me\n\nFrom: x\n"
    planned = plan(mailbox(tmp_path / "a.mbox", mail(ANNA, BEA, body=body), mail(BEA, ANNA)), "mbox")
    assert planned.files["a.mbox"].read == 2


@pytest.mark.parametrize(
    "nobody",
    [
        "no-reply@shop.example",
        "noreply@shop.example",
        "do_not_reply@shop.example",
        "notifications@github.com",
        "mailer-daemon@nord.example",
        "bounce+17=anna@x.example",
        "dev-request@nord.example",
        "team@googlegroups.com",
        "sales@lists.nord.example",
        "newsletter@nord.example",
    ],
)
def test_lists_and_machines_are_nobody(tmp_path: Path, nobody: str) -> None:
    planned = plan(mailbox(tmp_path / "a.mbox", mail(ANNA, nobody), mail(nobody, ANNA)), "mbox")
    assert planned.batch is None
    assert planned.told == (
        "left out: 1 messages from mailing lists or machines, 1 messages to nobody, to mailing lists or to oneself",
    )


@pytest.mark.parametrize("somebody", ["newsom@x.example", "norey@x.example", "alerta.gomez@x.example"])
def test_people_with_such_names_are_somebody(tmp_path: Path, somebody: str) -> None:
    store = MemoryStore()
    imported(mailbox(tmp_path / "a.mbox", mail(ANNA, somebody), mail(somebody, ANNA)), "mbox", store)
    assert f"mailto:{somebody}" in ids(store, "people")


def test_a_circular_ties_nobody(tmp_path: Path) -> None:
    many = ", ".join(f"p{i}@x.example" for i in range(26))
    mails = [mail(ANNA, many), *(mail(f"p{i}@x.example", ANNA) for i in range(26))]
    planned = plan(mailbox(tmp_path / "a.mbox", *mails), "mbox")
    assert planned.batch is None
    assert "1 messages to more than 25 addresses" in planned.told[0]


def test_the_owner_takes_the_place_of_the_address_that_stands_out(tmp_path: Path) -> None:
    store = MemoryStore()
    path = mailbox(tmp_path / "a.mbox", *exchange(2), mail(ANNA, "c@x.example"))
    planned = imported(path, "mbox", store, whose="p7")
    assert planned.told[0] == "anna@nord.example stands in 3 of 3: taken for p7's own address"
    (tie,) = cells(store, "knows")
    assert (tie["person_a"], tie["person_b"]) == ("mailto:bea@nord.example", "p7")


def test_several_own_addresses_are_one_person(tmp_path: Path) -> None:
    store = MemoryStore()
    path = mailbox(tmp_path / "a.mbox", mail(BEA, ANNA), mail("anna@home.example", BEA))
    imported(path, "mbox", store, whose="p7=anna@nord.example,anna@home.example")
    assert ids(store, "people") == ["mailto:bea@nord.example", "p7"]
    assert len(store.rows["knows"]) == 1


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        (
            mail(ANNA, BEA, "31.3.2025"),
            "date",
            "found the date '31.3.2025', expected one like Mon, 31 Mar 2025",
        ),
        (mail(ANNA, BEA, ""), "date", "found the date '', expected one like"),
        (mail(ANNA, BEA, MONDAY.replace("2025", "2098")), "future", "which is in the future"),
        (mail(ANNA, BEA, MONDAY.replace("2025", "1903")), "date_range", "expected one from 1970 on"),
        (mail("me", BEA), "from", "found no address in From, expected one like anna@example.com"),
        (mail("(" * 3000, BEA), "nested", "found From with comments nested too deeply"),
    ],
)
def test_a_broken_message_is_held_and_the_others_come_in(
    tmp_path: Path, message: str, code: str, words: str
) -> None:
    store = MemoryStore()
    planned = imported(mailbox(tmp_path / "a.mbox", message, *exchange(2)), "mbox", store)
    assert codes(planned, "held") == [code]
    assert words in problems(planned, "held")[0]
    assert len(store.rows["knows"]) == 1


def test_names_in_no_known_encoding_hold_until_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(mail("李 <anna@nord.example>", BEA).encode("gb18030") + mail(BEA, ANNA).encode())
    words = "the encoding of From is not certain: byte 0xc0; name it with --encoding"
    assert words in problems(plan(path, "mbox"), "held")[0]
    converted = convert(open_files(path, (".mbox",)), ReadOptions("gb18030"), today=date(2025, 4, 1))
    assert {row.cells["name"] for row in converted.tables["people"]} == {"Anna Björk", "Ort, Bea"}


@pytest.mark.parametrize(
    "name", ["=?ut\u202e8?q?x?=", "=?nonsense?q?x?=", "=?utf-8?b?!!!?=", "=?utf-8?q?=C0?="]
)
def test_a_name_whose_encoded_words_are_broken_is_no_name(tmp_path: Path, name: str) -> None:
    store = MemoryStore()
    sender = f"{name} <anna@nord.example>"
    imported(mailbox(tmp_path / "a.mbox", mail(sender, BEA), mail(BEA, "anna@nord.example")), "mbox", store)
    assert ids(store, "people") == ["mailto:anna@nord.example", "mailto:bea@nord.example"]


def test_a_single_message_needs_no_from_line(tmp_path: Path) -> None:
    path = mailbox(tmp_path / "a.eml", mail(ANNA, BEA).split("\n", 1)[1])
    assert plan(path, "mbox").files["a.eml"].read == 1


def test_a_file_that_is_no_mailbox_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="found no message: no line that begins with 'From ', no header"):
        convert(open_files(mailbox(tmp_path / "a.mbox", "hello\nworld\n"), (".mbox",)), ReadOptions())
