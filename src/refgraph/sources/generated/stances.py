"""How people stand towards us, as the roles say it: read off the last telling event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import EVENT_KINDS, STANCES
from refgraph.sources.generated.staff import NONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.log import Events

    Ints = NDArray[np.int64]

_SUPPORTER, _NEUTRAL, _OPPONENT = (STANCES.index(word) for word in ("supporter", "neutral", "opponent"))
_LEAST_SATISFIED = 0.6
"""Satisfaction from which on a person counts as a supporter."""


@dataclass(frozen=True, slots=True)
class Stances:
    """Stance of each person's present role, arrays of shape (n,)."""

    stance: Ints
    """Position in `STANCES`; -1 for unknown."""
    day: Ints
    """Day of the event that told; -1 for unknown."""


def stances(people: int, events: Events) -> Stances:
    """Supporters were satisfied, opponents said so, neutral are those met in a good mood who are neither."""
    found = Stances(np.full(people, NONE), np.full(people, NONE))
    met = _of(events, "meeting", "visit") & (events.value > 0)
    told = _of(events, "satisfaction") & (events.value >= _LEAST_SATISFIED)
    told |= _of(events, "stance") & (events.value < 0)
    for rows in (np.flatnonzero(met), np.flatnonzero(told)):
        last = _last_of_each(events.person[rows], rows)
        person, kind = events.person[last], events.kind[last]
        found.day[person] = events.day[last]
        found.stance[person] = np.select(
            [kind == EVENT_KINDS.index("satisfaction"), kind == EVENT_KINDS.index("stance")],
            [_SUPPORTER, _OPPONENT],
            _NEUTRAL,
        )
    return found


def _of(events: Events, *kinds: str) -> NDArray[np.bool_]:
    return np.isin(events.kind, [EVENT_KINDS.index(kind) for kind in kinds])


def _last_of_each(person: Ints, rows: Ints) -> Ints:
    """The last of the ascending `rows` of each person."""
    _, backwards = np.unique(person[::-1], return_index=True)
    return rows[::-1][backwards]
