"""Independent cascades by cynetdiff; a unit is a draw."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DRAWS = 100


def prepared(folder: Path) -> Callable[[], int]:
    """Cascades from the starts of a graph, ready to run; gives the number of draws."""
    models: Any = import_module("cynetdiff.models")
    indptr, indices, chance, starts = (
        np.load(folder / f"{name}.npy") for name in ("indptr", "indices", "chance", "starts")
    )
    model = models.IndependentCascadeModel(
        indptr[:-1].astype(np.uint32), indices.astype(np.uint32), activation_probs=chance.astype(np.float32)
    )
    model.set_rng(np.random.default_rng(1))
    model.set_seeds(starts.tolist())

    def run() -> int:
        for _ in range(_DRAWS):
            model.reset_model()
            model.advance_until_completion()
            model.get_num_activated_nodes()
        return _DRAWS

    return run
