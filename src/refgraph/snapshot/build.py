"""Build the snapshot of a day from the store's columns."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from refgraph.model.order import ascending
from refgraph.snapshot.rows import Rows, entities, rows_of
from refgraph.snapshot.snapshot import (
    ALWAYS,
    Accounts,
    Bools,
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
from refgraph.snapshot.texts import row_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

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
    accounts, people, circles = (row_index(rows.ids()) for rows in (account_rows, person_rows, circle_rows))
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
    rows = rows.take(rows.has("kind", _EVENT_KIND))
    rows = rows.take(rows.days("date") <= day)
    rows = rows.take(_by_day(rows.days("date")))
    return Events(
        ids=rows.ids(),
        kind=rows.codes("kind", _EVENT_KIND),
        day=rows.days("date"),
        account=rows.indices("account_id", accounts),
        person=rows.indices("person_id", people),
        rep=rows.late_texts("rep"),
        value=rows.numbers("value"),
        margin=rows.numbers("margin"),
        ref=rows.late_texts("ref"),
        text=rows.late_texts("text"),
    )


def frozen(part: _Part) -> _Part:
    """Make the arrays of a part unwriteable; returns it."""
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return part


def _by_day(days: Ints) -> NDArray[np.int64]:
    """Rows by day; those of one day as they stand."""
    if len(days) and int(days.max()) - int(days.min()) <= np.iinfo(np.uint16).max:
        # Numbers of 16 bits are sorted by counting, five times as fast.
        days = (days - days.min()).astype(np.uint16)
    return np.argsort(days, kind="stable").astype(np.int64, copy=False)


def _ordering(rows: Rows, account_index: Mapping[str, int]) -> Ints:
    """Accounts of all orders, before and after the day; -1 for an order without one."""
    return rows.take(rows.has("kind", {"deal_won"})).indices("account_id", account_index)


def _accounts(
    rows: Rows, account_index: Mapping[str, int], ordering: Ints, events: Events, day: int
) -> Accounts:
    return Accounts(
        ids=rows.ids(),
        names=rows.late_texts("name"),
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
        ids=rows.ids(),
        names=rows.late_texts("name"),
        email=rows.late_texts("email"),
        phone=rows.late_texts("phone"),
        language=rows.late_texts("language"),
        consent=rows.codes("consent", _CONSENT, empty=Consent.NOT_ASKED),
    )


def _circles(rows: Rows) -> Circles:
    return Circles(
        ids=rows.ids(),
        names=rows.late_texts("name"),
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
    rows = rows.take(_by_ends(rows, people))
    last_contact = rows.days("last_contact", empty=ALWAYS)
    return Knows(
        a=rows.indices("person_a", people, required=True),
        b=rows.indices("person_b", people, required=True),
        strength=rows.numbers("strength"),
        kind=rows.late_texts("kind"),
        since=rows.days("since", empty=ALWAYS),
        last_contact=np.where(last_contact > day, np.int32(ALWAYS), last_contact).astype(
            np.int32, copy=False
        ),
        directed=rows.flags("directed"),
    )


def _by_ends(rows: Rows, people: Mapping[str, int]) -> NDArray[np.int64] | Bools:
    """Rows of acquaintances by (a, b, directed, kind)."""
    a, b = (rows.indices(column, people, required=True) for column in ("person_a", "person_b"))
    rest = rows.flags("directed") * (len(rows) + 1) + rows.ranks("kind").astype(np.int64)
    return ascending(a, b, rest)
