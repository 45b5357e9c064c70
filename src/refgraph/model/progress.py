"""How far a long piece of work has come, told to whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[str, int, int], None]
    """Takes the stage (`read`, `check`, `write`, `index` …), what is done of it and what there is in all, same unit.

    Called a few times a second at most, from the thread that works; it must be quick and not raise.
    """


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""
