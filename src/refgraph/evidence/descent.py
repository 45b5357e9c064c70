"""Descent: the least value of a smooth convex function of few variables within bounds, by Newton steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from refgraph.errors import Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Floats

_STEPS, _SHORTEST, _PATIENCE = 300, 1e-12, 3


class Convex(Protocol):
    """A convex function of k variables."""

    def value(self, at: Floats) -> float:
        """Its value; `at` has shape (k,)."""
        ...

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        """Its first and second derivatives, shape (k,) and (k, k)."""
        ...


def least(function: Convex, start: Floats, bounds: Floats, *, tolerance: float = 1e-10) -> Floats:
    """Where a convex function is least within `bounds`, shape (k, 2); equal bounds fix a variable; shape (k,).

    Each step goes towards the least of the quadratic model within the bounds, as far as the function falls. Ends once a
    step promises less than `tolerance`. Raises Unavailable where 300 steps do not get there, as where the least lies
    infinitely far.
    """
    low, high = bounds.T
    at = np.clip(start, low, high)
    value, promise = function.value(at), np.inf
    for _ in range(_STEPS):
        step, promise = _step(*function.slopes(at), low - at, high - at)
        # Far away the bounds are not touched yet: a likelihood may be infinitely small there.
        length = 1.0 if promise < 1.0 else 0.9
        while promise > tolerance and length > _SHORTEST:
            if (reached := function.value(at + length * step)) <= value - 1e-4 * length * promise:
                break
            length /= 2.0
        if promise <= tolerance or length <= _SHORTEST:
            return at
        at, value = np.clip(at + length * step, low, high), reached
    raise Unavailable(
        f"found no least value in {_STEPS} steps: the last one promised {promise:.1e}, tolerance {tolerance:.1e}",
        "take fewer factors or a longer history",
    )


def _step(slope: Floats, curvature: Floats, least_move: Floats, most_move: Floats) -> tuple[Floats, float]:
    """Move within its bounds, shape (k,), and by how much it lowers the linear model, at least 0."""
    diagonal = curvature.diagonal()
    floor = 1e-9 * (1.0 + diagonal)  # where there is no curvature the step is long, and ends on a bound
    move = bounded_quadratic(slope, curvature + np.diag(floor), least_move, most_move)
    promise = -float(slope @ move)
    if promise < 0:  # pivoting ended early: each variable by itself goes down
        move = np.clip(-slope / (diagonal + floor), least_move, most_move)
        promise = -float(slope @ move)
    return move, promise


def bounded_quadratic(slope: Floats, curvature: Floats, low: Floats, high: Floats) -> Floats:
    """Where slope · x + x · curvature · x / 2 is least between `low` and `high`, shape (k,); curvature is definite.

    Block pivoting with Murty's single pivot where the blocks make no progress (Júdice & Pires 1994). After 20 k rounds
    what was found is set within its bounds.
    """
    side, move = np.zeros(len(slope), np.int64), np.zeros(len(slope))
    fewest, patience = len(slope) + 1, _PATIENCE
    for _ in range(20 * max(1, len(slope))):
        move = _with_held(slope, curvature, np.where(side < 0, low, high), side != 0)
        pull = slope + curvature @ move
        wrong = _pivots(move, pull, low, high, side)
        count = int(np.count_nonzero(wrong != side))
        if not count:
            break
        patience = _PATIENCE if count < fewest else patience - 1
        fewest = min(fewest, count)
        changed = np.flatnonzero(wrong != side) if patience > 0 else np.flatnonzero(wrong != side)[-1:]
        side[changed] = wrong[changed]
    return np.clip(move, low, high)


def _with_held(slope: Floats, curvature: Floats, bound: Floats, held: Bools) -> Floats:
    """The least of the quadratic with some variables on their bounds."""
    move = np.where(held, bound, 0.0)
    free = ~held
    if free.any():
        pull = (slope + curvature @ move)[free]
        move[free] = -np.linalg.solve(curvature[np.ix_(free, free)], pull)
    return move


def _pivots(
    move: Floats, pull: Floats, low: Floats, high: Floats, side: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where each variable belongs: -1 on its lower bound, 1 on its upper one, 0 between."""
    free = np.where(move < low, -1, np.where(move > high, 1, 0))
    stays = np.where(side < 0, pull >= 0, pull <= 0) | (low >= high)
    belongs: NDArray[np.int64] = np.where(side == 0, free, np.where(stays, side, 0))
    return belongs
