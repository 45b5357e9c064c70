"""What a look for damage says."""

from __future__ import annotations

import pytest

from refgraph.model.digests import digest_of_sums, text_digest
from refgraph.store.port import Left
from refgraph.store.soundness import (
    TableState,
    TableSums,
    fit_findings,
    ledger_findings,
    look_of,
    lost_reference,
    not_found_by_name,
    table_findings,
)

SOUND = TableSums({1: (2, 30), 2: (1, 5)}, {1: (2, 30), 2: (1, 5)})
CHANGED = TableSums({1: (2, 30), 2: (1, 5)}, {1: (2, 30), 2: (1, 6)})
UNREADABLE = TableSums({2: (1, 5)}, None)


def findings(
    sums: TableSums, *, rows: int = 3, counted: int = 3, digest: int = 35, is_foreign: bool = False
) -> list[str]:
    return list(table_findings(TableState("people", rows, counted, digest, is_foreign, sums)))


def test_sound_tables_have_no_findings() -> None:
    assert findings(SOUND) == []
    assert SOUND.total == (3, 35)
    assert list(ledger_findings(3, 3, 3)) == []


def test_a_fit_is_as_its_import_brought_it_or_a_sentence() -> None:
    sound = (2, "{}", text_digest("{}"))
    assert list(fit_findings(2, [sound])) == []
    changed = "the fit of import 2 is not as it was written"
    assert list(fit_findings(2, [(2, "{ }", sound[2]), (2, None, None)])) == [changed, changed]
    foreign = "there is a fit that no import brought"
    assert list(fit_findings(1, [sound, (None, *sound[1:]), (0, *sound[1:])])) == [foreign] * 3


def test_each_damage_of_a_table_is_a_sentence() -> None:
    counts = "people has 2 rows, 3 were counted as they were written"
    changed = "people has a row that is not as it was written"
    assert findings(SOUND, rows=2) == [counts]
    # Which row is wrong cannot be told of rows that are missing.
    assert findings(CHANGED, rows=2) == [counts]
    assert findings(CHANGED) == [f"{changed} by import 2"]
    assert findings(SOUND, digest=36) == [changed]
    assert findings(SOUND, is_foreign=True) == ["people has a row that no import wrote"]
    assert findings(UNREADABLE) == ["people has a row that cannot be read"]


@pytest.mark.parametrize(("wrong", "said"), [(5, "1, 2, 3, 4, 5"), (6, "1, 2, 3, 4, 5 and 1 more")])
def test_of_many_imports_five_are_named(wrong: int, said: str) -> None:
    sums = TableSums({}, {i: (0, i) for i in range(1, wrong + 1)})
    assert findings(sums) == [f"people has a row that is not as it was written by import {said}"]


@pytest.mark.parametrize("state", [(3, 2, 3), (3, 3, 2), (4, 3, 3)])
def test_a_ledger_with_a_gap_is_found(state: tuple[int, int, int]) -> None:
    version, imports, last = state
    expected = f"the store says version {version}, but has {imports} imports, the last of version {last}"
    assert list(ledger_findings(*state)) == [expected]


def test_what_is_lost_is_named() -> None:
    assert lost_reference("roles", "people") == "a row of roles refers to a row of people that is not there"
    assert not_found_by_name(2, "people") == "2 rows of people are not found by name"


def test_a_sound_look_has_a_digest() -> None:
    look = look_of(2, [], {"people": SOUND}, [])
    assert look.digest == digest_of_sums({"people": (3, 35)})
    assert look.left == {1: Left(2, is_sound=True), 2: Left(1, is_sound=True)}


def test_a_look_tells_which_imports_damage_touches() -> None:
    look = look_of(2, ["damaged"], {"people": CHANGED, "roles": UNREADABLE, "reps": SOUND}, [])
    assert look.digest is None
    assert look.left == {1: Left(4, is_sound=True), 2: Left(3, is_sound=False)}
    hidden = look_of(2, ["damaged"], {"people": SOUND, "roles": UNREADABLE}, [])
    assert hidden.left == {1: Left(2, is_sound=True), 2: Left(2, is_sound=None)}
