"""Pool: the candidates of all moments of one or several replays, one case each, in arrays of one length."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.folds import clusters, folds, forward, out_of_circle
from refgraph.model.params import QUARTER_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from refgraph.evidence.folds import Split
    from refgraph.evidence.moment import Moment
    from refgraph.evidence.replay import Replay
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

_LEAST_OUTCOMES, _MOST_STRATA = 5, 40


@dataclass(frozen=True)
class Pool:
    """Cases by replay, then time, then account index; circles and accounts of one id are the same in all replays."""

    moments: tuple[Moment, ...]
    replay_of: NDArray[np.int64]
    """Replay of each moment, shape (moments,)."""

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the cases of each moment begin, shape (moments + 1,)."""
        count = [len(moment.candidates.account) for moment in self.moments]
        return np.concatenate(([0], np.cumsum(count))).astype(np.int64)

    @cached_property
    def moment(self) -> NDArray[np.int64]:
        """Moment of each case, shape (n,)."""
        return np.repeat(np.arange(len(self.moments)), np.diff(self.starts))

    @cached_property
    def outcome(self) -> Bools:
        """Whether each was won in its period, shape (n,)."""
        return np.concatenate([moment.candidates.won for moment in self.moments])

    @cached_property
    def account(self) -> Ints:
        """Number of the account, the same for the same id, shape (n,)."""
        return _numbered(
            self.moments, lambda m: [m.snapshot.accounts.ids[a] for a in m.candidates.account.tolist()]
        )

    @cached_property
    def circle(self) -> Ints:
        """Number of the account's first circle, -1 for none, shape (n,)."""
        return _numbered(self.moments, lambda m: _circle_ids(m, m.candidates.first_circle))

    @cached_property
    def cluster(self) -> NDArray[np.int64]:
        """What is left out, or drawn, as a whole (`folds.clusters`), shape (n,)."""
        return clusters(self.account, self.circle)

    @property
    def day(self) -> Ints:
        """Day after which the period begins, shape (n,)."""
        return np.array([moment.period.day for moment in self.moments], np.int32)[self.moment]

    @property
    def end(self) -> Ints:
        """Last day of the period, shape (n,)."""
        return np.array([moment.period.end for moment in self.moments], np.int32)[self.moment]

    @property
    def quarters(self) -> Floats:
        """Length of the period in quarters, shape (n,)."""
        return (self.end - self.day) / QUARTER_DAYS

    @property
    def stratum(self) -> Ints:
        """Base rates that add up: those of circle and period, each by replay, shape (n, 2).

        Circles, and periods, with under 5 outcomes, or beyond the 40 with most, share one.
        """
        there = self.replay_of[self.moment] * (int(self.circle.max(initial=-1)) + 2) + self.circle
        circle, period = _strata(there, self.outcome), _strata(self.moment, self.outcome)
        return np.stack((circle, period + circle.max(initial=-1) + 1), axis=1).astype(np.int32)

    @cached_property
    def left_out(self) -> list[Split]:
        """Out of circle, in at most five folds."""
        return out_of_circle(folds(self.cluster, self.outcome))

    @cached_property
    def later(self) -> list[Split]:
        """Forward in time, in at most ten blocks."""
        return forward(self.day, self.end, self.outcome)

    def stacked(self, value: Callable[[Moment], Floats]) -> Floats:
        """A value of each candidate of each moment, one after the other; shape (n, …)."""
        found: Floats = np.concatenate([value(moment) for moment in self.moments])
        return found


def pool(replays: Sequence[Replay]) -> Pool:
    """Put the moments of replays together; each has at least one case, and one outcome."""
    moments = tuple(moment for replay in replays for moment in replay.moments)
    return Pool(moments, np.repeat(np.arange(len(replays)), [len(replay.moments) for replay in replays]))


def _numbered(moments: Sequence[Moment], names: Callable[[Moment], list[str]]) -> Ints:
    """Numbers of names by their order, '' is -1; one after the other."""
    listed = np.array([name for moment in moments for name in names(moment)], dtype=object).astype(str)
    known, number = np.unique(listed, return_inverse=True)
    return (number - int(len(known) > 0 and known[0] == "")).astype(np.int32)


def _circle_ids(moment: Moment, circles: Ints) -> list[str]:
    ids = moment.snapshot.circles.ids
    return [ids[circle] if circle >= 0 else "" for circle in circles.tolist()]


def _strata(label: NDArray[np.int64] | Ints, outcome: Bools) -> NDArray[np.int64]:
    """Number the labels with most outcomes from 0 on; the last number is for all others."""
    names, of_case = np.unique(label, return_inverse=True)
    won = np.bincount(of_case, outcome, minlength=len(names))
    own = [at for at in np.argsort(-won, kind="stable")[:_MOST_STRATA].tolist() if won[at] >= _LEAST_OUTCOMES]
    number = np.full(len(names), len(own))
    number[own] = np.arange(len(own))
    return np.unique(number[of_case], return_inverse=True)[1].astype(np.int64)
