from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import UnknownId
from refgraph.model.columns import Columns
from refgraph.model.tables import EVENT_KINDS, TABLES, Cell
from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import ALWAYS, Consent, EventKind, Seniority, Stance, day_to_iso
from tests.facts import Cells, columns, snapshot_of
from tests.snapshot.bundles import AS_OF, Bundle, bundle, joined, later
from tests.snapshot.equal import PARTS, assert_equal

BEGINS = {"events": "date", "roles": "from", "memberships": "from", "knows": "since"}
AN_ACCOUNT: list[Cells] = [{"account_id": "A"}]
TWO_PEOPLE: list[Cells] = [{"person_id": "p"}, {"person_id": "q"}]


def as_the_store_filters(found: Bundle) -> Bundle:
    """Rows that begin after AS_OF are left out, except orders."""

    def begun(table: str, cells: Cells) -> bool:
        begins = cells.get(BEGINS[table]) if table in BEGINS else None
        return cells.get("kind") == "deal_won" or begins is None or str(begins) <= AS_OF.isoformat()

    return {table: [cells for cells in rows if begun(table, cells)] for table, rows in found.items()}


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_the_stores_filter_does_not_change_the_snapshot(number: int) -> None:
    found = bundle(np.random.default_rng(number))
    assert_equal(build(columns(**found), AS_OF), build(columns(**as_the_store_filters(found)), AS_OF))


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_facts_dated_after_the_day_change_nothing(number: int) -> None:
    rng = np.random.default_rng(number)
    found = bundle(rng)
    more = joined(found, later(rng, with_first_orders=False))
    assert_equal(build(columns(**found), AS_OF), build(columns(**more), AS_OF))


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_the_order_of_rows_does_not_matter(number: int) -> None:
    rng = np.random.default_rng(number)
    found = bundle(rng)
    shuffled: Bundle = {table: [rows[i] for i in rng.permutation(len(rows))] for table, rows in found.items()}
    assert_equal(build(columns(**found), AS_OF), build(columns(**shuffled), AS_OF))


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_relations_and_events_stand_in_their_promised_order(number: int) -> None:
    snapshot = build(columns(**bundle(np.random.default_rng(number))), AS_OF)
    roles, members, knows = snapshot.roles, snapshot.memberships, snapshot.knows
    for rows in (
        list(zip(roles.person, roles.account, roles.start, strict=True)),
        list(zip(members.person, members.circle, members.start, strict=True)),
        list(zip(knows.a, knows.b, knows.directed, knows.kind, strict=True)),
        list(zip(snapshot.events.day, snapshot.events.ids, strict=True)),
    ):
        assert rows == sorted(rows)


def test_entities_are_indexed_in_the_order_of_their_ids_by_code_point() -> None:
    ids = ["b", "é", "B", "a10", "a9", "张", "z"]
    snapshot = snapshot_of(people=[{"person_id": key} for key in ids])
    assert snapshot.people.ids == ("B", "a10", "a9", "b", "z", "é", "张")
    assert snapshot.person("张") == 6


def test_cells_become_arrays_and_empty_ones_their_stand_ins() -> None:
    snapshot = snapshot_of(
        accounts=[
            {"account_id": "A", "name": "Daily", "size": 300.0, "owner": "r1", "potential": 5e4},
            {"account_id": "B", "name": "Branch", "parent_id": "A", "industry": "press"},
        ],
        people=[
            {"person_id": "p", "name": "Li", "consent": "no"},
            {"person_id": "q", "name": "Wu", "consent": "yes", "email": "wu@x"},
            {"person_id": "s"},
        ],
        roles=[{"person_id": "p", "account_id": "B", "seniority": "C", "reports_to": "q"}],
        circles=[{"circle_id": "c", "meetings_per_year": 12.0}, {"circle_id": "d", "kind": "chat"}],
    )
    accounts, people, roles = snapshot.accounts, snapshot.people, snapshot.roles
    np.testing.assert_array_equal(accounts.size, [300.0, np.nan])
    np.testing.assert_array_equal(accounts.potential, [50000.0, np.nan])
    np.testing.assert_array_equal(snapshot.circles.meetings_per_year, [12.0, np.nan])
    assert (accounts.names, accounts.owner, accounts.industry) == (
        ("Daily", "Branch"),
        ("r1", ""),
        ("", "press"),
    )
    assert accounts.parent.tolist() == [-1, 0]
    assert people.consent.tolist() == [Consent.NO, Consent.YES, Consent.NOT_ASKED]
    assert people.email == ("", "wu@x", "")
    assert (roles.seniority.tolist(), roles.reports_to.tolist()) == ([Seniority.C], [1])
    assert (roles.title, roles.buying_role) == (("",), ("",))
    assert (roles.stance.tolist(), roles.stance_day.tolist()) == ([Stance.UNKNOWN], [ALWAYS])
    assert (snapshot.store_uuid, snapshot.version) == ("", 0)


