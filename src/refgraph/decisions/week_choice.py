"""Choose the week's asks: greedily with a bound from the linear relaxation, exactly where that is small enough."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.decisions.solver import Program, Relaxed, maximise, relax
from refgraph.decisions.week_problem import incidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.decisions.solver import Solution
    from refgraph.decisions.week_problem import Problem
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

EXACT_SETS = 5000
"""Sets of asks at one target, over all targets, up to which the week is solved exactly."""
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Choice:
    """Asks chosen, and how much better any other choice could be."""

    asks: tuple[int, ...]
    """Candidates, by falling gain in order of listing, then least asked, then position."""
    gain: tuple[float, ...]
    """Increase of the value in that order."""
    value: float
    bound: float
    """No less than the value of any choice, asks that are not among the candidates included."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A good choice and a bound, both found fast."""

    asks: list[int]
    value: float
    linear: Relaxed
    """Candidates first, then the asks that are not listed."""

    @property
    def threshold(self) -> float:
        """Where all asks that are not listed gain at most this, 0 or more, none of them is in a better choice.

        It holds for an outline of the listed ones alone: then a choice with others is worth at most the bound plus
        what each of them gains above the price of its hours.
        """
        return max(0.0, float(self.linear.price[0]) - (self.linear.bound - self.value))


def outline(problem: Problem) -> Outline:
    """The greedy choice and the bound of the linear relaxation."""
    asks = greedy(problem)
    return Outline(asks, problem.value(asks), _linear(problem))


def choose(problem: Problem, *, exact_sets: int = EXACT_SETS) -> Choice:
    """The best choice where at most `exact_sets` sets of asks are left to consider, else a good one with its bound.

    Equal choices go to the people asked least this quarter, then to the smaller positions.
    """
    found = outline(problem)
    kept, asks, bound = _worth_keeping(problem, found), found.asks, found.linear.bound
    if _sets_of(problem, kept) <= exact_sets:
        asks, bound = _exactly(problem, kept, found)
    asks = greedy(problem, among=asks)
    value = problem.value(asks)
    return Choice(tuple(asks), _gains(problem, asks), value, max(value, bound))


def greedy(problem: Problem, *, among: list[int] | None = None) -> list[int]:
    """Take the ask of the greatest gain again and again while the limits allow; only `among` some where given.

    Gains fall. Equal ones (12 digits) go to the person asked least, then to the smaller position.
    """
    allowed = np.ones(len(problem.score), np.bool_)
    if among is not None:
        allowed[:] = False
        allowed[among] = True
    missed, chosen = np.ones(len(problem.weight)), list[int]()
    while True:
        gain = np.round(problem.gain * missed[problem.target], 12)
        can = allowed & (gain > 0) & ~np.logical_or.reduce(list(problem.full(chosen).values()))
        at = np.flatnonzero(can)
        if not len(at):
            return chosen
        best = int(at[np.lexsort((at, problem.load[at], -gain[at]))[0]])
        chosen.append(best)
        allowed[best] = False
        missed[problem.target[best]] *= 1.0 - problem.score[best]


def left_out(problem: Problem, choice: Choice, k: int) -> list[tuple[int, float]]:
    """The k asks not chosen that would add most to a choice, and how much; equal ones as in `greedy`."""
    chosen = list(choice.asks)
    missed = np.ones(len(problem.weight))
    np.multiply.at(missed, problem.target[chosen], 1.0 - problem.score[chosen])
    gain = np.round(problem.gain * missed[problem.target], 12)
    gain[chosen] = 0.0
    order = np.lexsort((np.arange(len(gain)), problem.load, -gain))[:k]
    return [(int(ask), float(gain[ask])) for ask in order if gain[ask] > 0]


def _gains(problem: Problem, asks: list[int]) -> tuple[float, ...]:
    missed, gains = np.ones(len(problem.weight)), list[float]()
    for ask in asks:
        target, score = problem.target[ask], problem.score[ask]
        gains.append(float(problem.weight[target] * missed[target] * score))
        missed[target] *= 1.0 - score
    return tuple(gains)


def _linear(problem: Problem) -> Relaxed:
    """Bound with every ask at its gain as the only one; first the candidates, then the asks that are not listed.

    Of the latter those at the targets with the greatest `rest`, as many as there are asks, stand for all; that they
    share their target's room with the candidates is left out.
    """
    candidates = len(problem.score)
    counts = sparse.csr_array((np.ones(candidates), (np.arange(candidates),) * 2), shape=(candidates,) * 2)
    rows, sides = problem.limit_rows(counts, with_targets=True)
    unlisted = _unlisted(problem)
    in_hours = (np.ones(len(unlisted)), (np.zeros(len(unlisted), np.int64), np.arange(len(unlisted))))
    others = sparse.csr_array(in_hours, shape=(rows.shape[0], len(unlisted)))
    room = np.minimum(problem.target_room[unlisted], problem.asks).astype(np.float64)
    upper = np.concatenate((np.minimum(1.0, problem.target_room[problem.target]), room))
    gain = np.concatenate((problem.gain, problem.rest[unlisted]))
    return relax(Program(gain, sparse.csr_array(sparse.hstack((rows, others))), sides, upper))


