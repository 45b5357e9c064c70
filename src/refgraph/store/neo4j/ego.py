"""The surroundings of one entity, by one statement a hop and one for all that lies between the entities found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.store.names import NAMED
from refgraph.store.neo4j.layout import NODES, RELATIONS, Label, Type, holds, text
from refgraph.store.neo4j.steady import at_told_version
from refgraph.store.surroundings import EgoEdge
from refgraph.store.walking import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.surroundings import Ego
    from refgraph.store.walking import Node

_ROLE = RELATIONS["roles"]
_ACCOUNT = _ROLE.end
# A reporting line holds as long as the role of which it is.
_IN_ROLE = (
    f"EXISTS {{ MATCH (a)-[w:{_ROLE.type}]->(at:{_ACCOUNT.label}) WHERE at.{_ACCOUNT.id} = r.account_id"
    f" AND {text('w', 'from')} = {text('r', 'from')} AND {holds('w')} }}"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Relationships `r` from `a` to `b` that are walked."""

    type: Type
    source: str
    """Table."""
    target: str
    strength: str
    holds: str
    """Condition on the day."""

    @property
    def name(self) -> str:
        """What `EgoEdge` calls it."""
        return self.type.lower()


_RELATIONS = (
    Relation(Type.KNOWS, "people", "people", "coalesce(r.strength, 0.5)", "(r.since IS NULL OR r.since <= $day)"),
    Relation(Type.WORKS_AT, "people", "accounts", "1.0", holds("r")),
    Relation(Type.MEMBER_OF, "people", "circles", "coalesce(r.attendance, 0.5)", holds("r")),
    Relation(Type.REPORTS_TO, "people", "people", "1.0", _IN_ROLE),
    Relation(Type.PARENT_OF, "accounts", "accounts", "1.0", "true"),
)  # fmt: skip
_VERSION = f"MATCH (s:{Label.STORE})"


def _listed(table: str, variable: str) -> str:
    """Clauses for the entities of one table among those asked for."""
    layout = NODES[table]
    return f"UNWIND ${table} AS id MATCH ({variable}:{layout.label} {{{layout.id}: id}})"


def _beyond(relation: Relation, near: str, far: str) -> str:
    """Subquery for those at one end of a relation from those at the other: place of the table, id, strength."""
    here, there = (relation.source, relation.target) if near == "a" else (relation.target, relation.source)
    return (
        f"{_listed(here, near)} MATCH (a)-[r:{relation.type}]->(b) WHERE {far}:{NODES[there].label} AND {relation.holds}"
        f" RETURN {NAMED.index(there)} AS place, {far}.{NODES[there].id} AS key, max({relation.strength}) AS strength"
        " ORDER BY strength DESC, key LIMIT $limit"
    )


_STEPS = [_beyond(relation, *ends) for relation in _RELATIONS for ends in (("a", "b"), ("b", "a"))]
NEAR = (
    f"{_VERSION} CALL () {{ {' UNION ALL '.join(_STEPS)} }}"
    " WITH s.version AS version, collect([place, key, strength]) AS found RETURN version, found"
)
"""Entities related to those of `$accounts`, `$people` and `$circles`: of each relation, either way, the best `$limit`."""


def _between(relation: Relation) -> str:
    """Clause for the relationships between entities, as pairs of ids and their strengths."""
    # From the end that has few of them: an account has many below it, but one above.
    near, far, table = (
        ("b", "a", relation.target) if relation.source == "accounts" else ("a", "b", relation.source)
    )
    other = relation.source if near == "b" else relation.target
    return (
        f"CALL (accounts, people, circles) {{ UNWIND {table} AS {near} MATCH (a)-[r:{relation.type}]->(b)"
        f" WHERE {far} IN {other} AND {relation.holds} RETURN"
        f" collect([a.{NODES[relation.source].id}, b.{NODES[relation.target].id}, {relation.strength}])"
        f" AS {relation.name} }}"
    )


AMONG = " ".join(
    [
        _VERSION,
        *(f"CALL () {{ {_listed(table, 'n')} RETURN collect(n) AS {table} }}" for table in NAMED),
        *map(_between, _RELATIONS),
        "RETURN s.version,",
        ", ".join(f"[n IN {table} | [n.{NODES[table].id}, n.name]]" for table in NAMED) + ",",
        ", ".join(relation.name for relation in _RELATIONS),
    ]
)
"""Ids and names of the entities of each table that are there, then the relationships between them by relation."""


def ego(server: Server, table: str, entity_id: str, *, hops: int, limit: int, as_of: date) -> Ego:
    """Walk breadth first, as `Store.ego` says."""
    return at_told_version(
        server, lambda ask: walk(Neo4jSurroundings(ask, as_of), table, entity_id, hops=hops, limit=limit)
    )


class Neo4jSurroundings:
    """`refgraph.store.walking.Surroundings` by statements that tell the version first."""

    def __init__(self, ask: Ask, as_of: date) -> None:
        self._ask = ask
        self._day = as_of
        self._asked: frozenset[Node] = frozenset()
        self._names: dict[Node, str] = {}
        self._edges: list[EgoEdge] = []

    def names(self, nodes: Collection[Node]) -> dict[Node, str]:
        """Name of each entity; those that are not there are left out."""
        self._look(frozenset(nodes))
        return self._names

    def near(self, frontier: Sequence[Node], limit: int) -> Iterable[tuple[Node, float]]:
        """Entities related to those of a frontier, of each relation the best `limit`."""
        found = self._ask(NEAR, **_by_table(frontier), day=self._day, limit=limit)
        return [((NAMED[place], key), strength) for (related,) in found for place, key, strength in related]

    def edges(self, nodes: Collection[Node]) -> list[EgoEdge]:
        """All relations between nodes."""
        self._look(frozenset(nodes))
        return self._edges

    def _look(self, nodes: frozenset[Node]) -> None:
        """Ask for names and edges, which come together."""
        if nodes == self._asked:
            return
        for row in self._ask(AMONG, **_by_table(nodes), day=self._day):
            named, related = row[: len(NAMED)], row[len(NAMED) :]
            self._names = {
                (table, key): name for table, found in zip(NAMED, named, strict=True) for key, name in found
            }
            self._edges = [
                EgoEdge((relation.source, a), (relation.target, b), relation.name, strength)
                for relation, found in zip(_RELATIONS, related, strict=True)
                for a, b, strength in found
            ]
        self._asked = nodes


def _by_table(nodes: Iterable[Node]) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {table: [] for table in NAMED}
    for table, key in nodes:
        asked[table].append(key)
    return asked
