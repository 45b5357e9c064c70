"""What a look at everything tells of a sound store, the same in every backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Batch
from refgraph.store.port import Left
from tests.store.batches import add, rows

if TYPE_CHECKING:
    from refgraph.store.port import Store


def test_an_empty_store_is_sound(store: Store) -> None:
    look = store.look()
    assert (look.version, look.findings, look.imports, look.left) == (0, [], [], {})
    assert look.digest == store.digest()


def test_each_import_has_what_later_ones_left_of_its_rows(store: Store) -> None:
    """Of five people, one is renamed and one taken out by the third import, whose own row is the renamed one."""
    people = [{"person_id": key} for key in ("ann", "bob", "cy", "dan", "eve")]
    add(store, people=people, accounts=[{"account_id": "acme"}])
    add(store, roles=[{"person_id": "ann", "account_id": "acme"}])
    renamed = rows(people=[{"person_id": "bob", "name": "Bob B"}])
    store.apply(Batch("third", "folder", 2, renamed, deletes={"people": [("eve",)]}))
    look = store.look()
    assert (look.version, look.findings) == (3, [])
    assert look.left == {1: Left(4, is_sound=True), 2: Left(1, is_sound=True), 3: Left(1, is_sound=True)}
    assert look.imports == store.imports()
    assert look.digest == store.digest()


def test_an_import_whose_rows_are_all_replaced_has_none_left(store: Store) -> None:
    add(store, people=[{"person_id": "ann"}])
    add(store, people=[{"person_id": "ann", "name": "Ann A"}])
    assert store.look().left == {2: Left(1, is_sound=True)}
