"""Statements that write the rows of each table, and link them to those they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.neo4j.layout import LABELS, LAYOUTS, NODES, NodeLayout, Type, quoted, text
from refgraph.store.neo4j.reading import where_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.store.neo4j.layout import Layout, Reference, RelationLayout


CHANGED_ROWS = {name: f"changed_{name}" for name in NODES}
"""By table of nodes, the parameter of `WRITTEN_TOGETHER` for rows of nodes that are there."""


def beforehand(layout: Layout) -> list[Reference]:
    """References to rows that are all there when one is written: those of a table to itself are not."""
    return [reference for reference in layout.references if reference.target is not layout.table]


def _found(references: Sequence[Reference], first: int) -> str:
    """Clauses that look for the rows referred to: `t0`, `t1` … by the ids at `row[first]` and behind."""
    return " ".join(
        f"OPTIONAL MATCH (t{i}:{reference.label} {{{quoted(reference.id)}: row[{first + i}]}})"
        for i, reference in enumerate(references)
    )


def _linked(variable: str, references: Sequence[Reference], first: int, held: str = "") -> str:
    """Clauses that make the relationships to what was found, and keep the text of what may be unknown as a property."""
    clauses = []
    for i, reference in enumerate(references):
        path = f"({variable})-[:{reference.type}{held}]->(t)"
        clauses.append(f"FOREACH (t IN CASE WHEN t{i} IS NULL THEN [] ELSE [t{i}] END | CREATE {path})")
        if reference.may_dangle:
            kept = "x" if held else variable
            name = quoted(reference.column.name)
            clauses.append(f"SET {kept}.{name} = CASE WHEN t{i} IS NULL THEN row[{first + i}] END")
    return " ".join(clauses)


def _counted(references: Sequence[Reference]) -> str:
    return f"[{', '.join(['count(*)', *(f'count(t{i})' for i in range(len(references)))])}]"


def _new(layout: Layout, rows: str) -> str:
    return _new_node(layout, rows) if isinstance(layout, NodeLayout) else _new_relation(layout, rows)


def _new_node(layout: NodeLayout, rows: str) -> str:
    references = beforehand(layout)
    return (
        f"UNWIND {rows} AS row {_found(references, 1)} CREATE (n:{layout.label}) SET n = row[0]"
        f" {_linked('n', references, 1)} RETURN {_counted(references)} AS {layout.table.name}"
    )


def dropped(layout: NodeLayout) -> str:
    """Clause that takes away all that a node `n` refers to."""
    if not layout.references:
        return ""
    types = "|".join(reference.type for reference in layout.references)
    is_outgoing = all(reference.is_outgoing for reference in layout.references)
    ends = ("-", "->") if is_outgoing else ("<-", "-")
    labels = "|".join(reference.label for reference in layout.references)
    return f"CALL (n) {{ MATCH (n){ends[0]}[old:{types}]{ends[1]}(:{labels}) DELETE old }}"


def _changed_node(layout: NodeLayout, rows: str) -> str:
    references = beforehand(layout)
    id_ = quoted(layout.id)
    return (
        f"UNWIND {rows} AS row MATCH (n:{layout.label} {{{id_}: row[0].{id_}}}) {dropped(layout)} WITH row, n"
        f" {_found(references, 1)} SET n = row[0] {_linked('n', references, 1)}"
        f" RETURN {_counted(references)} AS {CHANGED_ROWS[layout.table.name]}"
    )


def _new_relation(layout: RelationLayout, rows: str) -> str:
    ends = " ".join(
        f"MATCH ({variable}:{end.label} {{{quoted(end.id)}: row[{at}]}})"
        for at, (variable, end) in enumerate((("a", layout.start), ("b", layout.end)))
    )
    # Which role a reporting line belongs to stands on it.
    held = " {account_id: row[1], `from`: row[2].`from`}"
    return (
        f"UNWIND {rows} AS row {ends} {_found(layout.references, 3)} CREATE (a)-[x:{layout.type}]->(b) SET x = row[2]"
        f" {_linked('a', layout.references, 3, held)} RETURN [count(*)] AS {layout.table.name}"
    )


def _taken_out(layout: RelationLayout, keys: str) -> str:
    where = where_key(layout, "key")
    lines = (
        f"CALL (a, b, r) {{ MATCH (a)-[line:{Type.REPORTS_TO} {{account_id: b.account_id}}]->(:{LABELS['people']})"
        f" WHERE {text('line', 'from')} = {text('r', 'from')} DELETE line }}"
        if layout.references
        else ""
    )
    return f"UNWIND {keys} AS key {where} WITH a, b, r {lines} DELETE r"


ADDED = {name: _new(layout, "$rows") for name, layout in LAYOUTS.items()}
"""Statement by table for new rows: a list of how many were written and, of nodes, of each reference that was found.

