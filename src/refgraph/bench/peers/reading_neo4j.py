"""The same people and ties by the Neo4j driver alone, row by row, and then as arrays; a unit is a tie."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PEOPLE = "MATCH (p:Person) RETURN p.person_id, p.name, p.email, p.phone, p.language, p.consent ORDER BY p.person_id"
_TIES = (
    "MATCH (a:Person)-[k:KNOWS]->(b:Person)"
    " RETURN a.person_id, b.person_id, k.strength, k.kind, k.since, k.last_contact, k.directed"
)


def prepared(folder: Path) -> Callable[[], int]:
    """Read from the server whose address stands in the folder."""
    neo4j: Any = import_module("neo4j")
    numpy: Any = import_module("numpy")
    scheme, _, place = (folder / "url").read_text(encoding="utf-8").partition("://")
    host, _, database = place.partition("/")
    user, password = os.environ.get("REFGRAPH_NEO4J_USER"), os.environ.get("REFGRAPH_NEO4J_PASSWORD")
    credentials = (user or "neo4j", password or "")
    driver = neo4j.GraphDatabase.driver(
        f"{scheme}://{host}", auth=credentials, notifications_min_severity="OFF"
    )

    def run() -> int:
        with driver.session(database=database or None, fetch_size=-1) as session:
            people = session.run(_PEOPLE).values()
            ties = session.run(_TIES).values()
        at = {row[0]: place for place, row in enumerate(people)}
        speakers = numpy.fromiter((at[row[0]] for row in ties), numpy.int32, len(ties))
        listeners = numpy.fromiter((at[row[1]] for row in ties), numpy.int32, len(ties))
        order = numpy.lexsort((listeners, speakers))
        strength = numpy.array([row[2] for row in ties], numpy.float64)[order]
        rest = [numpy.array([row[column] for row in ties], object)[order] for column in range(3, 7)]
        return len(strength) if len(rest) else 0

    return run
