"""Concentrate: win the accounts that bring most circles to critical mass (Moore, Crossing the Chasm).

A circle counts once enough of its accounts are customers, and not at all before: the value is not submodular, so a
greedy choice can be far off. It is solved as a mixed-integer program where that is small enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.decisions.circle_needs import Needs, circle_needs, without_doubles
from refgraph.decisions.mass_program import mass_program, whole_circles
from refgraph.decisions.solver import Program, maximise, relax
from refgraph.decisions.territory import Chosen, TerritoryPlan, candidates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.decisions.solver import Solution
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats

EXACT_CELLS = 12_000
"""Pairs (circle, account that counts in it) up to which the plan is searched for by branch and bound."""
_PROMISING_CELLS = 4_000
"""Pairs that the most promising accounts may have where there are more than `EXACT_CELLS`."""
_EQUALS_CELLS = 3_000
"""Pairs up to which equally good plans are compared, which takes longer than to find one."""
_LINEAR_CELLS = 1_000_000
_NODES = 200
_EQUAL = 1e-9


def concentrate_plan(
    scores: Scores, *, budget: int, territory: str | None = None, exact_cells: int = EXACT_CELLS
) -> TerritoryPlan:
    """Choose at most `budget` accounts, no customers, so that most circles have `critical_mass` customer accounts.

    An account counts in every circle in which one of its current people is a current member. Of plans that complete
    equally many circles the one with fewest accounts; up to 3,000 pairs of a circle and an account then the one with
    the greatest sum of potentials (unknown as 0), then with smaller ids. Budget that completes no further circle is
    left. Beyond `exact_cells` pairs the search is among the most promising accounts, and the bound is that of the
    linear relaxation over all.
    Raises `UnknownId` for a territory that no account is in.
    """
    snapshot = scores.snapshot
    allowed = candidates(snapshot, territory)
    needs = circle_needs(snapshot, scores.params, allowed, budget)
    worth = np.nan_to_num(snapshot.accounts.potential, nan=0.0)
    needs = without_doubles(needs, worth[needs.account])
    chosen, bound = _choose(needs, worth[needs.account], budget, exact_cells)
    rows = _explained(needs, in_order(needs, worth[needs.account], budget, among=chosen))
    value = float(needs.done + sum(row.gain for row in rows))
    return TerritoryPlan(
        objective="concentrate",
        budget=budget,
        territory=territory,
        chosen=tuple(rows),
        value=value,
        lower_bound=value,
        upper_bound=max(value, float(needs.done + bound)),
        confidence=1.0,
        baseline=float(needs.done),
    )


def in_order(needs: Needs, worth: Floats, budget: int, *, among: list[int] | None = None) -> list[int]:
    """Accounts by position in an order that completes circles early; only `among` some where given.

    Again and again the circle that lacks fewest, then the one whose accounts count in most, then the smallest; of its
    accounts those that help most in other circles, then the worthiest, then the smallest. Ends where no circle can be
    completed within the budget.
    """
    free = np.ones(len(needs.account), np.bool_)
    if among is not None:
        free[:] = False
        free[among] = True
    lacks, chosen = needs.need.astype(np.int64), list[int]()
    while True:
        can = (
            (lacks > 0) & (lacks <= budget - len(chosen)) & (needs.present @ free.astype(np.float64) >= lacks)
        )
        open_ones = np.flatnonzero(can)
        if not len(open_ones):
            return chosen
        help_each = np.where(can, np.exp2(-lacks.astype(np.float64)), 0.0) @ needs.present * free
        help_all = needs.present @ help_each
        at = int(open_ones[np.lexsort((open_ones, -np.round(help_all[open_ones], 12), lacks[open_ones]))[0]])
        inside = needs.present.indices[needs.present.indptr[at] : needs.present.indptr[at + 1]]
        inside = inside[free[inside]]
        best = np.lexsort((inside, -worth[inside], -np.round(help_each[inside], 12)))
        taken = inside[best][: lacks[at]]
        chosen += taken.tolist()
        free[taken] = False
        lacks -= np.asarray(needs.present[:, taken].sum(axis=1)).astype(np.int64)


def _explained(needs: Needs, order: list[int]) -> list[Chosen]:
    """Rows of the accounts in order: the circles they count in and those they complete."""
    counts = needs.present[:, order].sum(axis=1)
    completed = np.asarray(counts) >= needs.need
    lacks, rows = needs.need.astype(np.int64), list[Chosen]()
    columns = sparse.csc_array(needs.present)
    for at in order:
        inside = columns.indices[columns.indptr[at] : columns.indptr[at + 1]]
        inside = np.sort(inside[completed[inside]])
        lacks[inside] -= 1
        now = needs.circle[inside[lacks[inside] == 0]].tolist()
        circles = needs.circle[inside].tolist()
        rows.append(Chosen(int(needs.account[at]), float(len(now)), tuple(circles), tuple(now)))
    return rows


def _choose(needs: Needs, worth: Floats, budget: int, exact_cells: int) -> tuple[list[int], int]:
    """Accounts by position, and a bound on the circles that any choice completes."""
    greedy = in_order(needs, worth, budget)
    if not len(needs.circle):
        return greedy, 0
    if needs.present.nnz <= exact_cells:
        return _search(needs, worth, budget, greedy)
    bound = _counted(needs, budget)
    if needs.present.nnz > _LINEAR_CELLS:
        return greedy, bound
    linear = relax(mass_program(needs, budget))
    promising = _promising(needs, linear.surplus[len(needs.circle) :], min(exact_cells, _PROMISING_CELLS))
    found = needs.only(promising)
    some, _ = _search(found, worth[promising], budget, [])
    chosen = max(promising[some].tolist(), greedy, key=lambda accounts: _completed(needs, accounts))
    return chosen, min(bound, whole_circles(linear.bound, budget))


def _search(needs: Needs, worth: Floats, budget: int, start: list[int]) -> tuple[list[int], int]:
    """The best choice that branch and bound finds, `start` where it finds nothing better, and a bound."""
    program = mass_program(needs, budget)
    solution = maximise(program, nodes=_NODES) if len(needs.circle) else None
    if solution is None:
        return start, _counted(needs, budget)
    if solution.is_best and needs.present.nnz <= _EQUALS_CELLS:
        chosen = _worthiest(needs, program, worth, solution)
    else:
        chosen = max(_accounts(needs, solution), start, key=lambda some: _completed(needs, some))
    return chosen, whole_circles(solution.bound, budget)


def _promising(needs: Needs, surplus: Floats, cells: int) -> NDArray[np.int64]:
    """Accounts of the greatest surplus, by ascending position, as many as have so many pairs with circles."""
    order = np.lexsort((np.arange(len(surplus)), -np.round(surplus, 9)))
    pairs = np.bincount(needs.present.indices, minlength=len(surplus))[order]
    return np.sort(order[: int(np.searchsorted(np.cumsum(pairs), cells, side="right"))])


def _counted(needs: Needs, budget: int) -> int:
    """A bound on the circles completed: an account adds at most 1 / need to each circle it counts in."""
    helped = (1.0 / needs.need) @ needs.present
    return min(len(needs.circle), int(np.floor(float(np.sort(helped)[::-1][:budget].sum()) + 1e-6)))


def _accounts(needs: Needs, solution: Solution) -> list[int]:
    return [int(at) for at in np.flatnonzero(solution.x[len(needs.circle) :] > 0.5)]


def _completed(needs: Needs, chosen: list[int]) -> int:
    return int((np.asarray(needs.present[:, chosen].sum(axis=1)) >= needs.need).sum())


def _worthiest(needs: Needs, program: Program, worth: Floats, best: Solution) -> list[int]:
    """Of the choices as good as the best, the one of the greatest worth, then with the smallest positions."""
    circles = len(needs.circle)
    chosen = _accounts(needs, best)
    place = np.arange(len(needs.account), dtype=np.float64)
    limits = [(program.gain, best.value)]
    for goal in (worth, -place):
        rows = sparse.csr_array(np.stack([-row for row, _ in limits]))
        sides = np.array([-least for _, least in limits])
        gain = np.concatenate((np.zeros(circles), goal))
        matrix = sparse.csr_array(sparse.vstack((program.matrix, rows)))
        at_most = np.concatenate((program.at_most, sides))
        better = maximise(Program(gain, matrix, at_most, program.upper), nodes=_NODES)
        if better is None or not better.is_best:
            return chosen
        chosen = _accounts(needs, better)
        scale = 1e4 / better.value if better.value > 0 else 1.0
        limits.append((gain * scale, better.value * scale * (1.0 - _EQUAL)))
    return chosen
