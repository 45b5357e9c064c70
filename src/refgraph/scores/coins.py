"""Coins: a stream of random numbers for each world, set or draw by its number alone, whoever draws it.

SplitMix64 (Steele, Lea, Flood 2014): the state of a stream grows by `GAMMA` with each number, which is `mixed(state)`.
All are uint64 and wrap; `wrapping()` tells so to numpy where kernels run interpreted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_27, _30, _31, _11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
_STEP = 2.0**-53


def drawn_key(rng: np.random.Generator) -> np.uint64:
    """A key, which names a family of streams."""
    return np.uint64(rng.integers(0, 2**64, dtype=np.uint64))


def wrapping() -> AbstractContextManager[object]:
    """Let uint64 numbers wrap without a warning."""
    return np.errstate(over="ignore")


@numba.njit(cache=True)
def mixed(state: np.uint64) -> np.uint64:
    """The random number of a state: 64 even bits."""
    x = (state ^ (state >> _30)) * _FIRST
    x = (x ^ (x >> _27)) * _SECOND
    return x ^ (x >> _31)


@numba.njit(cache=True)
def first_state(key: np.uint64, number: int) -> np.uint64:
    """State before the first number of stream `number`, at least 0, of the family `key`."""
    state: np.uint64 = mixed(key + (np.uint64(number) + np.uint64(1)) * GAMMA)
    return state


@numba.njit(cache=True)
def below_one(x: np.uint64) -> float:
    """Map 64 bits to a multiple of 2^-53 in [0, 1): `below_one(x) < p` is never so for p = 0, always for p = 1."""
    return float(np.float64(x >> _11)) * _STEP


@numba.njit(cache=True)
def above_zero(x: np.uint64) -> float:
    """Map 64 bits to a multiple of 2^-53 in (0, 1]: its logarithm is finite."""
    return (np.float64(x >> _11) + 1.0) * _STEP
