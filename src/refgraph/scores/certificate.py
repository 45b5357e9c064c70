"""Bounds that hold with a stated confidence, from how many random sets are covered (Tang 2018, OPIM, SIGMOD, §4–5)."""

from __future__ import annotations

from math import e, log, sqrt

GUARANTEE = 1.0 - 1.0 / e
"""The share of the best coverage that greedy choice always reaches."""


def allowance(confidence: float, bounds: int) -> float:
    """ln(bounds / δ): with it, all of so many bounds hold together with `confidence` = 1 - δ, below 1."""
    return log(bounds / (1.0 - confidence))


def at_least(covered: float, a: float) -> float:
    """Below the expected number of sets covered, but with chance exp(-a); in [0, covered].

    `covered` counts the sets that some groups cover, and the groups were chosen without looking at these sets.
    """
    root = sqrt(covered + 2.0 * a / 9.0) - sqrt(a / 2.0)
    return min(covered, max(0.0, root * root - a / 18.0)) if root > 0 else 0.0


def at_most(covered: float, a: float) -> float:
    """Above the expected number of sets covered, but with chance exp(-a); at least `covered`."""
    root = sqrt(covered + a / 2.0) + sqrt(a / 2.0)
    return root * root


def first_round(candidates: int, k: int, a: float) -> int:
    """Sets of each collection in the first round: 2 ((1 - 1/e) √a + √((1 - 1/e) (ln C(candidates, k) + a)))², rounded up.

    Fewer could not show the guarantee (Tang 2018, §5.2).
    """
    choices = sum(log((candidates - i) / (i + 1)) for i in range(k))
    root = GUARANTEE * sqrt(a) + sqrt(GUARANTEE * (choices + a))
    return int(2.0 * root * root) + 1
