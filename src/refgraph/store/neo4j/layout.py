"""How each table lies in the graph (schema 1), made from the tables of the import format: docs/neo4j.md draws it.

Entities and events are nodes, relations are relationships; a column that refers to another row is a relationship too
(`Reference`), and a property only where the store does not know the row. Days are of type DATE, numbers FLOAT, flags
BOOLEAN, all others STRING; what is empty has no property. Nodes have a `num`, the number the store gives a row for
good: 0, 1, 2 … in the order of coming, never given twice. `ver` is the store version that wrote a row last.
Labels, types and names of properties come from here alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from refgraph.model.tables import TABLES, Column, Kind, Missing, Table
from refgraph.store import names

NAMED = names.NAMED
"""Tables found by name; they have the properties `words` (`names.name_words`) and `plain` (`names.fold`) for it."""


class Label(StrEnum):
    """Labels of nodes: what the graph is about, then what the store keeps of its imports."""

    ACCOUNT = "Account"
    PERSON = "Person"
    REP = "Rep"
    CIRCLE = "Circle"
    EVENT = "Event"
    STORE = "RefgraphStore"
    """One node: store_uuid, version, schema."""
    GATE = "RefgraphGate"
    """One node, locked by whoever commits (`connection.Server.settled`)."""
    BATCH = "Batch"
    """version, batch_id, source, base_version, digest, applied_at, by, undoes (absent where none)."""
    TABLE_COUNT = "TableCount"
    """table, rows, next_num, digest (sum of the rows' digests, 32 hexadecimal digits), last_ver."""
    BATCH_COUNT = "BatchCount"
    """table, ver, rows, digest, next_num: what is left of the rows a version wrote, and the next num after it."""
    FORMER_ROW = "FormerRow"
    """table, key and body (JSON), of, version, reason, ver (absent where it never stood in its table), seq."""
    TOMBSTONE = "Tombstone"
    """table, key (JSON), of, num (absent in a relation), ver."""
    HELD_ROW = "HeldRow"
    """seq, key, body (JSON), file (body of the file, JSON; absent where unknown), version, released (absent while held)."""
    MERGED_ID = "MergedId"
    """table, id, ver, stands_for (absent: for itself)."""
    DISTINCT_PAIR = "DistinctPair"
    """table, one, other, ver."""
    KEPT_FIT = "KeptFit"
    """ver, document (JSON, '' for the defaults again), digest of the document."""


class Type(StrEnum):
    """Types of relationships."""

    PARENT_OF = "PARENT_OF"
    WORKS_AT = "WORKS_AT"
    REPORTS_TO = "REPORTS_TO"
    MEMBER_OF = "MEMBER_OF"
    KNOWS = "KNOWS"
    ABOUT = "ABOUT"
    AT = "AT"
    BY = "BY"


LABELS = {
    "accounts": Label.ACCOUNT,
    "people": Label.PERSON,
    "reps": Label.REP,
    "circles": Label.CIRCLE,
    "events": Label.EVENT,
}
"""Label by table of nodes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a table that is a relationship, or a property where the store does not know the row."""

    column: Column
    type: Type
    target: Table
    is_outgoing: bool
    """From the row's node to the target; else the other way."""

    @property
    def label(self) -> Label:
        """Label of the nodes it leads to."""
        return LABELS[self.target.name]

    @property
    def id(self) -> str:
        """Property by which these are found."""
        return self.target.key[0]

    @property
    def may_dangle(self) -> bool:
        """Whether a row may name a target that is not there."""
        return self.column.if_missing is Missing.EMPTY


@dataclass(frozen=True, slots=True)
class NodeLayout:
    """A table whose rows are nodes."""

    table: Table
    label: Label
    references: tuple[Reference, ...]
    properties: tuple[Column, ...]
    """Columns that are properties always."""

    @property
    def id(self) -> str:
        """Property that holds the row's id."""
        return self.table.key[0]

    @property
    def is_named(self) -> bool:
        """Whether its rows are found by name."""
        return self.table.name in NAMED


@dataclass(frozen=True, slots=True)
class RelationLayout:
    """A table whose rows are relationships from a node to another."""

    table: Table
    type: Type
    start: Reference
    """The column that names the node it comes from."""
    end: Reference
    references: tuple[Reference, ...]
    """`reports_to` of a role: a relationship of the person's with `account_id` and `from` of the role."""
    properties: tuple[Column, ...]
    key: tuple[Column, ...]
    """Columns of the key besides both ends; absent where empty."""


Layout = NodeLayout | RelationLayout


def _reference(table: str, column: str, type_: Type, *, is_outgoing: bool = True) -> Reference:
    found = TABLES[table].columns[TABLES[table].index(column)]
    return Reference(found, type_, TABLES[str(found.refers_to)], is_outgoing)


_NODE_REFERENCES = {
    "accounts": (_reference("accounts", "parent_id", Type.PARENT_OF, is_outgoing=False),),
    "events": (
        _reference("events", "account_id", Type.AT),
        _reference("events", "person_id", Type.ABOUT),
        _reference("events", "rep", Type.BY),
    ),
}
_RELATIONS = {
    "roles": (Type.WORKS_AT, "person_id", "account_id", (_reference("roles", "reports_to", Type.REPORTS_TO),)),
    "memberships": (Type.MEMBER_OF, "person_id", "circle_id", ()),
    "knows": (Type.KNOWS, "person_a", "person_b", ()),
}  # fmt: skip


def _layout(table: Table) -> Layout:
    if table.name in LABELS:
        references = _NODE_REFERENCES.get(table.name, ())
        return NodeLayout(table, LABELS[table.name], references, _properties(table, references))
    type_, start, end, references = _RELATIONS[table.name]
    ends = tuple(_reference(table.name, column, type_) for column in (start, end))
    return RelationLayout(
        table=table,
        type=type_,
        start=ends[0],
        end=ends[1],
        references=references,
        properties=_properties(table, (*ends, *references)),
        key=tuple(column for column in table.columns if column.name in table.key and column.name not in (start, end)),
    )  # fmt: skip


def _properties(table: Table, references: tuple[Reference, ...]) -> tuple[Column, ...]:
    referring = {reference.column.name for reference in references}
    return tuple(column for column in table.columns if column.name not in referring)


LAYOUTS: dict[str, Layout] = {name: _layout(table) for name, table in TABLES.items()}
"""All tables, each after those it refers to."""
NODES: dict[str, NodeLayout] = {
    name: layout for name, layout in LAYOUTS.items() if isinstance(layout, NodeLayout)
}
RELATIONS: dict[str, RelationLayout] = {
    name: layout for name, layout in LAYOUTS.items() if isinstance(layout, RelationLayout)
}


def quoted(name: str) -> str:
    """Quote a name of the layout (`from` and `to` may be words of Cypher)."""
    return f"`{name}`"


def is_day(column: Column) -> bool:
    """Whether a column's cells are of type DATE in the graph and ISO texts in a row."""
    return column.kind is Kind.DAY


def cell(variable: str, column: Column) -> str:
    """Expression for a property of a variable as the cell of a row."""
    name = f"{variable}.{quoted(column.name)}"
    return f"toString({name})" if is_day(column) else name


def beginning(key: str) -> str:
    """Expression for the property `of`, by which what is kept of a key is found: an index takes no longer texts."""
    return f"left({key}, 1000)"


def text(variable: str, name: str) -> str:
    """Expression for a property of a variable as a text, '' where it has none."""
    return f"coalesce(toString({variable}.{quoted(name)}), '')"


def holds(variable: str) -> str:
    """Condition that a relationship with `from` and `to` holds on `$day`."""
    begun, ended = (f"{variable}.{quoted(name)}" for name in ("from", "to"))
    return f"({begun} IS NULL OR {begun} <= $day) AND ({ended} IS NULL OR {ended} >= $day)"


def pattern(layout: RelationLayout) -> str:
    """Pattern for the rows of a relation, with the variables of `row_cells`."""
    return f"(a:{layout.start.label})-[r:{layout.type}]->(b:{layout.end.label})"


def num_and_ver(layout: Layout) -> str:
    """Expressions for the num of a row, null in a relation, and for its ver."""
    return "n.num, n.ver" if isinstance(layout, NodeLayout) else "null, r.ver"


def row_cells(layout: Layout) -> str:
    """Expressions for the cells of a row in the order of its table, as in a RETURN.

    Of a table of nodes the row's node is `n`, of a relation the relationship is `r` from `a` to `b`.
    """
    return ", ".join(_row_cell(layout, column) for column in layout.table.columns)


def _row_cell(layout: Layout, column: Column) -> str:
    for reference in layout.references:
        if reference.column is column:
            return _reference_cell(layout, reference)
    if isinstance(layout, NodeLayout):
        return cell("n", column)
    for variable, end in (("a", layout.start), ("b", layout.end)):
        if end.column is column:
            return f"{variable}.{quoted(end.id)}"
    return cell("r", column)


def _reference_cell(layout: Layout, reference: Reference) -> str:
    """The id of the row that is referred to, or the text that stands for one the store does not know."""
    # Somebody else's relationships may lead to nodes of their own.
    to = f"(t:{reference.label})"
    if isinstance(layout, RelationLayout):
        # A relationship cannot refer: the person's reporting line says of which role it is.
        role = f"l.account_id = b.account_id AND {text('l', 'from')} = {text('r', 'from')}"
        path, kept = f"(a)-[l:{reference.type}]->{to} WHERE {role}", "r"
    elif reference.is_outgoing:
        path, kept = f"(n)-[:{reference.type}]->{to}", "n"
    else:
        path, kept = f"(n)<-[:{reference.type}]-{to}", "n"
    return f"coalesce([{path} | t.{quoted(reference.id)}][0], {kept}.{quoted(reference.column.name)})"
