"""What stands in the graph that no import writes: rows nobody wrote, relationships that lead where they should not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from refgraph.store.neo4j.layout import (
    LAYOUTS,
    NODES,
    RELATIONS,
    Label,
    Layout,
    NodeLayout,
    Reference,
    Type,
    pattern,
    quoted,
    text,
)
from refgraph.store.neo4j.scans import reference_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.neo4j.connection import Ask

_ROWS, _FOREIGN, _IMPORTS, _LAST = "rows", "foreign", "imports", "last"
_NAMELESS, _STRAY, _DOUBLE, _LOOSE = "nameless", "stray", "double", "loose"

Counts = Counter[tuple[str, str]]
"""By (what is counted, table or `table.column` or type)."""


def _asked(match: str, kind: str, name: str, count: str = "count(*)") -> str:
    return f"{match} RETURN '{kind}' AS kind, '{name}' AS name, {count} AS found"


def _of_rows(layout: Layout) -> Iterator[str]:
    """How many rows there are, and how many of them have a version or a number that no import gave them."""
    name = layout.table.name
    count = f"MATCH (c:{Label.TABLE_COUNT} {{table: '{name}'}})"
    if isinstance(layout, NodeLayout):
        yield _asked(f"MATCH (n:{layout.label})", _ROWS, name)
        foreign = (
            "n.num IS NULL OR n.num < 0 OR n.num >= c.next_num OR n.ver IS NULL OR n.ver > c.last_ver"
            " OR n.ver > $version"
        )
        yield _asked(f"{count} MATCH (n:{layout.label}) WHERE {foreign}", _FOREIGN, name)
        yield _asked(f"MATCH (n:{layout.label}) WHERE n.{quoted(layout.id)} IS NULL", _NAMELESS, name)
        return
    match = f"MATCH {pattern(layout)}"
    yield _asked(match, _ROWS, name)
    foreign = "r.ver IS NULL OR r.ver > c.last_ver OR r.ver > $version"
    yield _asked(f"{count} {match} WHERE {foreign}", _FOREIGN, name)
    yield _stray(layout.type, layout.start.label, layout.end.label)


def _stray(type_: Type, source: Label, target: Label) -> str:
    """How many relationships of a type lie between refgraph's nodes of other labels; those of other nodes are not its."""
    ours = "|".join(layout.label for layout in NODES.values())
    ends = f"MATCH (a:{ours})-[r:{type_}]->(b:{ours})"
    return _asked(f"{ends} WHERE NOT (a:{source} AND b:{target})", _STRAY, str(type_))


def _of_reference(layout: Layout, reference: Reference) -> Iterator[str]:
    """How many relationships of a reference lead elsewhere, and how many rows have more than one."""
    name, start = reference_name(layout, reference), _start(layout)
    source, target = (start, reference.label) if reference.is_outgoing else (reference.label, start)
    match = f"MATCH (a:{source})-[r:{reference.type}]->(b:{target})"
    yield _stray(reference.type, source, target)
    referring = "a" if reference.is_outgoing else "b"
    if isinstance(layout, NodeLayout):
        yield _asked(f"{match} WITH {referring} AS n, count(r) AS rs WHERE rs > 1", _DOUBLE, name)
        return
    # A reporting line is one of a role: of its account, from its day.
    account = layout.end.column.name
    role = f"r.{account} AS account, {text('r', 'from')} AS day"
    yield _asked(f"{match} WITH a, {role}, count(r) AS rs WHERE rs > 1", _DOUBLE, name)
    of_role = f"{text('w', 'from')} = {text('r', 'from')}"
    kept = f"EXISTS {{ (a)-[w:{layout.type}]->(o:{layout.end.label}) WHERE o.{account} = r.{account} AND {of_role} }}"
    yield _asked(f"{match} WHERE NOT {kept}", _LOOSE, name)


def _start(layout: Layout) -> Label:
    return layout.label if isinstance(layout, NodeLayout) else layout.start.label


_COUNTS = " UNION ALL ".join(
    [
        *(part for layout in LAYOUTS.values() for part in _of_rows(layout)),
        *(
            part
            for layout in LAYOUTS.values()
            for reference in layout.references
            for part in _of_reference(layout, reference)
        ),
        _asked(f"MATCH (b:{Label.BATCH})", _IMPORTS, ""),
        _asked(f"MATCH (b:{Label.BATCH})", _LAST, "", "coalesce(max(b.version), 0)"),
    ]
)


def counts(ask: Ask, version: int) -> Counts:
    """Count everything that `stray_findings` and the others here tell of, in one answer."""
    # What there is none of has no row in the answer.
    return Counter({(kind, name): int(found) for kind, name, found in ask(_COUNTS, version=version)})


def rows_of(found: Counts, table: str) -> int:
    """How many rows a table has."""
    return found[_ROWS, table]


def has_foreign(found: Counts, table: str) -> bool:
    """Whether a table has a row with a number or a version that no import gave it."""
    return found[_FOREIGN, table] > 0


def ledger_of(found: Counts) -> tuple[int, int]:
    """Number of imports, and the version of the last one."""
    return found[_IMPORTS, ""], found[_LAST, ""]


def stray_findings(found: Counts) -> Iterator[str]:
    """One sentence for each kind of node or relationship that no import writes so."""
    for name, layout in NODES.items():
        if count := found[_NAMELESS, name]:
            yield f"{count} nodes {layout.label} have no {layout.id}"
    for (kind, name), count in found.items():
        if kind == _STRAY and count:
            yield f"{count} relationships {name} lead from or to nodes of other labels than theirs"
        elif kind == _DOUBLE and count:
            table, column = name.split(".")
            yield f"{count} rows of {table} have more than one {column}"
        elif kind == _LOOSE and count:
            types = {layout.references[0].type for layout in RELATIONS.values() if layout.references}
            yield f"{count} relationships {', '.join(sorted(types))} belong to no role"
