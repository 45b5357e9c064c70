"""Asks: whom we asked for a favour when, so that nobody is worn out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Bools, Codes, Ints, Snapshot

_ASKED, _DECLINED = EventKind.REFERRAL_ASKED, EventKind.REFERRAL_DECLINED
_ASKS = (_ASKED, EventKind.REFERENCE_CALL)


@dataclass(frozen=True, slots=True)
class Asks:
    """Event rows of one person, oldest first."""

    asked: list[int]
    """referral_asked"""
    declined: list[int]
    """referral_declined"""
    budgeted: list[int]
    """referral_asked and reference_call, inside the budget's window only."""


@dataclass(frozen=True, slots=True)
class AskLog:
    """Asks and refusals of everybody, by (person, row); arrays of one shape."""

    person: Ints
    row: NDArray[np.int64]
    """Event row."""
    kind: Codes
    """`EventKind`: referral_asked, referral_declined or reference_call."""
    day: Ints
    is_budgeted: Bools
    """Whether it counts against the person's budget today."""

    def of(self, person: int) -> Asks:
        """Asks of one person, empty lists for who was never asked."""
        at = slice(*np.searchsorted(self.person, np.array([person, person + 1], np.int32)).tolist())
        row, kind = self.row[at], self.kind[at]
        return Asks(
            row[kind == _ASKED].tolist(),
            row[kind == _DECLINED].tolist(),
            row[self.is_budgeted[at]].tolist(),
        )

    def used(self, n: int) -> NDArray[np.int64]:
        """Asks inside the budget's window by person, shape (n,)."""
        return np.bincount(self.person[self.is_budgeted], minlength=n)

    def since(self, kind: EventKind, day: int) -> Ints:
        """People with an event of a kind after a day, ascending, repeated."""
        people: Ints = self.person[(self.kind == kind) & (self.day > day)]
        return people


def ask_log(snapshot: Snapshot, params: Params) -> AskLog:
    """Asks of everybody who was ever asked or declined, O(events) in numpy."""
    events = snapshot.events
    kinds = (*_ASKS, _DECLINED)
    rows = np.flatnonzero(np.isin(events.kind, kinds) & (events.person >= 0))
    rows = rows[np.argsort(events.person[rows], kind="stable")]
    kind, day = events.kind[rows], events.day[rows]
    is_recent = day > snapshot.day - params.ask_window_days
    return AskLog(events.person[rows], rows, kind, day, np.isin(kind, _ASKS) & is_recent)
