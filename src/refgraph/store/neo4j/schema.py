"""The schema in the database: what is unique, what is indexed, and making an empty store.

A store is one database: nodes of the labels in `layout` that are not refgraph's would be taken for its own, so a
database that has any is refused; nodes of other labels are left alone.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.errors import StoreForeign, StoreMissing, StoreNewer
from refgraph.model.tables import TABLES
from refgraph.store.neo4j.layout import NAMED, NODES, RELATIONS, Label, quoted

if TYPE_CHECKING:
    from refgraph.store.neo4j.connection import Server, Transaction

SCHEMA = 1
_AT_ONCE = 8
"""Parts of the schema made at a time."""
WORDS, NAMES = "refgraph_words", "refgraph_names"
"""Full-text indexes: of `words`, by white space, which the search asks; of `name`, by the CJK analyser, for people."""

_NAMED_LABELS = "|".join(NODES[name].label for name in NAMED)
_UNIQUE = {
    **{f"refgraph_{layout.label.lower()}_id": (layout.label, layout.id) for layout in NODES.values()},
    **{f"refgraph_{layout.label.lower()}_num": (layout.label, "num") for layout in NODES.values()},
    "refgraph_store": (Label.STORE, "one"),
    "refgraph_gate": (Label.GATE, "one"),
    "refgraph_batch_id": (Label.BATCH, "batch_id"),
    "refgraph_batch_version": (Label.BATCH, "version"),
    "refgraph_held_seq": (Label.HELD_ROW, "seq"),
    "refgraph_table_count": (Label.TABLE_COUNT, "table"),
}
_NODE_INDEXES = {
    **{f"refgraph_{layout.label.lower()}_ver": (layout.label, "ver") for layout in NODES.values()},
    "refgraph_event_date": (Label.EVENT, "date"),
    "refgraph_event_rep": (Label.EVENT, "rep"),
    "refgraph_account_owner": (Label.ACCOUNT, "owner"),
    "refgraph_batch_count": (Label.BATCH_COUNT, "table", "ver"),
    "refgraph_former_of": (Label.FORMER_ROW, "table", "of"),
    "refgraph_former_version": (Label.FORMER_ROW, "version"),
    "refgraph_former_ver": (Label.FORMER_ROW, "ver"),
    "refgraph_tombstone_of": (Label.TOMBSTONE, "table", "of"),
    "refgraph_tombstone_ver": (Label.TOMBSTONE, "ver"),
    "refgraph_held_key": (Label.HELD_ROW, "key"),
    "refgraph_held_released": (Label.HELD_ROW, "released"),
    "refgraph_held_version": (Label.HELD_ROW, "version"),
    "refgraph_merged_id": (Label.MERGED_ID, "table", "id"),
    "refgraph_distinct_pair": (Label.DISTINCT_PAIR, "table"),
}
_RELATION_INDEXES = {
    **{f"refgraph_{layout.type.lower()}_ver": (layout.type, "ver") for layout in RELATIONS.values()},
    "refgraph_works_at_reports_to": (RELATIONS["roles"].type, "reports_to"),
}
_TEXT_INDEXES = {
    f"refgraph_{NODES[name].label.lower()}_plain": (NODES[name].label, "plain") for name in NAMED
}
_FULL_TEXT = {WORDS: ("words", "whitespace"), NAMES: ("name", "cjk")}


def _on(properties: tuple[str, ...], variable: str) -> str:
    return ", ".join(f"{variable}.{quoted(name)}" for name in properties)


CREATED: dict[str, str] = {
    **{
        name: f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{quoted(key)} IS UNIQUE"
        for name, (label, key) in _UNIQUE.items()
    },
    **{
        name: f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({_on(tuple(on), 'n')})"
        for name, (label, *on) in _NODE_INDEXES.items()
    },
    **{
        name: f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.{quoted(on)})"
        for name, (type_, on) in _RELATION_INDEXES.items()
    },
    **{
        name: f"CREATE TEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{quoted(on)})"
        for name, (label, on) in _TEXT_INDEXES.items()
    },
    **{
        name: f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{_NAMED_LABELS}) ON EACH [n.{quoted(on)}]"
        f" OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyser}'}}}}"
        for name, (on, analyser) in _FULL_TEXT.items()
    },
}
"""Statement by name for each constraint and index of the schema."""
_THERE = "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'refgraph_' RETURN name, state"
_AWAITED = "CALL db.awaitIndexes(300)"
_STORE = f"MATCH (s:{Label.STORE}) RETURN s.store_uuid, s.version, s.schema, s.loading"
_FOREIGN = " UNION ALL ".join(
    f"MATCH (n:{label}) RETURN '{label}' AS label, count(n) AS nodes"
    for label in (*(layout.label for layout in NODES.values()), Label.BATCH)
)
# Whoever makes the same store at the same time waits for the first, and finds it made.
_MADE = (
    f"MERGE (s:{Label.STORE} {{one: 1}})"
    " ON CREATE SET s.store_uuid = $store_uuid, s.version = 0, s.schema = $schema"
    f" MERGE (:{Label.GATE} {{one: 1}})"
    f" WITH s UNWIND $tables AS name MERGE (c:{Label.TABLE_COUNT} {{table: name}})"
    " ON CREATE SET c.rows = 0, c.next_num = 0, c.digest = $none, c.last_ver = 0"
)
NO_ROWS = "0" * 32
"""The sum of no rows, as it is kept."""


def create_store(server: Server) -> None:
    """Make an empty store in a database that has none; what is there already stays.

    Raises `StoreForeign` where nodes of refgraph's labels are there that are not a store's.
    """
    if server.ask(_STORE):
        return
    _refuse_foreign(server)
    create_schema(server)
    server.write(make_store)


def refuse_foreign(server: Server) -> None:
    """Raise `StoreForeign` where a database without a store has nodes of refgraph's labels."""
    if not server.ask(_STORE):
        _refuse_foreign(server)


