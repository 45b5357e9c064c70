"""What a case is: something to time, on something, with figures it has to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.bench.place import Place

    Timed = Callable[[], "Outcome"]

NETWORK = "network"
"""Name of the generated network among the graphs."""

SERVER = "server"
"""Name of the store on a Neo4j server among the graphs."""

FULL = 1_000_000
"""People from which on the figures have to be kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one repetition did."""

    units: int = 1
    """How many of the case's `unit`; walls are compared with a peer's a unit."""
    wall_s: float | None = None
    """Where the wall time of the whole repetition is not what counts, such as a percentile."""
    value: float | None = None
    """How good the answer is, the more the better; None where there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a case has to keep at full size."""

    figure: str
    """`wall_s`, `cpu_s`, `peak_mb`, `ratio` or `lag`."""
    at_most: float | None
    """None where nothing is claimed and the figure only stands beside the peer's."""
    peer: str = ""
    """Peer that stands beside it, whose time a unit the ratio is to; empty for none."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something to time."""

    name: str
    title: str
    graphs: tuple[str, ...]
    """Names of the graphs it is timed on, or NETWORK."""
    prepare: Callable[[Place, str], Timed]
    """Loads what is needed, for a place and a graph; what comes out is timed."""
    claims: tuple[Claim, ...]
    unit: str = "run"
    """What a repetition does several of."""
    repetitions: int = 5
    warms_up: bool = True
    """Whether a repetition goes before that is not counted, so that nothing is compiled while timed."""
    most_people: int | None = None
    """Size beyond which it is timed on a smaller graph, for the peer's sake."""
    full: int = FULL
    """People from which on its figures have to be kept."""
