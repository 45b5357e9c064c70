"""What the ledger of imports means."""

from __future__ import annotations

import pytest

from refgraph.errors import BatchConflict, StaleBase
from refgraph.model.batch import Applied
from refgraph.store.ledger import earlier, ends_of, fits_of, next_version, taken_back, undoing, with_undone_by
from refgraph.store.port import Import, KeptFit
from tests.store.batches import batch


def imports(*undoes: int | None) -> list[Import]:
    """Imports 1, 2, … by which one each takes back."""
    applied = [Import(f"b{i}", "folder", i, "", "", undoes=at) for i, at in enumerate(undoes, 1)]
    return with_undone_by(applied)


def test_a_batch_that_comes_again_gets_the_first_answer() -> None:
    given = batch("b", 0, people=[{"person_id": "ann"}])
    assert earlier(given, None) is None
    assert earlier(given, (3, given.digest)) == Applied("b", 3)
    with pytest.raises(BatchConflict, match="batch 'b' was applied before with other content"):
        earlier(given, (3, "other"))


def test_a_batch_is_applied_to_the_version_it_was_planned_on() -> None:
    assert next_version(batch("b", 4), 4) == 5
    with pytest.raises(StaleBase, match="the store is at version 5, the batch was planned on 4"):
        next_version(batch("b", 4), 5)


@pytest.mark.parametrize(
    ("undoes", "undone_by"),
    [
        ((None, None), (None, None)),
        ((None, 1), (2, None)),
        # The undoing of 1 was undone, so 1 holds again.
        ((None, 1, 2), (None, 3, None)),
        ((None, 1, 2, 1), (4, 3, None, None)),
        ((None, 1, 2, 3), (2, None, 4, None)),
        ((None, None, 2, 1), (4, 3, None, None)),
    ],
)
def test_an_import_says_who_took_it_back_for_good(
    undoes: tuple[int | None, ...], undone_by: tuple[int | None, ...]
) -> None:
    assert tuple(one.undone_by for one in imports(*undoes)) == undone_by


def test_what_was_taken_back_and_what_took_it_back_changed_nothing() -> None:
    assert taken_back(imports(None, 1, 2)) == {2, 3}
    assert taken_back(imports(None, None)) == set()
    assert undoing(imports(None, 1, 2)) == {2: 1, 3: 2}


@pytest.mark.parametrize(
    ("undoes", "held"),
    [
        ((None, None), [1, 2]),
        ((None, None, 1), [2]),
        ((None, None, 2), [1]),
        ((None, None, 2, 3), [1, 2]),
        ((), []),
    ],
)
def test_fits_hold_while_their_imports_do_in_the_order_of_these(
    undoes: tuple[int | None, ...], held: list[int]
) -> None:
    found = fits_of(imports(*undoes), {2: "second", 1: ""})
    assert found == [KeptFit(at, "", {1: "", 2: "second"}[at]) for at in held]


def test_merged_ids_stand_for_the_end_of_their_chain() -> None:
    assert ends_of({"a": "b", "b": "c", "x": "c"}) == {"a": "c", "b": "c", "x": "c"}
    assert ends_of({}) == {}


@pytest.mark.parametrize("direct", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}])
def test_no_id_stands_for_itself(direct: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^'a' would stand for itself$"):
        ends_of(direct)
