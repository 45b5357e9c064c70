"""Sums follow the rows that come and go."""

from __future__ import annotations

from refgraph.model.digests import MODULUS, row_digest, rows_sum
from refgraph.store.counting import Counter, LeftChange, Sums
from tests.facts import row_of

ANN, BOB, EVE = (row_of("people", {"person_id": name}) for name in ("ann", "bob", "eve"))


def sums(at: int = 2) -> Sums:
    """Ann and Bob are there, whom version 1 wrote."""
    people = Counter(rows=2, next_num=2, digest=rows_sum([ANN, BOB]))
    return Sums({"people": people, "circles": Counter(0, 0, 0)}, at)


def test_nothing_is_kept_of_tables_that_nothing_was_written_to() -> None:
    untouched = sums()
    untouched.add("people", [])
    assert untouched.touched() == {}
    assert untouched.left() == {}


def test_rows_that_come_count_for_this_version() -> None:
    counted = sums()
    counted.add("people", [EVE])
    assert {name: counter.rows for name, counter in counted.touched().items()} == {"people": 3}
    assert counted.counters["people"].digest == rows_sum([ANN, BOB, EVE])
    assert counted.left() == {("people", 2): LeftChange(1, row_digest(EVE))}


def test_a_known_digest_stands_for_the_rows() -> None:
    counted = sums()
    counted.add("people", [EVE], digest=7)
    assert counted.left() == {("people", 2): LeftChange(1, 7)}


def test_a_row_that_goes_is_taken_from_the_version_that_wrote_it() -> None:
    counted = sums()
    counted.remove("people", [(BOB, 1)])
    assert counted.counters["people"] == Counter(1, 2, row_digest(ANN), is_touched=True)
    assert counted.left() == {
        ("people", 1): LeftChange(-1, MODULUS - row_digest(BOB)),
        ("people", 2): LeftChange(0, 0),
    }


def test_a_row_that_comes_and_goes_leaves_nothing() -> None:
    counted = sums()
    counted.add("people", [EVE])
    counted.remove("people", [(EVE, 2)])
    assert counted.left() == {("people", 2): LeftChange(0, 0)}
    assert counted.counters["people"].digest == rows_sum([ANN, BOB])