def _unlisted(problem: Problem) -> NDArray[np.int64]:
    """Targets with the greatest gain of an ask that is not among the candidates, as many as there are asks."""
    possible = np.flatnonzero((problem.rest > 0) & (problem.target_room > 0))
    return possible[np.argsort(-problem.rest[possible], kind="stable")][: problem.asks]


def _worth_keeping(problem: Problem, found: Outline) -> Bools:
    """Whether a choice with each candidate can be as good as the one found, shape (c,)."""
    at_best = found.linear.bound + np.minimum(found.linear.surplus[: len(problem.score)], 0.0)
    keep: Bools = (at_best >= found.value * (1.0 - _EQUAL)) & (problem.gain > 0)
    return keep


def _sets_of(problem: Problem, kept: Bools) -> int:
    counts = np.bincount(problem.target[kept], minlength=len(problem.weight)).tolist()
    return sum(
        comb(count, size)
        for count, room in zip(counts, problem.target_room.tolist(), strict=True)
        for size in range(1, min(count, room, problem.asks) + 1)
    )


def _exactly(problem: Problem, kept: Bools, found: Outline) -> tuple[list[int], float]:
    """The best choice among the kept candidates, and the bound that holds for all asks."""
    bundles = _Bundles.of(problem, kept)
    program = bundles.program(problem, bundles.value)
    solution = maximise(program)
    if solution is None:
        return found.asks, found.linear.bound
    best = max((bundles.asks(solution), found.asks), key=problem.value)
    if solution.is_best:
        best = bundles.fairest(problem, program, problem.value(best)) or best
    return best, min(found.linear.bound, max(solution.bound, _with_unlisted(problem, found.linear)))


def _with_unlisted(problem: Problem, linear: Relaxed) -> float:
    """No less than any choice with an ask that is not among the candidates, 0 where all are."""
    surplus = linear.surplus[len(problem.score) :]
    return linear.bound + min(0.0, float(surplus.max())) if len(surplus) else 0.0


@dataclass(frozen=True, slots=True)
class _Bundles:
    """Sets of asks at one target, of which one a target is chosen: so the value of several openers is exact."""

    members: sparse.csr_array
    """Shape (c, bundles): the asks in each."""
    target: Ints
    value: Floats

    @classmethod
    def of(cls, problem: Problem, kept: Bools) -> _Bundles:
        """All sets of the kept candidates that fit a target's room."""
        by_target: dict[int, list[int]] = {}
        for ask in np.flatnonzero(kept).tolist():
            by_target.setdefault(int(problem.target[ask]), []).append(ask)
        sets = [
            bundle
            for target, asks in by_target.items()
            for size in range(1, min(len(asks), int(problem.target_room[target]), problem.asks) + 1)
            for bundle in combinations(asks, size)
        ]
        member = np.array([ask for bundle in sets for ask in bundle], np.int64)
        column = np.repeat(np.arange(len(sets)), [len(bundle) for bundle in sets])
        missed = np.ones(len(sets))
        np.multiply.at(missed, column, 1.0 - problem.score[member])
        target = problem.target[[bundle[0] for bundle in sets]]
        shape = (len(problem.score), len(sets))
        members = sparse.csr_array((np.ones(len(member)), (member, column)), shape=shape)
        return cls(members, target, problem.weight[target] * (1.0 - missed))

    def program(self, problem: Problem, gain: Floats) -> Program:
        """Choose bundles of the greatest gain: one a target, within the other limits."""
        rows, sides = problem.limit_rows(self.members, with_targets=False)
        targets, target_at = np.unique(self.target, return_inverse=True)
        one_each = incidence(target_at.astype(np.int32), len(targets))
        matrix = sparse.csr_array(sparse.vstack((rows, one_each)))
        at_most = np.concatenate((sides, np.ones(len(targets))))
        return Program(gain, matrix, at_most, np.ones(len(self.value)))

    def fairest(self, problem: Problem, program: Program, value: float) -> list[int] | None:
        """Of the choices worth `value`, the one whose people were asked least, then with the smallest positions."""
        if value <= 0:
            return None
        at = np.arange(len(problem.score), dtype=np.float64)
        burden = problem.load * (1.0 + problem.asks * len(at)) + at
        worth = sparse.csr_array(-self.value[np.newaxis, :] * (1e4 / value))
        matrix = sparse.csr_array(sparse.vstack((program.matrix, worth)))
        at_most = np.concatenate((program.at_most, [-1e4 * (1.0 - _EQUAL)]))
        gain = -(burden @ self.members)
        solution = maximise(Program(gain, matrix, at_most, program.upper))
        return self.asks(solution) if solution else None

    def asks(self, solution: Solution) -> list[int]:
        """Candidates of the bundles chosen, ascending."""
        return [int(ask) for ask in np.flatnonzero(self.members @ solution.x > 0.5)]
