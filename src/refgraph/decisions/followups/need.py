"""A need: one action that something which happened calls for, before needs are weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Ageing(Enum):
    """What becomes of a need after its due day."""

    FADES = "fades"
    """It presses less and less, and is given up after a while."""
    PRESSES = "presses"
    """It stays as pressing as on its due day, however long ago that was."""
    GROWS = "grows"
    """It presses more and more, and is never given up."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be done for whom by when, and why."""

    action: str
    account: int
    person: int
    """-1 for none."""
    anchor: int
    """Day of what calls for it; of two needs for the same the later anchor stands."""
    due: int
    """Day by which it should be done."""
    events: tuple[int, ...] = ()
    """Rows of the events that call for it, the weightiest first."""
    roles: tuple[int, ...] = ()
    """Rows of the roles that call for it."""
    facts: dict[str, str | float] = field(default_factory=dict)
    """What a sentence needs beside account, person and due: ISO days, ids (`other`, `target`, `where`), numbers."""
    ageing: Ageing = Ageing.FADES
    overseers: tuple[int, ...] = ()
    """Accounts above, whose reps see it too."""
