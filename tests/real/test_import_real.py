"""Real public data goes through the folder format without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.model.tables import TABLES
from tests.real.bundles import BUNDLES, LOAN_DAY, Rows, lazega_law, meetup, read_table, year_runs
from tests.shared_data import needs_shared_data
from tests.sources.memory import MemoryStore
from tests.sources.reading import imported, plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_shared_data


def store_of(name: str, folder: Path) -> MemoryStore:
    """Import a source whole into an empty store."""
    store = MemoryStore()
    planned = imported(BUNDLES[name](folder / name), store)
    assert planned.outcome in ("accept", "accept_with_warning"), planned.problems[:5]
    assert all(count.imported == count.read for count in planned.files.values())
    return store


def sizes(store: MemoryStore) -> dict[str, int]:
    """Rows by table, empty tables left out."""
    return {name: len(rows) for name, rows in store.rows.items() if rows}


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_importing_again_changes_nothing(name: str, tmp_path: Path) -> None:
    store = store_of(name, tmp_path)
    again = plan(tmp_path / name, store)
    assert again.batch is None
    assert all(count.merged == count.read for count in again.files.values())


def test_households_villages_and_the_leaders_decisions_are_all_there(tmp_path: Path) -> None:
    store = store_of("microfinance_dev", tmp_path)
    nodes = read_table("microfinance_dev", "nodes")
    leaders = [node for node in nodes if node["seed_leader"] == "1"]
    assert sizes(store) == {
        "accounts": len(nodes), "people": len(nodes), "roles": len(nodes), "memberships": len(nodes),
        "circles": len({node["circle"] for node in nodes}),
        "knows": len(unordered(read_table("microfinance_dev", "ties"))), "events": len(leaders),
    }  # fmt: skip
    events = {row[4]: (row[1], row[2], row[6]) for row in store.rows["events"].values()}
    for node in leaders:
        took = node["adopted_loan"] == "1"
        decision = ("satisfaction", LOAN_DAY, 1.0) if took else ("deal_lost", LOAN_DAY, None)
        assert events[node["id"]] == decision
    customers = {row[0] for row in store.rows["accounts"].values() if row[5] == "customer"}
    assert customers == {f"h{n['id']}" for n in leaders if n["adopted_loan"] == "1"}


def unordered(ties: Rows) -> set[frozenset[str]]:
    """Distinct pairs whichever end comes first."""
    return {frozenset((tie["source"], tie["target"])) for tie in ties}


def test_every_year_on_a_board_lies_in_a_role_and_no_other_does(tmp_path: Path) -> None:
    store = store_of("irish_boards_dev", tmp_path)
    seats = {
        (s["person"], s["company"], int(s["year"])) for s in read_table("irish_boards_dev", "memberships")
    }
    begin, end = TABLES["roles"].index("from"), TABLES["roles"].index("to")
    told = {
        (str(row[0]), str(row[1]), year)
        for row in store.rows["roles"].values()
        for year in range(int(str(row[begin])[:4]), int(str(row[end])[:4]) + 1)
    }
    assert told == seats
    nodes = read_table("irish_boards_dev", "nodes")
    assert sizes(store)["people"] == sum(node["type"] == "person" for node in nodes)
    assert sizes(store)["accounts"] == sum(node["type"] == "company" for node in nodes)


def test_years_that_follow_each_other_make_one_run() -> None:
    assert year_runs([2003, 2004, 2006]) == [(2003, 2004), (2006, 2006)]
    assert year_runs([2005, 2003, 2004, 2004]) == [(2003, 2005)]


def test_the_southern_women_keep_their_18_women_14_events_and_89_attendances(tmp_path: Path) -> None:
    store = store_of("southern_women", tmp_path)
    assert sizes(store) == {"people": 18, "circles": 14, "memberships": 89}
    attended = {frozenset((r["source"], r["target"])) for r in read_table("southern_women", "memberships")}
    assert {frozenset((w[1:], e[1:])) for w, e, _ in store.rows["memberships"]} == attended


def test_who_is_named_speaks_to_who_names_in_every_layer(tmp_path: Path) -> None:
    store = store_of("lazega_law", tmp_path)
    named = {
        (f"l{t['target']}", f"l{t['source']}", "true", t["layer"]) for t in read_table("lazega_law", "ties")
    }
    assert set(store.rows["knows"]) == named
    assert len(named) == 2571
    assert {kind for _, _, _, kind in named} == {"advice", "cowork", "friend"}
    assert sizes(store) == {"accounts": 3, "people": 71, "roles": 71, "knows": 2571}


def test_every_membership_of_45583_keeps_its_share_of_the_greatest_weight(tmp_path: Path) -> None:
    store = store_of("meetup_nashville", tmp_path)
    rows = read_table("meetup_nashville", "memberships")
    assert sizes(store)["memberships"] == len(rows) == 45_583
    assert sizes(store)["people"] == len({row["member_id"] for row in rows})
    groups: dict[str, list[float]] = {}
    for row in rows:
        groups.setdefault(row["group_id"], []).append(float(row["weight"]))
    assert sizes(store)["circles"] == len(groups)
    for row in rows:
        share = store.rows["memberships"][f"m{row['member_id']}", f"g{row['group_id']}", ""][3]
        assert share == pytest.approx(float(row["weight"]) / max(groups[row["group_id"]]), abs=1e-6)


def test_a_bundle_is_written_the_same_way_twice(tmp_path: Path) -> None:
    one, other = lazega_law(tmp_path / "1"), lazega_law(tmp_path / "2")
    assert [f.read_bytes() for f in sorted(one.iterdir())] == [
        f.read_bytes() for f in sorted(other.iterdir())
    ]
    assert plan(meetup(tmp_path / "3")).import_id == plan(meetup(tmp_path / "4")).import_id
