"""Build the snapshot of a day from the store's columns."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from refgraph.snapshot.rows import Rows, entities, rows_of
from refgraph.snapshot.snapshot import (
    ALWAYS,
    Accounts,
    Circles,
    Consent,
    EventKind,
    Events,
    Ints,
    Knows,
    Memberships,
    People,
    Reps,
    Roles,
    Snapshot,
)
from refgraph.snapshot.status import account_status
from refgraph.snapshot.tenures import memberships, moves, roles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.columns import Columns

_Part = TypeVar("_Part", Accounts, People, Circles, Reps, Roles, Memberships, Knows, Events)

_CONSENT = {"no": int(Consent.NO), "yes": int(Consent.YES)}
_EVENT_KIND = {kind.name.lower(): int(kind) for kind in EventKind}


def build(columns: Columns, as_of: date) -> Snapshot:
    """Freeze what held as of a day (valid time: contract.md §1), O(rows log rows).

    Rows may come in any order and reach beyond the day: what is later is left out here, so columns with and
    without the store's filter give the same snapshot. The arrays cannot be written to.
    Raises ValueError where columns are missing or differ in length, an id stands twice, a reference points to
    nothing, or a choice is unknown.
    """
    day = (as_of - date(1970, 1, 1)).days
    account_rows, person_rows, circle_rows = (entities(columns, t) for t in ("accounts", "people", "circles"))
    accounts, people = _index(account_rows, "account_id"), _index(person_rows, "person_id")
    circles = _index(circle_rows, "circle_id")
    event_rows = entities(columns, "events")
    events = events_up_to(event_rows, accounts, people, day)
    ordering = _ordering(event_rows, accounts)
    return Snapshot(
        as_of=as_of,
        store_uuid=columns.store_uuid,
        version=columns.version,
        accounts=frozen(_accounts(account_rows, accounts, ordering, events, day)),
        people=frozen(_people(person_rows)),
        circles=frozen(_circles(circle_rows)),
        reps=frozen(_reps(entities(columns, "reps"))),
        roles=frozen(roles(rows_of(columns, "roles"), moves(events, accounts), people, accounts, day)),
        memberships=frozen(memberships(rows_of(columns, "memberships"), people, circles, day)),
        knows=frozen(_knows(rows_of(columns, "knows"), people, day)),
        events=frozen(events),
    )


def events_up_to(rows: Rows, accounts: Mapping[str, int], people: Mapping[str, int], day: int) -> Events:
    """Read events up to the day, by (day, id); `rows` come sorted by id.

    Kinds this version does not know say nothing yet. Raises ValueError as `build` does.
    """
    rows = rows.take(np.flatnonzero([kind in _EVENT_KIND for kind in rows.cells("kind")]))
    days = rows.days("date")
    by_day = np.argsort(days, kind="stable").astype(np.int64)
    rows = rows.take(by_day[days[by_day] <= day])
    return Events(
        ids=rows.texts("event_id"),
        kind=rows.codes("kind", _EVENT_KIND),
        day=rows.days("date"),
        account=rows.indices("account_id", accounts),
        person=rows.indices("person_id", people),
        rep=rows.texts("rep"),
        value=rows.numbers("value"),
        margin=rows.numbers("margin"),
        ref=rows.texts("ref"),
        text=rows.texts("text"),
    )


def frozen(part: _Part) -> _Part:
    """Make the arrays of a part unwriteable; returns it."""
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return part


def _index(rows: Rows, id_column: str) -> dict[str, int]:
    return {key: i for i, key in enumerate(rows.texts(id_column))}


def _ordering(rows: Rows, account_index: Mapping[str, int]) -> Ints:
    """Accounts of all orders, before and after the day; -1 for an order without one."""
    won = np.array([kind == "deal_won" for kind in rows.cells("kind")], np.bool_)
    return rows.take(won).indices("account_id", account_index)


def _accounts(
    rows: Rows, account_index: Mapping[str, int], ordering: Ints, events: Events, day: int
) -> Accounts:
    return Accounts(
        ids=rows.texts("account_id"),
        names=rows.texts("name"),
        industry=rows.texts("industry"),
        region=rows.texts("region"),
        territory=rows.texts("territory"),
        owner=rows.texts("owner"),
        size=rows.numbers("size"),
        status=account_status(rows, ordering, events, day),
        parent=rows.indices("parent_id", account_index),
        potential=rows.numbers("potential"),
    )


def _people(rows: Rows) -> People:
    return People(
        ids=rows.texts("person_id"),
        names=rows.texts("name"),
        email=rows.texts("email"),
        phone=rows.texts("phone"),
        language=rows.texts("language"),
        consent=rows.codes("consent", _CONSENT, empty=Consent.NOT_ASKED),
    )


def _circles(rows: Rows) -> Circles:
    return Circles(
        ids=rows.texts("circle_id"),
        names=rows.texts("name"),
        kind=rows.texts("kind"),
        region=rows.texts("region"),
        meetings_per_year=rows.numbers("meetings_per_year"),
    )


def _reps(rows: Rows) -> Reps:
    listed = (text.split(";") for text in rows.texts("territories"))
    return Reps(
        ids=rows.texts("rep_id"),
        names=rows.texts("name"),
        role=rows.texts("role"),
        territories=tuple(tuple(name.strip() for name in names if name.strip()) for names in listed),
        hours_per_week=rows.numbers("hours_per_week"),
    )


def _knows(table: Rows, people: Mapping[str, int], day: int) -> Knows:
    rows = table.take(table.days("since", empty=ALWAYS) <= day)
    kinds = rows.texts("kind")
    kind_rank = {kind: rank for rank, kind in enumerate(sorted(set(kinds)))}
    a, b = (rows.indices(column, people, required=True) for column in ("person_a", "person_b"))
    ranks = np.array([kind_rank[kind] for kind in kinds], np.int32)
    rows = rows.take(order := np.lexsort([ranks, rows.flags("directed"), b, a]).astype(np.int64))
    last_contact = rows.days("last_contact", empty=ALWAYS)
    return Knows(
        a=a[order],
        b=b[order],
        strength=rows.numbers("strength"),
        kind=rows.texts("kind"),
        since=rows.days("since", empty=ALWAYS),
        last_contact=np.where(last_contact > day, ALWAYS, last_contact).astype(np.int32),
        directed=rows.flags("directed"),
    )
