"""Versions before those that took others back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.later import steps_back

if TYPE_CHECKING:
    from collections.abc import Sequence


class Before:
    """What rows were before versions that were taken back; remembers what it was asked for."""

    def __init__(self, **vers: dict[str, int]) -> None:
        self.asked: list[tuple[int, list[str]]] = []
        self._vers = vers

    def __call__(self, version: int, keys: Sequence[str]) -> dict[str, int]:
        self.asked.append((version, [*keys]))
        found = self._vers.get(f"v{version}", {})
        return {key: found[key] for key in keys if key in found}


def test_rows_of_plain_imports_go_no_step_back() -> None:
    before = Before()
    assert list(steps_back({"ann": 1, "bob": 2}, {5: 4}, before)) == [{"ann": 1, "bob": 2}]
    assert before.asked == []


def test_rows_go_back_until_a_version_that_took_nothing_back() -> None:
    # 6 took 5 back, which took 4 back, which had replaced what 2 wrote of Ann; 8 took 7 back.
    before = Before(v5={"ann": 4, "bob": 4}, v4={}, v7={"eve": 6})
    undoes = {5: 4, 6: 5, 8: 7}
    steps = list(steps_back({"ann": 6, "bob": 6, "eve": 8, "zoe": 3}, undoes, before))
    assert steps == [
        {"ann": 6, "bob": 6, "eve": 8, "zoe": 3},
        {"ann": 4, "bob": 4, "eve": 6},
        # Of Eve's row nothing is known before version 6.
    ]
    assert before.asked == [(5, ["ann", "bob"]), (7, ["eve"]), (5, ["eve"])]


def test_nothing_is_no_step() -> None:
    assert list(steps_back({}, {2: 1}, Before())) == []
