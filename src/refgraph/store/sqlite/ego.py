"""The surroundings of one entity, by indexed queries from each entity walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.store.names import NAMED
from refgraph.store.sqlite.cells import day_number
from refgraph.store.sqlite.layout import LAYOUTS, decimal, quoted, sql
from refgraph.store.surroundings import EgoEdge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    import apsw

    from refgraph.store.walking import Node

_End = tuple[str, str]
"""Table at one end of a relation, and the column with its numbers."""
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
    relation: str, stored: str, source: _End, target: _End, strength: str, holds: str
) -> tuple[Step, Step]:
    """Both directions of a relation, whose rows are `r`."""

    def step(here: _End, there: _End) -> Step:
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


class SqliteSurroundings:
    """`refgraph.store.walking.Surroundings` within the caller's transaction."""

    def __init__(self, db: apsw.Connection, as_of: date) -> None:
        self._db = db
        self._day = day_number(as_of.isoformat())

    def names(self, nodes: Collection[Node]) -> dict[Node, str]:
        """Name of each entity; those that are not there are left out."""
        found = ((node, self._db.execute(_NAME[node[0]], (node[1],)).get) for node in nodes)
        return {node: name for node, name in found if name is not None}

    def near(self, frontier: Sequence[Node], limit: int) -> Iterator[tuple[Node, float]]:
        """Entities related to those of a frontier, of each step from each the best `limit`."""
        for table, key in frontier:
            for step in WALKED:
                if step.here == table:
                    for other, strength in self._related(step, key, limit):
                        yield (step.there, other), strength

    def edges(self, nodes: Collection[Node]) -> Iterator[EgoEdge]:
        """All relations of nodes, each listed from one end."""
        for node in nodes:
            for step in LISTED:
                if step.here == node[0]:
                    for other, strength in self._related(step, node[1], _ALL):
                        ends = (node, (step.there, other))
                        source, target = ends if step.is_forward else ends[::-1]
                        yield EgoEdge(source, target, step.relation, strength)

    def _related(self, step: Step, key: str, limit: int) -> list[tuple[str, float]]:
        found = self._db.execute(step.query, {"id": key, "day": self._day, "limit": limit})
        return [(str(other), float(strength)) for other, strength in found]
