"""The one door to HiGHS (through scipy): whole-number programs, maximised, with a bound that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from scipy import sparse

    from refgraph.snapshot.snapshot import Floats

_NODES = 1000
# HiGHS takes values within 1e-6 for equal: gains are scaled, so that this is 1e-10 of the greatest.
_GREATEST = 1e4


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise gain · x over whole numbers 0 <= x <= upper with matrix x <= at_most."""

    gain: Floats
    """Shape (v,)."""
    matrix: sparse.csr_array
    """Shape (limits, v)."""
    at_most: Floats
    """Shape (limits,)."""
    upper: Floats
    """Shape (v,), whole and finite."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best point found, and how good any can be."""

    x: Floats
    """Shape (v,); exactly whole."""
    value: float
    """gain · x."""
    bound: float
    """No less than the value of any point, and no less than `value`; within 1e-9 of it relatively where `is_best`."""
    is_best: bool
    """Whether the search ended; False where the node limit ended it."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A bound on a program from prices of its limits; it holds whatever the solver's tolerance."""

    bound: float
    """No less than the value of any point, whole or not."""
    price: Floats
    """What one more of each limit would add to the bound, 0 or more, shape (limits,)."""
    surplus: Floats
    """gain - price · matrix, shape (v,): a point with x[j] = 1 is worth at most bound + min(0, surplus[j])."""


def maximise(program: Program, *, nodes: int = _NODES) -> Solution | None:
    """Solve by branch and bound; None where no point was found.

    The search stops at a number of `nodes`, not at a time: the same program has the same solution on every machine.
    """
    if not len(program.gain):
        return Solution(np.zeros(0), 0.0, 0.0, is_best=True)
    scale = _scale(program)
    found = milp(
        -program.gain * scale,
        integrality=np.ones(len(program.gain), np.int8),
        bounds=Bounds(0.0, program.upper),
        constraints=_limits(program),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    x = np.round(found.x)
    value = float(program.gain @ x)
    return Solution(x, value, max(value, -float(found.mip_dual_bound) / scale), is_best=found.status == 0)


def relax(program: Program) -> Relaxed:
    """Bound a program by its linear relaxation; `at_most` must allow x = 0."""
    scale = _scale(program)
    price = np.zeros(len(program.at_most))
    # linprog takes a sparse matrix and bounds as an array, which its annotations do not say.
    matrix: Any = program.matrix
    bounds: Any = np.column_stack((np.zeros_like(program.upper), program.upper))
    if len(program.gain) and len(price):
        found = linprog(
            -program.gain * scale,
            A_ub=matrix,
            b_ub=program.at_most,
            bounds=bounds,
            method="highs",
        )
        if found.status == 0:
            price = np.maximum(0.0, -found.ineqlin.marginals) / scale
    # Weak duality: any prices of 0 or more give a bound, so errors of the solver can only make it less tight.
    surplus = program.gain - price @ program.matrix
    bound = float(program.at_most @ price + program.upper @ np.maximum(surplus, 0.0))
    return Relaxed(bound, price, surplus)


def _scale(program: Program) -> float:
    greatest = float(np.abs(program.gain).max(initial=0.0))
    counts = np.array_equal(program.gain, np.round(program.gain))
    return 1.0 if counts or greatest == 0 else _GREATEST / greatest


def _limits(program: Program) -> list[LinearConstraint]:
    if not len(program.at_most):
        return []
    return [LinearConstraint(program.matrix, -np.inf, program.at_most)]
