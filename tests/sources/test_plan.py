from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import BadOption, PathUnreadable
from refgraph.model.tables import TABLES
from refgraph.sources.plan import ReadOptions
from tests.sources.memory import MemoryStore
from tests.sources.reading import codes, imported, plan, write

if TYPE_CHECKING:
    from random import Random


def test_every_unreadable_file_is_told_and_nothing_is_imported(tmp_path: Path) -> None:
    bundle = write(tmp_path, people=b"", accounts="nonsense", circles="circle_id,name\nc1,C")
    planned = plan(bundle)
    assert (planned.outcome, planned.files, planned.batch) == ("reject", {}, None)
    assert [(problem.file, problem.code) for problem in planned.problems] == [
        ("accounts.csv", "header"), ("people.csv", "empty"),
    ]  # fmt: skip


def test_wrong_options_are_told_before_anything_is_read() -> None:
    with pytest.raises(BadOption, match="unknown encoding 'klingon'; name one like gb18030"):
        plan(Path("nowhere"), options=ReadOptions(encoding="klingon"))
    with pytest.raises(BadOption, match="the date format 'dd' does not tell year, month and day"):
        plan(Path("nowhere"), options=ReadOptions(date_format="dd"))


def test_a_missing_path_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(PathUnreadable) as unreadable:
        plan(tmp_path / "nowhere")
    assert (unreadable.value.code, unreadable.value.exit_code) == ("unreadable", 1)
    assert str(tmp_path / "nowhere")[:30] in unreadable.value.message


def test_the_empty_bundle_of_headers_changes_nothing(tmp_path: Path) -> None:
    headers = {t.name: ",".join(c.name for c in t.columns) for t in TABLES.values()}
    planned = plan(write(tmp_path, **headers))
    assert (planned.outcome, planned.batch) == ("accept_with_warning", None)
    assert codes(planned, "warning") == ["no_rows"] * len(TABLES)


def test_a_zip_and_its_folder_are_the_same_import(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", people="person_id,name\np1,A")
    shutil.make_archive(str(tmp_path / "f"), "zip", folder)
    assert plan(tmp_path / "f.zip").import_id == plan(folder).import_id


_SOUP = st.lists(
    st.sampled_from(
        [b"person_id", b"name", b",", b";", b"\t", b"\r\n", b"\n", b"\r", b'"', b'""', b"p1", b"p2", b" ", b"A", b"\x00",
         b"\xc3\xab", b"\xff", b"=1", b"1E+15", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"sep=;\n", b"email,consent\n"]
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(_SOUP, st.booleans())
def test_any_file_is_imported_by_the_row_law_or_refused_with_a_reason(
    parts: list[bytes], with_header: bool
) -> None:
    data = (b"person_id,name\n" if with_header else b"") + b"".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        store = MemoryStore()
        bundle = write(Path(folder), people=data)
        planned = imported(bundle, store)
        assert (planned.outcome == "reject") == any(p.severity == "error" for p in planned.problems)
        assert (planned.outcome == "held") == bool(sum(count.held for count in planned.files.values()))
        assert imported(bundle, store).batch is None


_IDS = st.sampled_from(["a", "b", "c", "d"])
_ACCOUNT = st.tuples(
    _IDS, st.sampled_from(["N", "M", "Bad\x07"]), st.sampled_from(["", "a", "b", "c", "d", "x"])
)
_KNOWS = st.tuples(_IDS, _IDS, st.sampled_from(["", "0.2", "0.9", "7"]))
_EVENT = st.tuples(_IDS, st.sampled_from(["call", "deal_won"]), _IDS, st.sampled_from(["", "a", "b"]))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(_ACCOUNT, max_size=5), st.lists(_ACCOUNT, max_size=5), st.lists(_KNOWS, max_size=5),
    st.lists(_EVENT, max_size=4), st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_rows_never_matters_and_twice_is_once(
    first: list[tuple[str, ...]],
    second: list[tuple[str, ...]],
    knows: list[tuple[str, ...]],
    events: list[tuple[str, ...]],
    rng: Random,
) -> None:
    stores = []
    for is_shuffled in (False, True):
        store = MemoryStore()
        for accounts in (first, second):
            with tempfile.TemporaryDirectory() as folder:
                bundle = _write(Path(folder), accounts, knows, events, rng if is_shuffled else None)
                imported(bundle, store)
                assert plan(bundle, store).batch is None
        stores.append(store)
    assert stores[0].rows == stores[1].rows
    assert set(stores[0].held) == set(stores[1].held)
    _check_references(stores[0])


def _write(
    folder: Path,
    accounts: list[tuple[str, ...]],
    knows: list[tuple[str, ...]],
    events: list[tuple[str, ...]],
    rng: Random | None,
) -> Path:
    dated: list[tuple[str, ...]] = [
        (event_id, kind, "2024-01-01", account, ref) for event_id, kind, account, ref in events
    ]
    tables: dict[str, tuple[str, list[tuple[str, ...]]]] = {
        "accounts": ("account_id,name,parent_id", list(accounts)),
        "people": ("person_id,name", [("a", "A"), ("b", "B"), ("c", "Bad\x07")]),
        "knows": ("person_a,person_b,strength", list(knows)),
        "events": ("event_id,kind,date,account_id,ref", dated),
    }
    texts = {}
    for name, (header, rows) in tables.items():
        if rng is not None:
            rng.shuffle(rows)
        texts[name] = "\n".join([header, *(",".join(row) for row in rows)])
    return write(folder, **texts)


def _check_references(store: MemoryStore) -> None:
    """Whatever is imported points to what is there, and accounts make a tree."""
    ids = {name: {key[0] for key in rows} for name, rows in store.rows.items()}
    above = {key[0]: str(row[7]) for key, row in store.rows["accounts"].items() if row[7] is not None}
    assert set(above.values()) <= ids["accounts"]
    assert {end for key in store.rows["knows"] for end in key[:2]} <= ids["people"]
    assert {row[3] for row in store.rows["events"].values()} <= ids["accounts"]
    for start in above:
        steps, node = 0, start
        while node in above and steps <= len(above):
            steps, node = steps + 1, above[node]
        assert node not in above
