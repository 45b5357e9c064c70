"""Headers found by content, and rows that cannot be read for certain."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import codes, file, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Record ID,First Name,Last Name"
ROWS = f"{HEADER}\n101,Ann,One\n102,Ben,Two"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_read_with_a_warning(tmp_path: Path, delimiter: str) -> None:
    store = MemoryStore()
    path = file(tmp_path / "contacts.csv", ROWS.replace(",", delimiter))
    assert codes(imported(path, "hubspot", store), "warning") == ["delimiter"]
    assert ids(store, "people") == ["hubspot:101", "hubspot:102"]


def test_labels_are_known_in_any_case_and_spelling(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(file(tmp_path / "x.csv", "record_id,FIRST-NAME,ＬastName\n101,Ann,One"), "hubspot", store)
    assert ids(store, "people") == ["hubspot:101"]


def test_a_header_below_forty_rows_is_not_looked_for(tmp_path: Path) -> None:
    near, far = "note\n" * 39 + ROWS, "note\n" * 40 + ROWS
    assert plan(file(tmp_path / "near.csv", near), "hubspot").outcome == "accept"
    refused = plan(file(tmp_path / "far.csv", far), "hubspot")
    assert problems(refused, "error")[0].startswith(
        "far.csv row 1: no header of hubspot among the first 40 rows"
    )


def test_rows_that_are_not_certain_are_held_with_their_text(tmp_path: Path) -> None:
    text = f'{HEADER}\n101,Ann\n{HEADER}\n102,"Ben"x,Two\n103,"=1+1","B\x00"\n\n,,\n104,Dan,Four'
    store = MemoryStore()
    planned = imported(file(tmp_path / "contacts.csv", text), "hubspot", store)
    assert codes(planned, "held") == ["cells", "repeated_header", "quote", "nul"]
    assert ids(store, "people") == ["hubspot:104"]
    count = planned.files["contacts.csv"]
    assert (count.read, count.imported, count.held, count.blank) == (7, 1, 4, 2)
    assert sorted(row.raw for row in store.held.values())[0] == "101,Ann"


def test_a_quote_that_is_never_closed_refuses_the_file(tmp_path: Path) -> None:
    refused = plan(file(tmp_path / "contacts.csv", f'{ROWS}\n103,"Cora,Three\n104,Dan,Four'), "hubspot")
    assert refused.outcome == "reject"
    assert "contacts.csv row 4: the quote that opens cell 2 is never closed" in problems(refused, "error")[0]


def test_utf_16_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(ROWS.replace(",", "\t").encode("utf-16"))
    assert codes(plan(path, "hubspot"), "warning") == ["delimiter", "encoding"]


def test_gzip_a_zip_and_a_folder_hold_the_same(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    plain = file(tmp_path / "in" / "contacts.csv", ROWS)
    (tmp_path / "contacts.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(plain, "export/contacts.csv")
    stores = [MemoryStore() for _ in range(3)]
    for path, store in zip(
        (plain.parent, tmp_path / "contacts.csv.gz", tmp_path / "all.zip"), stores, strict=True
    ):
        imported(path, "hubspot", store)
    assert stores[0].rows == stores[1].rows == stores[2].rows
    assert ids(stores[0], "people") == ["hubspot:101", "hubspot:102"]


def test_a_path_that_leads_out_of_a_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../contacts.csv", ROWS)
    assert "the path leads out of the archive" in problems(plan(tmp_path / "bad.zip", "hubspot"), "error")[0]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    text = f'{HEADER}\n101,"=HYPERLINK(""http://x"")","<script>alert(1)</script>"\n\'; DROP TABLE people; --,Ann,One'
    store = MemoryStore()
    imported(file(tmp_path / "contacts.csv", text), "hubspot", store)
    assert ids(store, "people") == ["hubspot:'; DROP TABLE people; --", "hubspot:101"]
    assert store.rows["people"]["hubspot:101",][1] == '=HYPERLINK("http://x") <script>alert(1)</script>'
