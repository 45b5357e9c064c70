"""Rows that a preset's import held are repaired as their file was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.repair import plan_held
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import CLUB_MAPPING, TODAY, file, ids, imported
from tests.sources.reading import check_row_law
from tests.sources.reading import imported as imported_folder
from tests.sources.reading import write as write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.batch import HeldRow
    from refgraph.sources.planned import ImportPlan

LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
HUBSPOT = "Record ID,First Name,Last Name,Email\n"
BROKEN_CARD = "BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD"
CARD = "BEGIN:VCARD\nVERSION:3.0\nUID:u{0}\nFN:Person {0}\nEND:VCARD"


def repair(store: MemoryStore, edits: dict[str, str]) -> ImportPlan:
    """Repair all held rows, those of these texts with others in their place."""
    planned = plan_held(
        [(row, edits.get(row.raw, row.raw)) for row in store.held.values()], store, today=TODAY
    )
    check_row_law(planned)
    if planned.batch is not None:
        store.apply(planned.batch)
    return planned


def held(store: MemoryStore) -> list[HeldRow]:
    return sorted(store.held.values(), key=lambda row: row.row)


@pytest.mark.parametrize(
    ("preset", "name", "text", "edits", "person"),
    [
        ("linkedin", "Connections.csv", f"Notes:\n\n{LINKEDIN},,,,,,06 Mar 2024",
         {",,,,,,06 Mar 2024": "Bo,Li,https://www.linkedin.com/in/bo,,,,06 Mar 2024"}, "linkedin:bo"),
        ("hubspot", "contacts.csv", f"{HUBSPOT}1.0E+11,Bo,Li,", {"1.0E+11,Bo,Li,": "100000000001,Bo,Li,"},
         "hubspot:100000000001"),
        ("salesforce", "Contact.csv",
         "Id,LastName,ReportsToId\n003000000000001AAA,Li,003000000000001AAA",
         {"003000000000001AAA,Li,003000000000001AAA": "003000000000001AAA,Li,"}, "salesforce:003000000000001AAA"),
        ("vcard", "book.vcf", BROKEN_CARD, {}, "vcard:u1"),
        ("jsonl", "people.jsonl", '{"person_id":"j1"}', {'{"person_id":"j1"}': '{"person_id":"j1","name":"Bo"}'}, "j1"),
    ],
)  # fmt: skip
def test_a_repaired_row_of_a_preset_goes_in_and_is_released(
    tmp_path: Path, preset: str, name: str, text: str, edits: dict[str, str], person: str
) -> None:
    store = MemoryStore()
    imported(file(tmp_path / name, text), preset, store)
    (row,) = held(store)
    planned = repair(store, edits or {row.raw: CARD.format(1)})
    assert (planned.outcome, store.held) == ("accept", {})
    assert ids(store, "people") == [person]


@pytest.mark.parametrize("fate", ["gone", "broken"])
def test_rows_of_a_users_mapping_are_repaired_without_its_file(tmp_path: Path, fate: str) -> None:
    store = MemoryStore()
    mapping = tmp_path / "club.toml"
    mapping.write_text(CLUB_MAPPING, encoding="utf-8")
    imported(file(tmp_path / "list.csv", "Nr;Nom\n1;Ann\n2;\n3;"), str(mapping), store)
    mapping.unlink() if fate == "gone" else mapping.write_text("broken", encoding="utf-8")
    planned = repair(store, {"2;": "2;Bo"})
    assert ids(store, "people") == ["club:1", "club:2"]
    assert [(row.row, row.raw) for row in held(store)] == [(4, "3;")]
    assert planned.outcome == "held"
    assert repair(store, {"3;": "3;Cy"}).outcome == "accept_with_warning"
    assert ids(store, "people") == ["club:1", "club:2", "club:3"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (",,,", "found an empty row; throw it away or fill it in"),
        ("", "found an empty row; throw it away or fill it in"),
        ("5,Ann,One,\n6,Cy,Two,", "found 2 rows, expected one"),
    ],
)
def test_a_row_that_is_none_or_two_stays_held_and_the_others_keep_their_places(
    tmp_path: Path, text: str, reason: str
) -> None:
    store = MemoryStore()
    bad = ["1.0E+11,A,A,", "2.0E+11,B,B,", "3.0E+11,C,C,"]
    imported(file(tmp_path / "contacts.csv", HUBSPOT + "\n".join(bad)), "hubspot", store)
    repair(store, {bad[0]: text, bad[1]: "2,B,B,"})
    assert ids(store, "people") == ["hubspot:2"]
    first, last = held(store)
    assert (first.row, first.raw, first.reason) == (2, text, reason)
    assert (last.row, last.raw, last.code) == (4, bad[2], "scientific")


def test_a_quote_that_is_never_closed_spoils_its_own_row_alone(tmp_path: Path) -> None:
    store = MemoryStore()
    bad = ["1.0E+11,A,A,", "2.0E+11,B,B,"]
    imported(file(tmp_path / "contacts.csv", HUBSPOT + "\n".join(bad)), "hubspot", store)
    repair(store, {bad[0]: '1,"A,A,', bad[1]: "2,B,B,"})
    assert ids(store, "people") == ["hubspot:2"]
    (row,) = held(store)
    assert (row.raw, row.code) == ('1,"A,A,', "quote")


def test_a_card_left_open_does_not_swallow_the_next(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(
        file(tmp_path / "book.vcf", f"{BROKEN_CARD}\n{BROKEN_CARD.replace('TEL:1', 'TEL:2')}"), "vcard", store
    )
    first, second = held(store)
    repair(store, {first.raw: "BEGIN:VCARD\nVERSION:3.0\nFN:Open", second.raw: CARD.format(2)})
    assert ids(store, "people") == ["vcard:u2"]
    assert [row.row for row in held(store)] == [1]


def test_rows_of_two_files_of_one_name_keep_their_own_headers(tmp_path: Path) -> None:
    store = MemoryStore()
    imported_folder(write_folder(tmp_path / "one", people="person_id,name\np1,"), store)
    imported_folder(write_folder(tmp_path / "two", people="name,person_id\n,p2"), store)
    repair(store, {"p1,": "p1, ", ",p2": " ,p2"})
    headers = {row.raw: row.read_as.header for row in held(store) if row.read_as}
    assert headers == {"p1, ": "person_id,name", " ,p2": "name,person_id"}
    repair(store, {"p1, ": "p1,Ann", " ,p2": "Bo,p2"})
    assert [row[:2] for row in store.rows["people"].values()] == [("p1", "Ann"), ("p2", "Bo")]