def _refuse_foreign(server: Server) -> None:
    for label, nodes in server.ask(_FOREIGN):
        if nodes:
            raise StoreForeign(
                f"the database of {server.place.url} has {nodes} {label} nodes that are not refgraph's",
                "name an empty database, as in neo4j://host:7687/database",
            )


def create_schema(server: Server) -> None:
    """Make the constraints and indexes that are not there, and wait until they are of use."""
    there = {name for name, _ in server.ask(_THERE)}
    # Each is a round trip or two, which on a slow link add up.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(server.do, [statement for name, statement in CREATED.items() if name not in there]))
    server.ask(_AWAITED)


def make_store(transaction: Transaction) -> None:
    """Enter an empty store with an identity of its own, unless one is there."""
    transaction.run(_MADE, store_uuid=str(uuid4()), schema=SCHEMA, tables=list(TABLES), none=NO_ROWS)


def require_store(server: Server) -> None:
    """Raise `StoreMissing` where the database has no store, `StoreNewer` where a newer refgraph made it."""
    found = server.ask(_STORE)
    if not found:
        raise StoreMissing(
            f"there is no store in the database of {server.place.url}", "import something into it first"
        )
    ((_, _, schema, loading),) = found
    if schema != SCHEMA:
        raise StoreNewer(
            f"the store of {server.place.url} has schema {schema}, this refgraph knows {SCHEMA}",
            "use a refgraph that knows it",
        )
    if loading:
        raise StoreMissing(
            f"what was being copied into {server.place.url} did not arrive whole",
            "copy or restore it again with --replace",
        )


def missing_parts(server: Server) -> list[str]:
    """Name the constraints and indexes of the schema that are not there or not in order."""
    states = dict(server.ask(_THERE))
    return [name for name in CREATED if states.get(name) != "ONLINE"]
