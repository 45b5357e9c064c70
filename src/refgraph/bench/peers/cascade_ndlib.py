"""Independent cascades by ndlib; a unit is a draw."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DRAWS = 3
_ACTIVE = 1


def prepared(folder: Path) -> Callable[[], int]:
    """Cascades from the starts of a graph, ready to run; gives the number of draws."""
    networkx: Any = import_module("networkx")
    epidemics: Any = import_module("ndlib.models.epidemics")
    configuration: Any = import_module("ndlib.models.ModelConfig")
    indptr, indices, chance, starts = (
        np.load(folder / f"{name}.npy").tolist() for name in ("indptr", "indices", "chance", "starts")
    )
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(indptr) - 1))
    config = configuration.Configuration()
    for speaker in range(len(indptr) - 1):
        for at in range(indptr[speaker], indptr[speaker + 1]):
            graph.add_edge(speaker, indices[at])
            config.add_edge_configuration("threshold", (speaker, indices[at]), chance[at])
    config.add_model_initial_configuration("Infected", starts)

    def run() -> int:
        for _ in range(_DRAWS):
            model = epidemics.IndependentCascadesModel(graph)
            model.set_initial_status(config)
            while model.iteration(node_status=False)["node_count"][_ACTIVE]:
                pass
        return _DRAWS

    return run
