"""The event log while it is written: blocks of events of one kind, in the order in which they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import EVENT_KINDS
from refgraph.sources.generated.staff import NONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_THURSDAY = 3
"""Day of the week of 1970-01-01, Monday is 0."""


@dataclass(frozen=True, slots=True)
class Events:
    """Events by day, arrays of shape (e,); an event that another one refers to comes before it."""

    kind: Ints
    """Position in `EVENT_KINDS`."""
    phrase: Ints
    """Position in the keys of `PHRASES`."""
    day: Ints
    account: Ints
    person: Ints
    value: Floats
    """NaN where the file says nothing."""
    margin: Floats
    """NaN where the file says nothing."""
    event: Ints
    """Position of the event that `ref` names; -1 for none."""
    target: Ints
    """Account that `ref` names; -1 for none."""


@dataclass(slots=True)
class Log:
    """Blocks of events in the order in which they were noted; `phrases` are the keys of `PHRASES`."""

    phrases: tuple[str, ...]
    blocks: list[Events] = field(default_factory=list)
    count: int = 0

    def note(
        self,
        kind: str,
        account: Ints,
        person: Ints,
        day: Ints,
        *,
        phrase: str = "",
        value: Floats | None = None,
        margin: Floats | None = None,
        event: Ints | None = None,
        target: Ints | None = None,
        on_any_day: bool = False,
    ) -> Ints:
        """Write down events of one kind on the first working day from `day` on; gives their numbers for `event`."""
        size = len(account)
        self.blocks.append(
            Events(
                kind=np.full(size, EVENT_KINDS.index(kind)),
                phrase=np.full(size, self.phrases.index(phrase or kind)),
                day=day if on_any_day else working_day(day),
                account=account,
                person=person,
                value=np.full(size, np.nan) if value is None else value,
                margin=np.full(size, np.nan) if margin is None else margin,
                event=np.full(size, NONE) if event is None else event,
                target=np.full(size, NONE) if target is None else target,
            )
        )
        self.count += size
        return np.arange(self.count - size, self.count)

    def until(self, day: int) -> Events:
        """Events up to a day in the order of the file: by day, those of one day as they were told."""
        told = {name: np.concatenate([getattr(block, name) for block in self.blocks]) for name in _FIELDS}
        order = np.lexsort((np.arange(self.count), told["day"]))
        order = order[told["day"][order] <= day]
        position = np.full(self.count + 1, NONE)
        position[order] = np.arange(len(order))
        told["event"] = position[told["event"]]
        return Events(**{name: cells[order] for name, cells in told.items()})


_FIELDS = tuple(Events.__dataclass_fields__)


def working_day(day: Ints) -> Ints:
    """Return the day itself, or the Monday after a weekend."""
    weekday = (day + _THURSDAY) % 7
    return day + np.where(weekday >= 5, 7 - weekday, 0)
