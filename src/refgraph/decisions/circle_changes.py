"""Circle changes: our name in each circle in two worlds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.standing import Standings, interval

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class CircleName:
    """Our name in one circle in one world; the fields are those of `reputation.Reputation`."""

    ours: int
    lost: int
    open: int
    penetration: float | None
    reputation: float | None
    interval: tuple[float, float] | None
    certainty: float | None


@dataclass(frozen=True, slots=True)
class CircleChange:
    """A circle in which our name differs."""

    circle: int
    before: CircleName
    after: CircleName
    change: float
    """Reputation after less before, in [-2, 2]; nothing heard counts as 0."""


@dataclass(frozen=True, slots=True)
class CircleChanges:
    """The circles in which our name differs."""

    rows: tuple[CircleChange, ...]
    """Greatest |change| (rounded to 12 digits) first, then that of penetration, then by id."""
    count: int
    """As many as there are, those beyond the limit among them."""


def circle_changes(
    worlds: tuple[Scores, Scores], names: tuple[Standings, Standings], *, limit: int
) -> CircleChanges:
    """Circles whose accounts by status, reputation or certainty differ (after rounding to 12 digits)."""
    before, after = names
    change = np.nan_to_num(after.reputation) - np.nan_to_num(before.reputation)
    differs = np.any([getattr(before, f) != getattr(after, f) for f in ("ours", "lost", "open")], axis=0)
    for name in ("reputation", "certainty"):
        differs |= _differs(getattr(before, name), getattr(after, name))
    rows = np.flatnonzero(differs)
    shift = np.abs(np.nan_to_num(after.penetration) - np.nan_to_num(before.penetration))
    keys = (-np.round(shift, 12)[rows], -np.round(np.abs(change), 12)[rows])
    order = rows[np.lexsort((rows, *keys))][:limit]
    return CircleChanges(
        tuple(
            CircleChange(
                circle,
                _name(worlds[0], before, circle),
                _name(worlds[1], after, circle),
                float(change[circle]),
            )
            for circle in order.tolist()
        ),
        len(rows),
    )


def _differs(one: Floats, other: Floats) -> Bools:
    """Whether numbers differ after rounding; NaN equals NaN, shape (c,)."""
    return ~np.isclose(np.round(one, 12), np.round(other, 12), rtol=0.0, atol=0.0, equal_nan=True)


def _name(scores: Scores, names: Standings, circle: int) -> CircleName:
    return CircleName(
        ours=int(names.ours[circle]),
        lost=int(names.lost[circle]),
        open=int(names.open[circle]),
        penetration=_or_none(names.penetration[circle]),
        reputation=_or_none(names.reputation[circle]),
        interval=interval(scores, names.audience, circle),
        certainty=_or_none(names.certainty[circle]),
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
