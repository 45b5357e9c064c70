"""The order of rows by several whole numbers, found quickly where they stand in it already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ascending(*keys: NDArray[Any]) -> NDArray[np.int64] | NDArray[np.bool_]:
    """What to take, so that rows stand by the first key, then the second and so on; equal ones as they stand.

    Keys have shape (rows,). A mask that is True everywhere where the rows stand so already.
    """
    if _is_ascending(keys):
        return np.ones(len(keys[0]), np.bool_)
    return np.lexsort(keys[::-1]).astype(np.int64, copy=False)


def _is_ascending(keys: tuple[NDArray[Any], ...]) -> bool:
    """Whether no row is greater than the next."""
    is_equal = np.ones(max(0, len(keys[0]) - 1), np.bool_)
    for key in keys:
        if (is_equal & (key[1:] < key[:-1])).any():
            return False
        is_equal &= key[1:] == key[:-1]
    return True
