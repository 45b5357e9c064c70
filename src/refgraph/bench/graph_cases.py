"""Cases on weighted-cascade graphs: heard, spread, and the openers of all targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.bench.case import Case, Claim, Outcome
from refgraph.bench.graphs import GRAPHS
from refgraph.bench.place import Place, load, starts
from refgraph.bench.subjects import inward_of, ties_of
from refgraph.model.params import Params
from refgraph.scores.best_speakers import best_speakers
from refgraph.scores.fans import outward
from refgraph.scores.heard import heard
from refgraph.scores.mixing import Mixing
from refgraph.scores.opinion import Opinion
from refgraph.scores.seats import Seats
from refgraph.scores.spread import best_seeds, simulate

if TYPE_CHECKING:
    from refgraph.bench.case import Timed

_SEEDS = 50
_ACCURACY = 0.1
_DRAWS = 100
_PASSES = 10
_ROWS = 10
_OPINION, _WORDS, _COINS, _WORTH = range(4)
"""Topics of randomness."""


def _heard(place: Place, graph: str) -> Timed:
    ties = ties_of(load(place.graph(graph)))
    split = place.rng(_OPINION).dirichlet((1.0, 1.0, 2.0), ties.n)
    opinion = Opinion(np.ascontiguousarray(split[:, 0]), np.ascontiguousarray(split[:, 1]))

    def run() -> Outcome:
        heard(ties, opinion, Params())
        return Outcome()

    return run


def _pull_pass(place: Place, graph: str) -> Timed:
    ties = ties_of(load(place.graph(graph)))
    mixing, words = Mixing(ties), place.rng(_WORDS).random((ties.n, 1))

    def run() -> Outcome:
        for _ in range(_PASSES):
            mixing.spread(words)
        return Outcome(_PASSES)

    return run


def _seeds(place: Place, graph: str) -> Timed:
    fan = inward_of(place.graph(graph))
    n = len(fan.indptr) - 1
    everybody, nobody, rng = np.ones(n, np.bool_), np.zeros(n, np.bool_), place.rng(_COINS)

    def run() -> Outcome:
        found = best_seeds(
            fan,
            Seats.one_each(n),
            k=_SEEDS,
            candidates=everybody,
            active=nobody,
            counted=everybody,
            accuracy=_ACCURACY,
            confidence=1.0 - 1.0 / n,
            rng=rng,
        )
        return Outcome(max(1, found.rr_sets), value=found.value)

    return run


def _simulate(place: Place, graph: str) -> Timed:
    folder = place.graph(graph)
    fan, people, rng = outward(ties_of(load(folder))), starts(folder), place.rng(_COINS)

    def run() -> Outcome:
        simulate(fan, people, None, draws=_DRAWS, rng=rng)
        return Outcome(_DRAWS)

    return run


def _openers_of_all(place: Place, graph: str, *, share: float) -> Timed:
    fan = inward_of(place.graph(graph))
    n, rng = len(fan.indptr) - 1, place.rng(_WORTH)
    worth = np.where(rng.random(n) < share, rng.random(n), 0.0)
    everybody, seats = np.ones(n, np.bool_), Seats.one_each(n)

    def run() -> Outcome:
        best_speakers(fan, worth, everybody, seats, k=_ROWS, params=Params())
        return Outcome()

    return run


_ON_BOTH = tuple(GRAPHS)

GRAPH_CASES = (
    Case(
        "heard",
        "heard for everyone",
        _ON_BOTH,
        _heard,
        (Claim("wall_s", 1.5, "igraph personalised PageRank"),),
    ),
    Case(
        "pull_pass",
        "one pull pass",
        _ON_BOTH,
        _pull_pass,
        (Claim("ratio", 0.25, "networkit PageRank"),),
        unit="pass",
    ),
    Case(
        "seeds",
        "50 best seeds",
        _ON_BOTH,
        _seeds,
        (
            Claim("peak_mb", 1024.0),
            Claim("ratio", 0.9, "OPIM-C"),
            Claim("lag", 1 / 0.98, "OPIM-C"),
            Claim("ratio", 1.1, "SUBSIM"),
        ),
        unit="RR set",
    ),
    Case(
        "simulate",
        "simulated spread",
        _ON_BOTH,
        _simulate,
        (Claim("ratio", 1 / 1.7, "cynetdiff"),),
        unit="draw",
    ),
    Case(
        "simulate_small",
        "simulated spread, small graph",
        _ON_BOTH,
        _simulate,
        (Claim("ratio", None, "ndlib"),),
        unit="draw",
        most_people=10_000,
    ),
    Case(
        "openers_of_all",
        "openers of all targets, everyone may open",
        _ON_BOTH,
        lambda place, graph: _openers_of_all(place, graph, share=1.0),
        (Claim("cpu_s", 12.0),),
        repetitions=3,
    ),
    Case(
        "openers_of_all_tenth",
        "openers of all targets, a tenth may open",
        _ON_BOTH,
        lambda place, graph: _openers_of_all(place, graph, share=0.1),
        (Claim("cpu_s", 50.0),),
        repetitions=3,
    ),
)