A row of nodes is [properties, ids referred to …], of relations [id of the start, id of the end, properties, ids …].
"""
CHANGED = {name: _changed_node(layout, "$rows") for name, layout in NODES.items()}
"""Likewise for nodes that are there, which lose all other properties and references."""


def _bared(layout: NodeLayout) -> str:
    """Nodes that refer to nothing any more: they go when it is known that nothing refers to them."""
    id_ = quoted(layout.id)
    node = f"MATCH (n:{layout.label} {{{id_}: key[0]}})"
    return f"UNWIND ${layout.table.name} AS key {node} {dropped(layout)} SET n = {{{id_}: key[0]}}"


def _taken_together() -> str:
    # Those that refer before those they refer to.
    parts = [
        _bared(layout) if isinstance(layout, NodeLayout) else _taken_out(layout, f"${name}")
        for name, layout in reversed(LAYOUTS.items())
    ]
    return f"{' '.join(f'CALL () {{ {part} }}' for part in parts)} RETURN 0"


TAKEN_OUT = _taken_together()
"""Statement for rows to take out, by keys under the names of their tables; of nodes the id stays."""
_PARENTS = (
    f"MATCH (n:{LABELS['accounts']} {{account_id: link[0]}}) MATCH (t:{LABELS['accounts']} {{account_id: link[1]}})"
    f" CREATE (t)-[:{Type.PARENT_OF}]->(n)"
)
PARENTS = f"UNWIND $links AS link {_PARENTS} RETURN [count(*)]"
"""Statement for references of accounts to others, which all are there by now: [child, parent]."""
KNOWN_NOW = {
    "people": (
        "roles",
        f"MATCH (a:{LABELS['people']})-[r:{Type.WORKS_AT}]->(b:{LABELS['accounts']}) WHERE r.reports_to IS NOT NULL"
        f" MATCH (t:{LABELS['people']} {{person_id: r.reports_to}})"
        f" CREATE (a)-[:{Type.REPORTS_TO} {{account_id: b.account_id, `from`: r.`from`}}]->(t) SET r.reports_to = null",
    ),
    "reps": (
        "events",
        f"MATCH (n:{LABELS['events']}) WHERE n.rep IS NOT NULL MATCH (t:{LABELS['reps']} {{rep_id: n.rep}})"
        f" CREATE (n)-[:{Type.BY}]->(t) SET n.rep = null",
    ),
}
"""By table, the one whose rows may have named rows of it before it had them, and the statement that links those."""


def _together() -> str:
    """One statement of all of these, each on rows of its own."""
    parts = [f"CALL () {{ {_new(layout, f'${name}')} }}" for name, layout in LAYOUTS.items()]
    parts += [
        f"CALL () {{ {_changed_node(layout, f'${CHANGED_ROWS[name]}')} }}" for name, layout in NODES.items()
    ]
    parts.append(f"CALL () {{ UNWIND $links AS link {_PARENTS} RETURN count(*) AS links }}")
    parts += [f"CALL () {{ {statement} }}" for _, statement in KNOWN_NOW.values()]
    return f"{' '.join(parts)} RETURN {', '.join([*LAYOUTS, *CHANGED_ROWS.values()])}, links"


WRITTEN_TOGETHER = _together()
"""Statement for new rows of all tables, each under its name, then for changed nodes, with what follows from them.

For each of them it gives what `ADDED` gives, then the number of links.

A batch that takes one round trip a table takes one with this.
"""
