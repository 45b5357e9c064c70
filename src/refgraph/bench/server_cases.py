"""Cases on a store of a Neo4j server: all its ties into arrays, and one person's surroundings."""

from __future__ import annotations

import time
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from refgraph.bench.case import SERVER, Case, Claim, Outcome
from refgraph.errors import BadOption
from refgraph.model.batch import Batch
from refgraph.model.tables import KNOWS, PEOPLE
from refgraph.service.place import open_port
from refgraph.store.address import load_backend
from refgraph.store.neo4j.place import is_server, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from refgraph.bench.case import Timed
    from refgraph.bench.place import Place
    from refgraph.model.tables import Cell, Row

SERVER_PEOPLE = 100_000
"""People of the store on the server at most: the size its targets are for."""
SERVER_TIES = 6
"""Ties a person."""
_CHUNK = 50_000
_EGOS = 51
_WORDS = ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo")
_KINDS = (None, None, "friend", "colleague")
_TIES, _ASKED = 20, 21
"""Topics of randomness."""


def fill_server(url: str, place: Place, people: int) -> None:
    """Put people and ties into an empty database, whose address peers then find in the folder of the graph.

    Raises `BadOption` for an address of no server, and `StoreUnavailable` where something stands there already.
    """
    if not is_server(url):
        raise BadOption(f"'{url}' is no address of a Neo4j server", "write neo4j://host:7687")
    with closing(open_port(f"sqlite:///{place.folder / 'ties.db'}", create=True)) as store:
        for at, (table, rows) in enumerate(_batches(place, people)):
            store.apply(Batch(f"bench-{at}", "bench", at, {table: rows}))
        store.hand_over(lambda content: load_backend(content, url))
    folder = place.graph(SERVER)
    folder.mkdir(exist_ok=True)
    _address(folder).write_text(url, encoding="utf-8")


def _batches(place: Place, people: int) -> Iterator[tuple[str, list[Row]]]:
    rows: list[Row] = [_person(at) for at in range(people)]
    yield from (("people", rows[at : at + _CHUNK]) for at in range(0, people, _CHUNK))
    ties = _ties(place, people)
    yield from (("knows", ties[at : at + _CHUNK]) for at in range(0, len(ties), _CHUNK))


def _person(at: int) -> Row:
    name = f"{_WORDS[at % len(_WORDS)]} {_WORDS[at // len(_WORDS) % len(_WORDS)]}son {at}"
    cells: dict[str, Cell] = {"person_id": _id(at), "name": name, "email": f"{at}@example.com"}
    return tuple(cells.get(column.name) for column in PEOPLE.columns)


def _id(at: int) -> str:
    return f"p{at:07}"


def _ties(place: Place, people: int) -> list[Row]:
    """Each person is tied to the next one, and others to each other at random; no tie is there twice."""
    rng = place.rng(_TIES)
    pairs = {(at, at + 1) for at in range(people - 1)}
    most = min(people * SERVER_TIES, people * (people - 1) // 4)
    while len(pairs) < most:
        drawn = np.sort(rng.integers(people, size=(most, 2)), axis=1).tolist()
        pairs |= {(one, other) for one, other in drawn[: most - len(pairs)] if one != other}
    return [_tie(at, one, other, place.day) for at, (one, other) in enumerate(sorted(pairs))]


def _tie(at: int, one: int, other: int, day: date) -> Row:
    cells: dict[str, Cell] = {
        "person_a": _id(one),
        "person_b": _id(other),
        "strength": at % 101 / 100,
        "kind": _KINDS[at % len(_KINDS)],
        "since": day.replace(year=day.year - 1 - at % 5, day=1 + at % 28).isoformat(),
        "last_contact": day.replace(day=1).isoformat() if at % 3 else None,
        "directed": False,
    }
    return tuple(cells.get(column.name) for column in KNOWS.columns)


def _address(folder: Path) -> Path:
    """File that says where the server is."""
    return folder / "url"


def _url(place: Place, graph: str) -> str:
    return _address(place.graph(graph)).read_text(encoding="utf-8")


def _read(place: Place, graph: str) -> Timed:
    # Here, as the driver would count in the memory of every other case.
    from refgraph.store.neo4j.columns import columns
    from refgraph.store.neo4j.connection import Server

    server = Server(place_of(_url(place, graph)))

    def run() -> Outcome:
        found = columns(server)
        return Outcome(units=len(found.tables["knows"]["person_a"]))

    return run


def _ego(place: Place, graph: str) -> Timed:
    store = open_port(_url(place, graph))
    ids = [_id(int(at)) for at in place.rng(_ASKED).integers(min(place.people, SERVER_PEOPLE), size=_EGOS)]

    def run() -> Outcome:
        walls = []
        for person in ids:
            started = time.perf_counter()
            store.ego("people", person, hops=2, as_of=place.day)
            walls.append(time.perf_counter() - started)
        return Outcome(wall_s=median(walls))

    return run


ROW_BY_ROW = "neo4j driver, row by row"

SERVER_CASES = (
    Case(
        "neo4j_ties",
        "all tables of a Neo4j store as arrays",
        (SERVER,),
        _read,
        (Claim("wall_s", 6.0), Claim("ratio", None, ROW_BY_ROW)),
        unit="tie",
        repetitions=3,
        most_people=SERVER_PEOPLE,
        full=SERVER_PEOPLE,
    ),
    Case(
        "neo4j_ego",
        "two hops around a person in a Neo4j store, median",
        (SERVER,),
        _ego,
        (Claim("wall_s", 0.06),),
        repetitions=3,
        most_people=SERVER_PEOPLE,
        full=SERVER_PEOPLE,
    ),
)
