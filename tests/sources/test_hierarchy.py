from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.hierarchy import cyclic
from tests.sources.memory import MemoryStore
from tests.sources.reading import codes, held_reasons, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.tables import Cell

HEADER = "account_id,name,parent_id\n"


def accounts(folder: Path, *rows: str) -> Path:
    """Write accounts.csv from rows like `a1,Name,a2`."""
    return write(folder, accounts=HEADER + "\n".join(rows) + "\n")


def parents(store: MemoryStore) -> dict[str, Cell]:
    """Parent by account in the store."""
    return {key[0]: row[7] for key, row in store.rows["accounts"].items()}


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.integers(0, 12), st.integers(0, 12)))
def test_nodes_on_cycles_are_those_networkx_finds(points_to: dict[int, int]) -> None:
    graph = nx.DiGraph((str(a), str(b)) for a, b in points_to.items())
    expected = {node for cycle in nx.simple_cycles(graph) for node in cycle}
    assert cyclic({str(a): str(b) for a, b in points_to.items()}) == expected


def test_a_long_chain_needs_no_recursion() -> None:
    assert cyclic({str(i): str(i + 1) for i in range(50_000)}) == set()


def test_every_row_on_a_cycle_is_held_and_rows_pointing_to_it_are_not(tmp_path: Path) -> None:
    store = MemoryStore()
    rows = ["a,A,b", "b,B,c", "c,C,a", "d,D,a", "e,E,d", "f,F,"]
    planned = imported(accounts(tmp_path, *rows), store)
    assert codes(planned, "held") == ["cycle"] * 3
    assert parents(store) == {"d": None, "e": "d", "f": None}
    assert codes(planned, "warning") == ["held_parent_id"]


def test_an_own_parent_is_held_and_its_children_lose_their_parent(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(accounts(tmp_path, "a,A,a", "b,B,a"), store)
    assert codes(planned, "held") == ["own_parent"]
    assert parents(store) == {"b": None}


def test_an_unknown_parent_holds_the_row_and_empties_those_below(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(accounts(tmp_path, "a,A,nobody", "b,B,a", "c,C,b"), store)
    assert held_reasons(planned) == [
        "accounts.csv row 2, column parent_id: unknown parent_id 'nobody': "
        "expected an id of accounts in this import or the store"
    ]
    assert parents(store) == {"b": None, "c": "b"}


def test_a_parent_held_for_another_reason_is_emptied_with_a_warning(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(
        accounts(tmp_path, "a,Bad\x07,", "b,B,a", "x,One,", "x,Two,", "y,Y,x", "r,R", "s,S,r"), store
    )
    assert parents(store) == {"b": None, "y": None, "s": None}
    assert codes(planned, "warning") == ["held_parent_id"] * 3
    assert "the parent 'a' is held (accounts.csv row 2); left empty" in planned.problems[1].message


def test_a_cycle_across_store_and_bundle_is_found(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "1", "a,A,", "b,B,a", "c,C,b"), store)
    planned = imported(accounts(tmp_path / "2", "a,A,c"), store)
    assert codes(planned, "held") == ["cycle"]
    assert parents(store) == {"a": None, "b": "a", "c": "b"}


def test_a_row_without_a_parent_keeps_the_known_one_and_is_not_held_for_it(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "1", "a,A,", "b,B,a"), store)
    planned = imported(accounts(tmp_path / "2", "a,A,b", "b,New name,"), store)
    assert codes(planned, "held") == ["cycle"]
    assert parents(store) == {"a": None, "b": "a"}
    assert store.rows["accounts"]["b",][1] == "New name"


def test_holding_one_cycle_may_bring_the_known_parents_of_another_back(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "1", "a,A,", "b,B,c", "c,C,"), store)
    planned = imported(accounts(tmp_path / "2", "a,A,b", "b,B,a", "c,C,b"), store)
    assert codes(planned, "held") == ["cycle"] * 3
    assert parents(store) == {"a": None, "b": "c", "c": None}


def test_a_held_parent_that_the_store_knows_stays(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "1", "a,A,"), store)
    imported(accounts(tmp_path / "2", "a,Bad\x07,", "b,B,a"), store)
    assert parents(store) == {"a": None, "b": "a"}


def test_a_parent_moved_twice_at_once_is_no_cycle(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "1", "a,A,", "b,B,a"), store)
    planned = imported(accounts(tmp_path / "2", "a,A,c", "c,C,", "b,B,c"), store)
    assert planned.outcome == "accept"
    assert parents(store) == {"a": "c", "b": "c", "c": None}


def test_depth_counts_levels_above_in_the_store_too(tmp_path: Path) -> None:
    store = MemoryStore()
    chain = [f"a{i},A,{f'a{i - 1}' if i else ''}" for i in range(100)]
    assert imported(accounts(tmp_path / "1", *chain), store).outcome == "accept"
    planned = plan(accounts(tmp_path / "2", "deep,D,a99"), store)
    assert "found accounts 101 levels deep (depth)" in planned.problems[0].message


def test_a_parent_left_empty_does_not_let_the_stores_close_a_cycle(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "first", "a,A,", "b,B,a"), store)
    planned = imported(accounts(tmp_path / "second", "a,A,b", "b,B,c", "c,C,c"), store)
    assert codes(planned, "held") == ["cycle", "own_parent"]
    assert codes(planned, "warning") == ["held_parent_id"]
    assert parents(store) == {"a": None, "b": "a"}


def test_a_cycle_that_stands_in_the_store_lets_an_import_end(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(accounts(tmp_path / "first", "a,A,", "b,B,a"), store)
    store.rows["accounts"]["a",] = (*store.rows["accounts"]["a",][:7], "b", *store.rows["accounts"]["a",][8:])
    assert imported(accounts(tmp_path / "second", "c,C,a"), store).outcome == "accept"
