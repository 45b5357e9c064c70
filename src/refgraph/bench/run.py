"""Time the cases one after another, each taking turns with its peers."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.bench.binaries import PROGRAMS, Binary
from refgraph.bench.case import NETWORK, SERVER, Case, Claim
from refgraph.bench.cases import CASES
from refgraph.bench.graphs import GRAPHS, TIES_A_NODE
from refgraph.bench.place import Place, save
from refgraph.bench.process import Contestant, Sample, Worker
from refgraph.bench.row import Row
from refgraph.bench.server_cases import ROW_BY_ROW, SERVER_PEOPLE, SERVER_TIES, fill_server
from refgraph.errors import BadOption, Unavailable
from refgraph.service.generating import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    Say = Callable[[str], None]

_SERVING = Path(__file__).parent / "peers" / "serving.py"
MODULES = {
    "igraph personalised PageRank": "pagerank_igraph",
    "networkit PageRank": "pagerank_networkit",
    "cynetdiff": "cascade_cynetdiff",
    "ndlib": "cascade_ndlib",
    "csv + sqlite3": "loading_sqlite3",
    "networkx double_edge_swap": "rewiring_networkx",
    ROW_BY_ROW: "reading_neo4j",
}
"""Module of `bench.peers` by peer."""
_OURS = frozenset({ROW_BY_ROW})
"""Peers that need nothing but what refgraph itself needs."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be measured, and beside whom."""

    people: int
    number: int
    """What all draws come from."""
    day: date
    """Last day of the generated network."""
    with_peers: bool = False
    peer_python: Path | None = None
    """Interpreter that the peers are installed in; None for this one."""
    programs: Mapping[str, Path] | None = None
    """Files of OPIM-C and SUBSIM by name, where they are there."""
    server: str = ""
    """Address of an empty database of a Neo4j server, which is filled; '' for none, and no case on one."""
    only: Sequence[str] = ()
    """Names of cases; all where empty."""
    most_repetitions: int = 5


def bench(wishes: Wishes, say: Say) -> list[Row]:
    """Measure every case on every graph it is timed on, in the order of `CASES`; `say` is told what goes on.

    Raises `BadOption` for a case there is not, `Unavailable` for one that breaks.
    """
    chosen = _chosen(wishes.only, has_server=bool(wishes.server))
    with tempfile.TemporaryDirectory(prefix="refgraph-bench-") as folder:
        place = Place(Path(folder), wishes.people, wishes.number, wishes.day)
        _lay_out(place, chosen, wishes, say)
        found: list[Row] = []
        for case in chosen:
            for graph in case.graphs:
                say(f"{case.title} on {_shown(graph)}")
                found += (rows := _rows(case, graph, place, wishes))
                for row in rows:
                    say(row.line())
        return found


def _chosen(only: Sequence[str], *, has_server: bool) -> list[Case]:
    known = [case.name for case in CASES]
    for name in only:
        if name not in known:
            raise BadOption(f"there is no case '{name}'", f"the cases are {', '.join(known)}")
        if SERVER in _case(name).graphs and not has_server:
            raise BadOption(f"case '{name}' needs a Neo4j server", "name an empty database with --neo4j")
    return [
        case
        for case in CASES
        if case.name in only or (not only and (has_server or SERVER not in case.graphs))
    ]


def _shown(graph: str) -> str:
    return graph.replace("_", " ")


def _lay_out(place: Place, chosen: Sequence[Case], wishes: Wishes, say: Say) -> None:
    """Make the graphs and the network that the chosen cases are timed on, and import it where nobody will."""
    sizes = {(graph, _people(case, place)) for case in chosen for graph in case.graphs if graph in GRAPHS}
    for topic, name in enumerate(GRAPHS):
        for people in sorted(size for graph, size in sizes if graph == name):
            say(f"drawing a {_shown(name)} graph of {people:,}")
            save(GRAPHS[name](people, place.rng(topic)), place.graph(_folder(name, people)))
    if any(NETWORK in case.graphs for case in chosen):
        generate(place.network, place.people, place.number, until=place.day, today=place.day, say=say)
        if "import" not in [case.name for case in chosen]:
            say("importing")
            _import(place)
    if any(SERVER in case.graphs for case in chosen):
        say(f"filling {wishes.server}")
        fill_server(wishes.server, place, min(place.people, SERVER_PEOPLE))


