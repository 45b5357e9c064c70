"""What holds of every merge: nothing names a merged id, nothing is lost, and an undo brings back what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refgraph.model.tables import TABLES
from refgraph.service.merging import merge
from refgraph.service.undoing import undo_import

if TYPE_CHECKING:
    from refgraph.model.tables import Cell
    from tests.facts import Cells
    from tests.service.conftest import NewBooks

PEOPLE = [f"p{i}" for i in range(5)]
ACCOUNTS = [f"a{i}" for i in range(4)]
DAYS = [None, "2024-01-01", "2025-01-01"]
person, account, day = (st.sampled_from(options) for options in (PEOPLE, ACCOUNTS, DAYS))
maybe = st.one_of(st.none(), person)
share = st.sampled_from([None, 0.2, 0.9])


def relation(**cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cells]:
    return st.fixed_dictionaries(cells)


def unique(rows: list[Cells], *key: str) -> list[Cells]:
    return list({tuple(row.get(name) for name in key): row for row in rows}.values())


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Cells]]:
    def some(cells: st.SearchStrategy[Cells]) -> list[Cells]:
        return draw(st.lists(cells, max_size=6))

    roles = some(relation(**{"person_id": person, "account_id": account, "reports_to": maybe, "from": day}))
    members = some(relation(person_id=person, attendance=share, **{"from": day}))
    knows = some(relation(person_a=person, person_b=person, strength=share, directed=st.booleans()))
    kinds = st.sampled_from(["call", "referral_asked"])
    events = some(relation(person_id=person, account_id=account, kind=kinds, ref=account))
    for row in knows:
        if not row["directed"]:
            row["person_a"], row["person_b"] = sorted([str(row["person_a"]), str(row["person_b"])])
    return {
        "people": [{"person_id": one, "email": draw(st.sampled_from([None, f"{one}@x.com"]))} for one in PEOPLE],
        "accounts": [{"account_id": one} for one in ACCOUNTS],
        "circles": [{"circle_id": "c"}],
        "roles": unique([{k: v for k, v in row.items() if row["reports_to"] != row["person_id"] or k != "reports_to"} for row in roles], "person_id", "account_id", "from"),
        "memberships": unique([{**row, "circle_id": "c"} for row in members], "person_id", "from"),
        "knows": unique([row for row in knows if row["person_a"] != row["person_b"]], "person_a", "person_b", "directed"),
        "events": [{**row, "event_id": f"e{i}", "date": "2025-06-01"} for i, row in enumerate(events)],
    }  # fmt: skip


@given(worlds(), st.sampled_from(["people", "accounts"]), st.permutations(range(4)), st.integers(1, 3))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_names_a_merged_id_and_an_undo_brings_all_back(
    new_books: NewBooks, world: dict[str, list[Cells]], table: str, order: list[int], count: int
) -> None:
    ids = [(PEOPLE if table == "people" else ACCOUNTS)[at] for at in order]
    keep, others = ids[0], ids[1 : count + 1]
    with new_books(**world) as books:
        before, events = books.digest(), len(world["events"])
        done = merge(books, table, keep, others)
        for name, spec in TABLES.items():
            for row in books.table(name):
                for cell, column in zip(row, spec.columns, strict=True):
                    if column.refers_to == table or (
                        spec.is_entity and name == table and column.name == spec.key[0]
                    ):
                        assert cell not in others
        assert len(books.table("events")) == events
        assert books.check() == []
        undo_import(books, done.import_id)
        assert books.digest() == before
        assert books.aliases(table) == {}
