from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BadOption, UnknownId
from refgraph.model.batch import Batch
from refgraph.service.duplicates import likely_duplicates, not_the_same
from refgraph.service.merging import merge
from refgraph.service.undoing import undo_import
from tests.facts import row_of

if TYPE_CHECKING:
    from tests.facts import Cells
    from tests.service.books import Books
    from tests.service.conftest import NewBooks


@pytest.fixture
def store(new_books: NewBooks) -> Books:
    """Anna Berg twice by e-mail, and once more under another one."""
    people: list[Cells] = [
        {"person_id": "a1", "name": "Anna Berg", "email": "anna.berg@north.test"},
        {"person_id": "a2", "name": "Berg, Anna", "email": "anna.berg@north.test"},
        {"person_id": "x", "name": "Omar Haddad", "email": "omar@fjord.test"},
    ]
    return new_books(people=people)


def proposed(store: Books) -> list[tuple[str, ...]]:
    return [tuple(sorted(one.ids)) for one in likely_duplicates(store, "people")]


def test_a_pair_said_to_be_two_is_proposed_no_more_until_that_is_taken_back(store: Books) -> None:
    assert proposed(store) == [("a1", "a2")]
    done = not_the_same(store, "people", ["a2", "a1"], by="Zhou")
    assert store.distinct("people") == {("a1", "a2")}
    assert proposed(store) == []
    assert store.imports()[-1].by == "Zhou"
    undo_import(store, done.batch_id)
    assert store.distinct("people") == frozenset()
    assert proposed(store) == [("a1", "a2")]


def test_a_pair_said_to_be_two_stays_two_under_the_id_it_was_merged_into(store: Books) -> None:
    not_the_same(store, "people", ["a2", "x"])
    merge(store, "people", "a1", ["a2"])
    store.apply(Batch("again", "folder", store.version(), {"people": [
        row_of("people", {"person_id": "x", "name": "Anna Berg", "email": "anna.berg@north.test"})
    ]}))  # fmt: skip
    assert proposed(store) == []


def test_who_is_not_there_cannot_be_told_apart(store: Books) -> None:
    with pytest.raises(UnknownId, match=r"there is nothing with the id 'nobody' in people"):
        not_the_same(store, "people", ["a1", "nobody"])
    with pytest.raises(BadOption, match=r"there is nothing to tell apart"):
        not_the_same(store, "people", ["a1", "a1"])
    assert store.version() == 1


def test_another_tables_ids_are_not_concerned(store: Books) -> None:
    not_the_same(store, "people", ["a1", "a2"])
    assert store.distinct("accounts") == frozenset()
