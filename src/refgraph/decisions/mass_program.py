"""Bringing most circles to critical mass as a whole-number program, tight enough to be solved for thousands of circles."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.decisions.solver import Program

if TYPE_CHECKING:
    from refgraph.decisions.circle_needs import Needs

_ROWS_A_CIRCLE = 30


def mass_program(needs: Needs, budget: int) -> Program:
    """Variables: circles completed, then accounts chosen. A circle gains budget + 1, an account costs 1: circles first.

    A circle y that lacks r needs r · y <= the sum of its accounts x; whichever r - 1 of them are chosen, it needs one
    of the others too: y <= the sum of the others. The latter rows, left out where a circle has more than 30 of them,
    follow from the former for whole numbers, and halve the distance of the linear bound or better.
    """
    circles, accounts = len(needs.circle), len(needs.account)
    spent = np.concatenate((np.zeros(circles), np.ones(accounts)))[np.newaxis, :]
    lacking = _rows(needs)
    return Program(
        gain=np.concatenate((np.full(circles, budget + 1.0), np.full(accounts, -1.0))),
        matrix=sparse.csr_array(sparse.vstack((lacking, sparse.csr_array(spent)))),
        at_most=np.concatenate((np.zeros(lacking.shape[0]), [float(budget)])),
        upper=np.ones(circles + accounts),
    )


def whole_circles(bound: float, budget: int) -> int:
    """Circles that a value of the program of at most `bound` allows: no more than `budget` is spent on accounts."""
    return int(np.floor((bound + budget) / (budget + 1) + 1e-6))


def _rows(needs: Needs) -> sparse.csr_array:
    """Each row: a number · one circle - some of its accounts, at most 0."""
    circles = len(needs.circle)
    row, column, value = list[int](), list[int](), list[float]()
    cuts, lacks = needs.present.indptr.tolist(), needs.need.tolist()
    count = 0
    for circle, lack in enumerate(lacks):
        inside = (needs.present.indices[cuts[circle] : cuts[circle + 1]] + circles).tolist()
        kinds = [(inside, lack)]
        if lack > 1 and comb(len(inside), lack - 1) <= _ROWS_A_CIRCLE:
            kinds += [(list(rest), 1) for rest in combinations(inside, len(inside) - lack + 1)]
        for accounts, times in kinds:
            row += [count] * (len(accounts) + 1)
            column += [circle, *accounts]
            value += [float(times), *[-1.0] * len(accounts)]
            count += 1
    return sparse.csr_array((value, (row, column)), shape=(count, circles + len(needs.account)))