def test_an_event_counts_on_its_day_and_not_before() -> None:
    happened: list[Cells] = [
        {"event_id": "late", "kind": "call", "date": "2025-06-02", "account_id": "A"},
        {
            "event_id": "b",
            "kind": "survey",
            "date": "2025-06-01",
            "account_id": "A",
            "value": 9.0,
            "ref": "x",
        },
        {"event_id": "a", "kind": "visit", "date": "2025-06-01", "person_id": "p", "text": "tea"},
        {"event_id": "z", "kind": "deal_won", "date": "2024-01-31", "account_id": "A", "margin": 7.0},
    ]
    events = snapshot_of("2025-06-01", accounts=AN_ACCOUNT, people=TWO_PEOPLE, events=happened).events
    assert events.ids == ("z", "a", "b")
    assert events.kind.tolist() == [EventKind.DEAL_WON, EventKind.VISIT, EventKind.SURVEY]
    assert [day_to_iso(day) for day in events.day.tolist()] == ["2024-01-31", "2025-06-01", "2025-06-01"]
    assert (events.account.tolist(), events.person.tolist()) == ([0, -1, 0], [-1, 0, -1])
    np.testing.assert_array_equal(events.value, [np.nan, np.nan, 9.0])
    np.testing.assert_array_equal(events.margin, [7.0, np.nan, np.nan])
    assert (events.ref, events.text) == (("", "", "x"), ("", "tea", ""))


def test_an_acquaintance_counts_from_since_and_a_later_contact_is_not_known_yet() -> None:
    told: list[Cells] = [
        {"person_a": "p", "person_b": "q", "kind": "x", "since": "2025-06-02"},
        {
            "person_a": "p",
            "person_b": "q",
            "kind": "friend",
            "since": "2025-06-01",
            "last_contact": "2025-06-02",
        },
        {"person_a": "p", "person_b": "q", "last_contact": "2025-06-01", "strength": 0.2},
        {"person_a": "q", "person_b": "p", "directed": True},
    ]
    knows = snapshot_of("2025-06-01", people=TWO_PEOPLE, knows=told).knows
    assert (knows.a.tolist(), knows.b.tolist(), knows.directed.tolist()) == (
        [0, 0, 1],
        [1, 1, 0],
        [False, False, True],
    )
    assert knows.kind == ("", "friend", "")
    assert [day_to_iso(day) for day in knows.last_contact.tolist()] == ["2025-06-01", None, None]
    assert [day_to_iso(day) for day in knows.since.tolist()] == [None, "2025-06-01", None]
    np.testing.assert_array_equal(knows.strength, [0.2, np.nan, np.nan])


def test_event_kinds_have_the_codes_of_the_import_format() -> None:
    assert tuple(kind.name.lower() for kind in EventKind) == EVENT_KINDS
    assert [int(kind) for kind in EventKind] == list(range(len(EVENT_KINDS)))


def test_a_store_without_facts_gives_an_empty_snapshot() -> None:
    snapshot = snapshot_of()
    assert (snapshot.accounts.ids, snapshot.people.ids, snapshot.circles.ids) == ((), (), ())
    assert len(snapshot.roles.person) == len(snapshot.memberships.person) == len(snapshot.knows.a) == 0
    assert snapshot.events.ids == ()
    assert snapshot.day == (date(2026, 1, 1) - date(1970, 1, 1)).days


def test_the_store_version_travels_with_the_snapshot() -> None:
    snapshot = build(replace(columns(), store_uuid="u-1", version=7), AS_OF)
    assert (snapshot.store_uuid, snapshot.version, snapshot.as_of) == ("u-1", 7, AS_OF)


