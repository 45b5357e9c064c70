"""What refers to what: rows that name none that is there, and rows that name one that is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Missing
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import LAYOUTS, NODES, Label, NodeLayout, Reference, pattern, quoted, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Column, Key, Row, Table
    from refgraph.store.neo4j.connection import Ask
    from refgraph.store.neo4j.layout import Layout
    from refgraph.store.neo4j.work import Work

THERE = {
    name: f"UNWIND $ids AS id MATCH (n:{layout.label} {{{quoted(layout.id)}: id}}) RETURN id"
    for name, layout in NODES.items()
}
"""Statement by table for those of `$ids` that it has."""


def missing(ask: Ask, table: Table, rows: Sequence[Row]) -> ValueError:
    """Say which row names one that is not there, though it must."""
    for column in table.columns:
        if column.refers_to is None or column.if_missing is not Missing.HOLD:
            continue
        at = table.index(column.name)
        ids = {str(row[at]) for row in rows if row[at] is not None}
        lacking = ids.difference(id_ for (id_,) in ask(THERE[column.refers_to], ids=sorted(ids)))
        for row in rows:
            if row[at] in lacking:
                return ValueError(
                    f"{table.name} {table.key_of(row)}: {column.name} '{row[at]}' is not in {column.refers_to}"
                )
    return ValueError(f"not all rows of {table.name} could be written")


def _key(layout: Layout) -> str:
    """Expression for the key of a row as a list of texts; its variables are those of `layout.row_cells`."""
    if isinstance(layout, NodeLayout):
        return f"[n.{quoted(layout.id)}]"
    cells = [f"a.{quoted(layout.start.id)}", f"b.{quoted(layout.end.id)}"]
    return f"[{', '.join([*cells, *(text('r', name) for name in layout.table.key[2:])])}]"


KEYS = {name: _key(layout) for name, layout in LAYOUTS.items()}


def _naming(layout: Layout, column: Column, ids: str) -> str:
    """Subquery for rows whose column names one of some ids: the node or relationship, the key, and the id it names.

    Nothing is looked at where there are no ids.
    """
    reference = next((one for one in layout.references if one.column is column), None)
    ways = [_by_property(layout, column, ids)] if reference is None or reference.may_dangle else []
    if reference is not None:
        ways.append(_by_relationship(layout, reference, ids))
    some = f"WITH 1 AS some WHERE size({ids}) > 0 "
    return f"CALL () {{ {' UNION '.join(some + way for way in ways)} }}"


def _by_property(layout: Layout, column: Column, ids: str) -> str:
    """Rows that name an id in a property, or at an end."""
    key = KEYS[layout.table.name]
    if isinstance(layout, NodeLayout):
        name = f"n.{quoted(column.name)}"
        return f"MATCH (n:{layout.label}) WHERE {name} IN {ids} RETURN n AS row, {key} AS key, {name} AS id"
    ends = {
        end.column.name: f"{variable}.{quoted(end.id)}"
        for variable, end in (("a", layout.start), ("b", layout.end))
    }
    name = ends.get(column.name, f"r.{quoted(column.name)}")
    return f"MATCH {pattern(layout)} WHERE {name} IN {ids} RETURN r AS row, {key} AS key, {name} AS id"


def _by_relationship(layout: Layout, reference: Reference, ids: str) -> str:
    """Rows that a relationship leads from to what an id names."""
    target = f"(t:{reference.label} WHERE t.{quoted(reference.id)} IN {ids})"
    found = f"{KEYS[layout.table.name]} AS key, t.{quoted(reference.id)} AS id"
    if isinstance(layout, NodeLayout):
        ends = ("-", "->") if reference.is_outgoing else ("<-", "-")
        return (
            f"MATCH (n:{layout.label}){ends[0]}[:{reference.type}]{ends[1]}{target} RETURN n AS row, {found}"
        )
    role = f"b.account_id = line.account_id AND {text('r', 'from')} = {text('line', 'from')}"
    return f"MATCH (a)-[line:{reference.type}]->{target} MATCH {pattern(layout)} WHERE {role} RETURN r AS row, {found}"


_COLUMNS = [
    (layout, column) for layout in LAYOUTS.values() for column in layout.table.columns if column.refers_to
]
KEYS_REFERRING = {
    (
        layout.table.name,
        column.name,
    ): f"{_naming(layout, column, '$ids')} WITH row, key WHERE row.ver = $ver RETURN key"
    for layout, column in _COLUMNS
}
"""Statement by table and column for keys of rows that a version wrote and that name one of `$ids`."""


def _together(end: str) -> str:
    """Rows of all columns that name one of the ids in the parameter of the table they refer to, each with an end."""
    return " UNION ALL ".join(
        f"{_naming(layout, column, f'${column.refers_to}')} WITH row, key, id,"
        f" '{layout.table.name}' AS name, '{column.name}' AS column {end}"
        for layout, column in _COLUMNS
    )


VERS_REFERRING = gated(
    f"MATCH (s:{Label.STORE}) RETURN s.version AS version, null AS name, null AS column, null AS ver UNION ALL "
    + _together("WHERE row.ver > $since RETURN DISTINCT null AS version, name, column, row.ver AS ver"),
    "version, name, column, ver",
)
"""Versions of rows written later that name one of some ids (`ids_by_table`); its first row has the store's version."""
_DELETED = " ".join(
    f"CALL () {{ UNWIND ${name} AS gone MATCH (n:{layout.label} {{{quoted(layout.id)}: gone}}) DETACH DELETE n }}"
    for name, layout in NODES.items()
)
_GONE = (
    f"CALL () {{ {_together('RETURN name, column, key, id LIMIT 1')} }}"
    f" WITH collect([name, column, key, id]) AS named {_DELETED} RETURN named"
)
"""Deletes nodes, and returns for each column a row that named one."""


def ids_by_table(ids: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Parameters of `VERS_REFERRING`: ids by the table that is referred to."""
    return {name: list(ids.get(name, ())) for name in NODES}


def delete_gone(work: Work) -> None:
    """Delete the nodes of rows that a batch took out; ValueError where a row still names one."""
    gone = {name: [key[0] for key in keys] for name, keys in work.gone.items()}
    if not any(ids for name, ids in gone.items() if name in NODES):
        return
    ((named,),) = work.transaction.run(_GONE, **ids_by_table(gone))
    for name, column, key, id_ in named:
        raise _named(work, name, column, tuple(key), id_)


def _named(work: Work, name: str, column: str, key: Key, gone: str) -> ValueError:
    """Say which row names one that the batch takes out: the batch's own row, or one that was there."""
    table = TABLES[name]
    referring = table.columns[table.index(column)]
    is_new = any(table.key_of(row) == key for row in work.batch.upserts.get(name, ()))
    if is_new and referring.if_missing is Missing.HOLD:
        return ValueError(f"{name} {key}: {column} '{gone}' is not in {referring.refers_to}")
    return ValueError(
        f"batch '{work.batch.batch_id}' deletes a row of {referring.refers_to} that {name} {key} refers to: {column} '{gone}'"
    )
