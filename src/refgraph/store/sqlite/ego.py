"""The surroundings of one entity, by indexed queries from each entity walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import UnknownId
from refgraph.store.port import Ego, EgoEdge, EgoNode
from refgraph.store.sqlite.cells import day_number
from refgraph.store.sqlite.layout import LAYOUTS, NAMED, decimal, quoted, sql
from refgraph.store.sqlite.reading import is_unicode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import apsw

Node = tuple[str, str]
"""(table, id)"""

_WHAT = {"accounts": "account", "people": "person", "circles": "circle"}
_ALL = -1
_CURRENT = 'r."from" <= :day AND (r."to" IS NULL OR r."to" >= :day)'
_NAME = {
    name: sql("SELECT name FROM", LAYOUTS[name].name, "WHERE", LAYOUTS[name].order, "= ?") for name in NAMED
}


@dataclass(frozen=True, slots=True)
class Step:
    """From an entity along one relation, in one direction."""

    relation: str
    here: str
    """Table of the entity."""
    there: str
    """Table of those related to it."""
    is_forward: bool
    """Whether the relation leads from here to there."""
    query: str
    """Statement for the ids there and their strengths, strongest first, then by id."""


def _steps(
    relation: str, stored: str, source: Node, target: Node, strength: str, holds: str
) -> tuple[Step, Step]:
    """Both directions of a relation, whose rows are `r`; `source` and `target` are (table, column with its numbers)."""

    def step(here: Node, there: Node) -> Step:
        near, far = LAYOUTS[here[0]], LAYOUTS[there[0]]
        # With the plus the number has no type of its own, which would keep SQLite from the index of a column of any.
        query = sql(
            f"SELECT there.{far.order}", ", max(", strength, ") AS strength FROM", quoted(stored), "AS r JOIN", far.name,
            f"AS there ON there.num = r.{quoted(there[1])} WHERE r.{quoted(here[1])} = +(SELECT num FROM", near.name,
            "WHERE", near.order, "= :id) AND", holds, f"GROUP BY there.num ORDER BY strength DESC, there.{far.order}",
            "LIMIT :limit",
        )  # fmt: skip
        return Step(relation, here[0], there[0], here == source, query)

    return step(source, target), step(target, source)


_KNOWS = _steps(
    "knows", "knows", ("people", "person_a"), ("people", "person_b"), f"coalesce({decimal('r.strength')}, 0.5)",
    "(r.since IS NULL OR r.since <= :day)",
)  # fmt: skip
_WORKS_AT = _steps("works_at", "roles", ("people", "person_id"), ("accounts", "account_id"), "1.0", _CURRENT)
_MEMBER_OF = _steps(
    "member_of", "memberships", ("people", "person_id"), ("circles", "circle_id"),
    f"coalesce({decimal('r.attendance')}, 0.5)", _CURRENT,
)  # fmt: skip
# A manager may be somebody the store does not know: a text in place of a number, which might look like one.
_REPORTS_TO = _steps(
    "reports_to", "roles", ("people", "person_id"), ("people", "reports_to"), "1.0",
    f"typeof(r.reports_to) = 'integer' AND {_CURRENT}",
)  # fmt: skip
_PARENT_OF = _steps("parent_of", "accounts", ("accounts", "parent_id"), ("accounts", "num"), "1.0", "TRUE")
WALKED = (*_KNOWS, *_WORKS_AT, *_MEMBER_OF, *_REPORTS_TO, *_PARENT_OF)
# Each relation once, from the end that has few of them: a circle has many members, a person few circles.
LISTED = (_KNOWS[0], _WORKS_AT[0], _MEMBER_OF[0], _REPORTS_TO[0], _PARENT_OF[1])


def ego(db: apsw.Connection, table: str, entity_id: str, *, hops: int, limit: int, as_of: date) -> Ego:
    """Walk breadth first, as `Store.ego` says."""
    if table not in NAMED or hops < 0 or limit < 1:
        raise ValueError(f"expected one of {NAMED}, hops >= 0 and limit >= 1, found {(table, hops, limit)}")
    start = (table, entity_id)
    if not is_unicode(entity_id) or _name(db, start) is None:
        what = _WHAT[table]
        raise UnknownId(f"there is no {what} '{entity_id}'", f"search for the {what} by name to find its id")
    nodes = {start: 0}
    frontier = [start]
    truncated = False
    for hop in range(1, hops + 1):
        ranked = _next(db, frontier, nodes, limit, as_of)
        room = limit - len(nodes)
        truncated = truncated or len(ranked) > room
        frontier = ranked[:room]
        nodes |= dict.fromkeys(frontier, hop)
    named = [EgoNode(*node, _name(db, node) or "", hop) for node, hop in nodes.items()]
    return Ego(named, _edges(db, nodes, as_of), truncated)


def _next(
    db: apsw.Connection, frontier: Iterable[Node], nodes: dict[Node, int], limit: int, as_of: date
) -> list[Node]:
    """Entities one step beyond the frontier, strongest first.

    Of each step only the best limit + 1 are read: whoever comes later has more than `limit` others before him.
    """
    best: dict[Node, float] = {}
    for table, key in frontier:
        for step in WALKED:
            if step.here != table:
                continue
            for other, strength in _related(db, step, key, limit + 1, as_of):
                best[step.there, other] = max(strength, best.get((step.there, other), 0.0))
    return sorted(best.keys() - nodes.keys(), key=lambda node: (-best[node], node[1], NAMED.index(node[0])))


def _edges(db: apsw.Connection, nodes: dict[Node, int], as_of: date) -> list[EgoEdge]:
    edges = []
    for node in nodes:
        for step in LISTED:
            if step.here != node[0]:
                continue
            for other, strength in _related(db, step, node[1], _ALL, as_of):
                ends = (node, (step.there, other))
                if ends[1] in nodes and ends[0] != ends[1]:
                    source, target = ends if step.is_forward else ends[::-1]
                    edges.append(EgoEdge(source, target, step.relation, strength))
    return sorted(edges, key=lambda edge: (-edge.strength, edge.source, edge.target, edge.relation))


def _related(db: apsw.Connection, step: Step, key: str, limit: int, as_of: date) -> list[tuple[str, float]]:
    found = db.execute(step.query, {"id": key, "day": day_number(as_of.isoformat()), "limit": limit})
    return [(str(other), float(strength)) for other, strength in found]


def _name(db: apsw.Connection, node: Node) -> str | None:
    name: str | None = db.execute(_NAME[node[0]], (node[1],)).get
    return name
