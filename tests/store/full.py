"""A store that has something of everything a store keeps, and what can be asked of it by the port."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refgraph.model.batch import Batch, HeldFile, HeldRow
from refgraph.model.tables import TABLES
from refgraph.store.transfer import Tally
from tests.store.batches import add, batch, deleting, held_row, rows, table_rows
from tests.store.test_contract_undo import undoing

if TYPE_CHECKING:
    from refgraph.model.tables import Key
    from refgraph.store.port import Store
    from refgraph.store.transfer import Content

READ_AS = HeldFile("Kontakte.csv", "salesforce", "Id,Name", (("date_format", "%d/%m/%Y"),))
HELD = HeldRow("people.csv", 3, "", "wide", "found 9 cells", "raw,with,\ud800 half a character", READ_AS)


def fill(store: Store) -> None:
    """Apply batches that leave rows of all tables, and history, tombstones, held rows, merged ids, a fit and an undo."""
    add(
        store,
        accounts=[
            {"account_id": "branch", "name": "Zweig 分公司", "parent_id": "head", "owner": "r1", "size": 12},
            {"account_id": "head", "name": "Head", "potential": 1234.56, "status": "customer", "status_date": "2020-02-29"},
            {"account_id": "left", "owner": "nobody"},
        ],
        people=[{"person_id": "ann", "name": "李明朗", "consent": "no"}, {"person_id": "bob"}, {"person_id": "zoé", "name": "Zoé"}],
        reps=[{"rep_id": "r1", "territories": "north;south", "hours_per_week": 6}],
        circles=[{"circle_id": "c1", "name": "Club", "kind": "alumni", "meetings_per_year": 0.125}],
        roles=[
            {"person_id": "ann", "account_id": "head", "from": "2020-01-01", "to": "2021-01-01", "reports_to": "bob"},
            {"person_id": "ann", "account_id": "head", "from": "2022-01-01", "reports_to": "unknown", "stance": "opponent"},
            {"person_id": "bob", "account_id": "branch", "stance_date": "2023-03-03"},
        ],
        memberships=[{"person_id": "zoé", "circle_id": "c1", "attendance": 0.1234567, "role": "chair"}],
        knows=[
            {"person_a": "ann", "person_b": "bob", "strength": 0.0, "since": "1999-12-31"},
            {"person_a": "bob", "person_b": "ann", "strength": 1 / 3, "directed": True, "kind": "adviser"},
            {"person_a": "ann", "person_b": "zoé", "kind": "adviser", "last_contact": "2024-06-01"},
        ],
        events=[
            {"event_id": "e1", "kind": "call", "date": "2025-01-01", "person_id": "ann", "rep": "r1", "value": -1.0},
            {"event_id": "e2", "kind": "deal_won", "date": "2025-05-05", "account_id": "head", "rep": "gone", "ref": "e1", "margin": 1e15},
            {"event_id": "e3", "kind": "visit", "date": "2024-01-01", "account_id": "head", "person_id": "bob", "text": "a\nb"},
        ],
    )  # fmt: skip
    store.apply(batch("two", 1, held=[HELD, held_row("again"), held_row("later")], superseded=rows(people=[{"person_id": "ann", "name": "A"}]), people=[{"person_id": "ann", "name": "李明亮"}]))  # fmt: skip
    store.apply(
        deleting(store, events=[("e1",)], knows=[("ann", "zoé", "false", "adviser")], accounts=[("left",)])
    )
    store.apply(Batch("four", "form", 3, {}, released=[held_row("again").key], aliases={"people": {"old": "ann", "older": "old"}}, distinct={"people": [("bob", "ann")], "accounts": [("head", "branch")]}, fit='{"effect": 0.05, "von": "Zoé"}', by="Ann"))  # fmt: skip
    add(store, people=[{"person_id": "cy"}, {"person_id": "bob", "name": "Bob B"}], events=[{"event_id": "e9", "kind": "call", "date": "2026-01-01", "person_id": "cy"}])  # fmt: skip
    store.apply(undoing(store, 5))
    store.apply(batch("seven", 6, held=[held_row("again")]))


def everything(store: Store) -> dict[str, object]:
    """What a store answers to everybody, but its place and its identity."""
    columns = store.snapshot()
    keys = {name: [TABLES[name].key_of(row) for row in table_rows(columns, name)] for name in TABLES}
    people: list[tuple[str, Key]] = [("people", (key,)) for key in ("ann", "bob", "cy", "zoé")]
    others: list[tuple[str, Key]] = [
        ("events", ("e1",)),
        ("events", ("e9",)),
        ("accounts", ("left",)),
        ("knows", ("ann", "zoé", "false", "adviser")),
    ]
    return {
        "rows": {name: table_rows(columns, name) for name in TABLES},
        "versions": {name: store.versions(name, keys[name]) for name in TABLES},
        "counts": store.info().counts,
        "last": store.info().last_event_date,
        "version": store.version(),
        "imports": store.imports(),
        "held": store.held(),
        "history": [store.history(name, key) for name, key in [*people, *others]],
        "written": [store.written(version) for version in range(1, store.version() + 1)],
        "aliases": [store.aliases("people"), store.aliases("accounts")],
        "distinct": [store.distinct("people"), store.distinct("accounts")],
        "fits": store.fits(),
        "changes": [
            replace(store.changes_since(version), store_uuid="") for version in range(store.version() + 1)
        ],
        "digest": store.digest(),
        "damage": store.check(),
    }


def tally_of(store: Store) -> Tally:
    """What a store hands over, counted."""

    def take(content: Content) -> Tally:
        tally = Tally()
        for _ in tally.counting(content).parts:
            pass
        return tally

    return store.hand_over(take)