def test_no_array_can_be_written_to() -> None:
    snapshot = build(columns(**bundle(np.random.default_rng(0))), AS_OF)
    arrays = [
        value
        for part in PARTS
        for field in fields(getattr(snapshot, part))
        if isinstance(value := getattr(getattr(snapshot, part), field.name), np.ndarray)
    ]
    assert len(arrays) == 34
    assert not any(array.flags.writeable for array in arrays)


def test_an_unknown_id_is_named_with_the_cure() -> None:
    with pytest.raises(UnknownId, match=r"there is no account 'Z'; refgraph search NAME finds"):
        snapshot_of(accounts=AN_ACCOUNT).account("Z")
    with pytest.raises(UnknownId, match=r"no account 'Z': the store has none yet; import a folder first"):
        snapshot_of().account("Z")


def test_an_event_of_a_kind_unknown_to_us_says_nothing() -> None:
    events: list[Cells] = [
        {"event_id": "e", "kind": "telepathy", "date": "2025-01-01", "account_id": "A"},
        {"event_id": "f", "kind": "call", "date": "2025-01-01", "account_id": "A"},
    ]
    assert snapshot_of(accounts=AN_ACCOUNT, events=events).events.ids == ("f",)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"roles": [{"person_id": "p", "account_id": "Z"}]},
            r"roles, column account_id: found 'Z', expected a known id",
        ),
        (
            {"roles": [{"person_id": None, "account_id": "A"}]},
            r"roles, column person_id: found an empty cell, expected a known id",
        ),
        (
            {"roles": [{"person_id": "p", "account_id": "A", "reports_to": "x"}]},
            r"roles, column reports_to: found 'x', expected a known id",
        ),
        (
            {"memberships": [{"person_id": "p", "circle_id": "c"}]},
            r"memberships, column circle_id: found 'c', expected a known id",
        ),
        (
            {"knows": [{"person_a": "p", "person_b": "x"}]},
            r"knows, column person_b: found 'x', expected a known id",
        ),
        (
            {"events": [{"event_id": "e", "kind": "call", "date": "2025-01-01", "person_id": "x"}]},
            r"events, column person_id: found 'x', expected a known id",
        ),
        (
            {"events": [{"event_id": "e", "kind": "call", "person_id": "p"}]},
            r"events, column date: found an empty cell, expected a day",
        ),
        ({"people": [{"person_id": "p"}, {"person_id": "p"}]}, r"people: the id 'p' stands twice"),
        (
            {"accounts": [{"account_id": "A", "parent_id": "B"}]},
            r"accounts, column parent_id: found 'B', expected a known id",
        ),
    ],
)
def test_what_no_store_holds_is_refused(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        snapshot_of(**{"accounts": AN_ACCOUNT, "people": TWO_PEOPLE, **tables})


def test_columns_of_unequal_length_are_refused() -> None:
    tables: dict[str, dict[str, list[Cell]]] = {
        name: {column.name: [] for column in table.columns} for name, table in TABLES.items()
    }
    tables["people"]["name"] = ["Li"]
    with pytest.raises(
        ValueError, match=r"the columns of people differ in length: \{'person_id': 0, 'name': 1,"
    ):
        build(Columns("", 0, tables), AS_OF)


def test_missing_columns_are_named() -> None:
    tables: dict[str, dict[str, list[Cell]]] = {
        name: {column.name: [] for column in table.columns} for name, table in TABLES.items()
    }
    del tables["circles"]["kind"]
    with pytest.raises(ValueError, match="circles lacks the columns kind"):
        build(Columns("", 0, tables), AS_OF)


def test_reps_come_with_their_territories_and_hours() -> None:
    reps = snapshot_of(
        reps=[
            {
                "rep_id": "r2",
                "name": "Zhou",
                "role": "rep",
                "territories": "North; South;",
                "hours_per_week": 8.0,
            },
            {"rep_id": "r1", "name": "Xu"},
        ]
    ).reps
    assert reps.ids == ("r1", "r2")
    assert reps.names == ("Xu", "Zhou")
    assert reps.role == ("", "rep")
    assert reps.territories == ((), ("North", "South"))
    assert np.isnan(reps.hours_per_week[0])
    assert reps.hours_per_week[1] == 8.0