def _import(place: Place) -> None:
    case = _case("import")
    with _broken_is_told(case), _started(lambda: _own(case, NETWORK, place)) as worker:
        worker.once()


def _case(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def _people(case: Case, place: Place) -> int:
    return min(place.people, case.most_people or place.people)


def _folder(graph: str, people: int) -> str:
    return f"{graph}-{people}" if graph in GRAPHS else graph


def _rows(case: Case, graph: str, place: Place, wishes: Wishes) -> list[Row]:
    """One row a claim: the case's own figures, beside the peer's where the claim names one that is wanted."""
    folder = _folder(graph, _people(case, place))
    size = _size(graph, _people(case, place))
    named = dict.fromkeys(claim.peer for claim in case.claims if claim.peer)
    peers = list(named) if wishes.with_peers else []
    with _broken_is_told(case):
        own, beside, missing = _taking_turns(case, folder, place, wishes, peers)
    return [
        Row.of(case, graph, size, claim, own, beside.get(claim.peer, ()), missing.get(claim.peer, ""))
        for claim in _claims(case, peers)
    ]


def _claims(case: Case, peers: Sequence[str]) -> list[Claim]:
    """Claims that can be looked at without the peers that are not wanted; at least one that claims nothing."""
    kept = [
        claim if claim.peer in peers else replace(claim, peer="")
        for claim in case.claims
        if claim.peer in ("", *peers) or claim.figure not in ("ratio", "lag")
    ]
    return kept or [Claim("wall_s", None)]


def _size(graph: str, people: int) -> dict[str, int]:
    ties_a_node = {NETWORK: 0, SERVER: SERVER_TIES}.get(graph, TIES_A_NODE)
    return {"people": people, "ties": people * ties_a_node} if ties_a_node else {"people": people}


def _taking_turns(
    case: Case, graph: str, place: Place, wishes: Wishes, peers: Sequence[str]
) -> tuple[list[Sample], dict[str, list[Sample]], dict[str, str]]:
    """Samples of the case, of each peer, and why peers have none; raises `Unavailable` for the case itself."""
    missing: dict[str, str] = {}
    contestants: dict[str, Contestant] = {}
    with _started(lambda: _own(case, graph, place)) as own:
        try:
            for peer in peers:
                try:
                    contestants[peer] = _peer(peer, place.graph(graph), wishes)
                except Unavailable as why:
                    missing[peer] = why.message
            samples: list[Sample] = []
            beside: dict[str, list[Sample]] = {peer: [] for peer in contestants}
            for _ in range(min(case.repetitions, wishes.most_repetitions)):
                samples.append(own.once())
                for peer, contestant in list(contestants.items()):
                    try:
                        beside[peer].append(contestant.once())
                    except Unavailable as why:
                        missing[peer] = why.message
                        del contestants[peer], beside[peer]
        finally:
            for contestant in contestants.values():
                contestant.close()
    return samples, beside, missing


@contextmanager
def _broken_is_told(case: Case) -> Iterator[None]:
    """Say which case broke, and what can be done."""
    try:
        yield
    except Unavailable as why:
        raise Unavailable(
            f"case '{case.name}' could not be measured: {why.message}",
            "measure fewer people if memory ran out, or the other cases with --only",
        ) from why


@contextmanager
def _started(start: Callable[[], Worker]) -> Iterator[Worker]:
    worker = start()
    try:
        yield worker
    finally:
        worker.close()


def _own(case: Case, graph: str, place: Place) -> Worker:
    numbers = (str(place.people), str(place.number), place.day.isoformat())
    return Worker.ready(
        [sys.executable, "-m", "refgraph.bench", case.name, graph, str(place.folder), *numbers]
    )


def _peer(name: str, graph: Path, wishes: Wishes) -> Contestant:
    if name in PROGRAMS:
        file = (wishes.programs or {}).get(name)
        if file is None:
            raise Unavailable("its program was not named")
        return Binary(PROGRAMS[name], file.absolute(), graph)
    python = Path(sys.executable) if name in _OURS else wishes.peer_python or Path(sys.executable)
    return Worker.ready([str(python), str(_SERVING), MODULES[name], str(graph)])
