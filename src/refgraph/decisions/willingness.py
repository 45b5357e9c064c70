"""Willingness: how gladly people speak for us, from how their reference calls went against what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.reference_calls import judged_calls

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class ReferenceCall:
    """One judged reference call of a person."""

    call: int
    """Event row."""
    judgement: int
    """Event row of the satisfaction that judged it."""
    expected: float
    """Tone, -1 to 1."""
    actual: float
    """Tone, -1 to 1."""
    decay: float
    """2^(-age / half-life of an experience), in (0, 1], from the day of the judgement."""


@dataclass(frozen=True, slots=True)
class CallLog:
    """The judged reference calls of everybody, by (person, row of the call); arrays of one shape."""

    person: Ints
    call: Ints
    judgement: Ints
    expected: Floats
    actual: Floats
    decay: Floats

    def of(self, person: int) -> tuple[ReferenceCall, ...]:
        """Judged calls of one person, oldest call first."""
        at = range(*np.searchsorted(self.person, np.array([person, person + 1], np.int32)).tolist())
        return tuple(
            ReferenceCall(
                int(self.call[i]),
                int(self.judgement[i]),
                float(self.expected[i]),
                float(self.actual[i]),
                float(self.decay[i]),
            )
            for i in at
        )

    def willingness(self, n: int, params: Params) -> Floats:
        """How gladly each of n people speaks for us, in (0, 1], shape (n,); 1 where no call was judged.

        (W + Σ decay · kept) / (W + Σ decay) over the person's calls, W the prior's weight, where
        kept = 1 - max(0, expected - actual) / 2, in [0, 1]: better than expected counts as expected.
        """
        kept = 1.0 - np.maximum(0.0, self.expected - self.actual) / 2.0
        good = np.bincount(self.person, self.decay * kept, minlength=n)
        total = np.bincount(self.person, self.decay, minlength=n)
        return np.asarray((params.prior_weight + good) / (params.prior_weight + total), np.float64)


def call_log(snapshot: Snapshot, params: Params) -> CallLog:
    """Judged reference calls of everybody, O(events) in numpy the first time for a snapshot."""
    events, judged = snapshot.events, judged_calls(snapshot)
    order = np.argsort(events.person[judged.call], kind="stable")
    call, by = judged.call[order], judged.by[order]
    age = snapshot.day - events.day[by].astype(np.int64)
    return CallLog(
        person=events.person[call],
        call=call,
        judgement=by,
        expected=events.value[call],
        actual=events.value[by],
        decay=np.exp2(-age / params.experience_half_life_days),
    )
