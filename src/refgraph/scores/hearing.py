"""Hearing: what everybody has heard, with the steps by which it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.heard import Heard, arriving

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.mixing import Mixing
    from refgraph.scores.opinion import Opinion
    from refgraph.snapshot.snapshot import Floats


@dataclass(frozen=True, slots=True)
class Hearing:
    """Heard, and what it adds up from."""

    heard: Heard
    steps: tuple[Floats, ...]
    """x_1 … x_{depth - 1}, each of shape (n, 2): good and bad word that arrives at a step, before damping."""


def hearing(mixing: Mixing, opinion: Opinion, params: Params) -> Hearing:
    """Propagate everybody's opinion as `heard.heard` does, and keep the steps: 16 bytes a person and step."""
    said = np.stack((opinion.belief, opinion.disbelief), axis=1)
    steps: list[Floats] = []
    total = np.zeros_like(said)
    for step, arrived in enumerate(arriving(mixing, opinion.uncertainty, params, said), 1):
        total += params.damping**step * arrived
        steps.append(arrived)
    heard = Heard(
        np.ascontiguousarray(total[:, 0]),
        np.ascontiguousarray(total[:, 1]),
        params.negative_weight,
        params.certainty_half,
    )
    return Hearing(heard, tuple(steps[:-1]))
