"""import(export(x)) = x, by digest, for whatever an import lets into a store."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.digests import content_digest
from refgraph.model.tables import EVENT_KINDS, TABLES, Column, Kind
from refgraph.service.exporting import export_store
from refgraph.service.workspace import Workspace, open_store
from refgraph.sources.plan import ReadOptions
from refgraph.views.exports.formats import STORE_FORMATS
from tests.bundle_files import newspapers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY = date(2026, 1, 1)
NASTY = [
    "", "NULL", "none", "n/a", "-", "无", "#N/A", "true", "0012", "1e5", "2024-01-31", "2024年1月31日", "1,234.5",
    "=1+1", "@SUM(A1)", "+86 10 1234", "-1", "＝cmd", "'=1", "''", "'", '"', 'say ""hi""', "a,b;c\td", "a|b",
    " padded ", "\ufeffbom", "a\u200bb", "\u202eevil", "李明朗 Li", "e\u0301", "😀👨‍👩‍👧", "\u2028", "\\N", "\\", "<b>&amp;",
    "_x0041_", "𝒳", "ß", "İ", "person_id", "http://x.y", "Ｌｉ", "O'Brien", "{}", "null\u0000",
]  # fmt: skip
NOTES = ["two\nlines", "\n", "ends\r\n", "a\rb", '"\n"', "=1\n+2", "tab\there", "  indented\n", "\u2029para"]
IDS = ["a", "B", "c'", "=d", "é", "李", "0012", "g,h", "i j", 'k"', "a;b", "NULL"]
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
days = st.sampled_from(
    ["", "", "1999-12-31", "2025-01-01", "2025-12-31", "2030-01-01", "not a day", "31.1.2020"]
)
numbers = st.one_of(
    st.sampled_from(["", "0", "-1", "1", "0.1", "1e-7", "0.30000000000000004", "1,234", "1e18", "x"]),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)


def cells_of(column: Column) -> st.SearchStrategy[str]:
    if column.kind is Kind.ID:
        wanted = st.sampled_from(IDS)
        return wanted if column.required else st.one_of(st.just(""), wanted)
    if column.kind is Kind.CHOICE:
        choices = EVENT_KINDS if column.choices == EVENT_KINDS else column.choices
        return st.sampled_from([*choices, "", "nonsense"])
    if column.kind is Kind.DAY:
        return days
    if column.kind is Kind.FLAG:
        return st.sampled_from(["", "true", "false", "yes"])
    if column.kind in (Kind.NUMBER, Kind.SHARE, Kind.MONEY):
        return st.one_of(numbers, st.sampled_from(["0.5", "0.25", "1"]))
    return st.one_of(texts, st.sampled_from(NOTES)) if column.kind is Kind.NOTE else texts


def rows_of(name: str) -> st.SearchStrategy[list[tuple[str, ...]]]:
    # Shared ids, so that many rows find what they point to.
    return st.lists(st.tuples(*map(cells_of, TABLES[name].columns)), max_size=25)


bundles = st.fixed_dictionaries({name: rows_of(name) for name in TABLES})


def write(folder: Path, bundle: Mapping[str, Sequence[tuple[str, ...]]]) -> Path:
    folder.mkdir()
    for name, rows in bundle.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in TABLES[name].columns])
            writer.writerows(rows)
    # Everybody the ids may name, so that not all rows are held.
    for name in ("accounts", "people", "circles", "reps"):
        with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            there = {row[0] for row in bundle[name]}
            empty = [""] * (len(TABLES[name].columns) - 2)
            csv.writer(file).writerows([one, "Name", *empty] for one in IDS if one not in there)
    return folder


def digest_of(workspace: Workspace) -> str:
    columns = workspace.store.snapshot()
    rows = {name: list(zip(*table.values(), strict=True)) for name, table in columns.tables.items()}
    return content_digest(rows)


def round_trip(
    folder: Path, given: Path, file_format: str, preset: str, *, formula_safe: bool = False
) -> None:
    """Import a bundle, export the store, import that into a new store: both have the same digest."""
    out = f"out{STORE_FORMATS[file_format].suffix}"
    with open_store(f"sqlite:///{folder / 'first.db'}", create=True) as first:
        first.import_path(given, today=DAY)
        done = export_store(first, folder / out, file_format, as_of=DAY, formula_safe=formula_safe)
        assert done.digest == digest_of(first)
    with open_store(f"sqlite:///{folder / 'again.db'}", create=True) as again:
        report = again.import_path(folder / out, today=DAY, options=ReadOptions(preset=preset))
        assert report.plan.outcome in ("accept", "accept_with_warning"), report.plan.problems
        assert digest_of(again) == done.digest


@settings(max_examples=6, deadline=None)
@given(bundles)
def test_whatever_a_store_holds_comes_back_from_csv(bundle: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        round_trip(Path(name), write(Path(name) / "given", bundle), "csv", "folder")


@settings(max_examples=6, deadline=None)
@given(bundles)
def test_whatever_a_store_holds_comes_back_from_a_csv_safe_from_formulas(
    bundle: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        round_trip(Path(name), write(Path(name) / "given", bundle), "csv", "folder", formula_safe=True)


def test_texts_that_look_like_formulas_come_back_from_a_csv_safe_from_them(tmp_path: Path) -> None:
    nothing: dict[str, list[tuple[str, ...]]] = {name: [] for name in TABLES}
    looks = ["=1", "'=1", "''=1", "'x", "O'Neil", "+1", "'", " =1", "' @x", "＝1", "-", "'-"]
    people = [(f"p{i}", f"n{text}", text, text, text, "") for i, text in enumerate(looks)]
    people += [(f"q{i}", text, "", "", "", "") for i, text in enumerate(looks)]
    given = write(tmp_path / "given", {**nothing, "people": people})
    round_trip(tmp_path, given, "csv", "folder", formula_safe=True)


def test_the_bundles_drawn_hold_rows_that_are_imported(tmp_path: Path) -> None:
    nothing: dict[str, list[tuple[str, ...]]] = {name: [] for name in TABLES}
    nasty = [(f"p{i}", text, "", text, "", "") for i, text in enumerate(NASTY)]
    with open_store(f"sqlite:///{tmp_path / 's.db'}", create=True) as store:
        store.import_path(write(tmp_path / "given", {**nothing, "people": nasty}), today=DAY)
        # All but two empty names (a line separator is a space), the error and the NUL, beside those that fill up.
        assert store.info().counts["people"] == len(NASTY) - 4 + len(IDS)


@pytest.mark.parametrize(
    ("file_format", "preset"),
    [
        ("csv", "folder"),
        ("jsonl", "jsonl"),
        ("parquet", "parquet"),
        ("xlsx", "excel"),
        ("node-link", "node-link"),
        ("neo4j-csv", "neo4j-csv"),
    ],
)
def test_every_lossless_format_comes_back(tmp_path: Path, file_format: str, preset: str) -> None:
    round_trip(tmp_path, newspapers(tmp_path / "given"), file_format, preset)
