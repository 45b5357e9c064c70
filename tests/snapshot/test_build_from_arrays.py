"""Columns of Arrow arrays give the snapshot that the same cells as Python objects give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.arrow import ArrowCells, array_of
from refgraph.model.columns import Columns
from refgraph.model.tables import TABLES
from refgraph.snapshot.build import build
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.late_texts import LateTexts
from tests.facts import Cells, columns
from tests.snapshot.bundles import AS_OF, bundle
from tests.snapshot.equal import assert_equal
from tests.snapshot.laid import in_pieces, laid, plain, sharing_ids
from tests.snapshot.test_build import AN_ACCOUNT, TWO_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

LAYS: dict[str, Callable[[Columns], Columns]] = {
    "dictionaries": laid,
    "plain": lambda columns: laid(columns, plain),
    "in pieces": lambda columns: laid(columns, in_pieces),
    "sharing ids": sharing_ids,
}


@pytest.mark.parametrize("lay", LAYS)
@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 2**32 - 1), by_key=st.booleans())
def test_arrays_and_lists_give_the_same_snapshot(lay: str, number: int, by_key: bool) -> None:
    given_columns = columns(**bundle(np.random.default_rng(number)))
    if by_key:
        given_columns = sorted_by_key(given_columns)
    expected, found = build(given_columns, AS_OF), build(LAYS[lay](given_columns), AS_OF)
    assert_equal(found, expected)
    np.testing.assert_array_equal(closings(found), closings(expected))
    for name in ("account_index", "person_index", "circle_index", "rep_index", "event_index"):
        index = getattr(found, name)
        assert dict(index) == {key: index.get(key) for key in index} == dict(getattr(expected, name))
        assert index.get("nobody") is None


def sorted_by_key(columns: Columns) -> Columns:
    """Rows in the order a store gives them."""
    tables = {}
    for name, cells in columns.tables.items():
        rows = sorted(zip(*cells.values(), strict=True), key=TABLES[name].key_of)
        tables[name] = {column: [row[i] for row in rows] for i, column in enumerate(cells)}
    return Columns(columns.store_uuid, columns.version, tables)


def test_texts_of_arrays_stay_there() -> None:
    snapshot = build(laid(columns(people=TWO_PEOPLE, accounts=AN_ACCOUNT)), AS_OF)
    assert isinstance(snapshot.people.ids, LateTexts)
    assert isinstance(snapshot.people.names, LateTexts)
    assert snapshot.people.ids == ("p", "q")
    assert snapshot.person("q") == 1


def test_arrays_of_the_snapshot_cannot_be_written_to() -> None:
    snapshot = build(
        sharing_ids(columns(people=TWO_PEOPLE, knows=[{"person_a": "p", "person_b": "q"}])), AS_OF
    )
    with pytest.raises(ValueError, match="read-only"):
        snapshot.knows.a[0] = 1


@pytest.mark.parametrize("lay", ["dictionaries", "plain", "in pieces"])
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
            {"events": [{"event_id": "e", "kind": "call", "person_id": "p"}]},
            r"events, column date: found an empty cell, expected a day",
        ),
        ({"people": [{"person_id": "p"}, {"person_id": "p"}]}, r"people: the id 'p' stands twice"),
        (
            {"roles": [{"person_id": "p", "account_id": "A", "seniority": "X"}]},
            r"roles, column seniority: found 'X', expected one of S, M, C",
        ),
        (
            {"accounts": [{"account_id": "A", "parent_id": "B"}]},
            r"accounts, column parent_id: found 'B', expected a known id",
        ),
    ],
)
def test_what_no_store_holds_is_refused_in_arrays_too(lay: str, tables: dict[str, Any], message: str) -> None:
    given_columns = columns(**{"accounts": AN_ACCOUNT, "people": TWO_PEOPLE, **tables})
    for form in (given_columns, LAYS[lay](given_columns)):
        with pytest.raises(ValueError, match=message):
            build(form, AS_OF)


def test_an_entry_of_a_dictionary_that_no_row_has_is_no_mistake() -> None:
    tables: dict[str, list[Cells]] = {
        "people": TWO_PEOPLE, "accounts": AN_ACCOUNT, "roles": [{"person_id": "p", "account_id": "A"}]
    }  # fmt: skip
    given_columns = laid(columns(**tables))
    person = array_of(["gone", "p"], TABLES["roles"].columns[0]).slice(1)
    roles = {**given_columns.tables["roles"], "person_id": ArrowCells(person)}
    snapshot = build(Columns("", 0, {**given_columns.tables, "roles": roles}), AS_OF)
    assert snapshot.roles.person.tolist() == [0]
