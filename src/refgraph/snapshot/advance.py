"""Advance: the snapshot of a later version to which only events were added, without building the rest anew."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.columns import columns_of
from refgraph.model.tables import EVENTS
from refgraph.snapshot.build import events_up_to, frozen
from refgraph.snapshot.incidents import keep_closings, known_closings
from refgraph.snapshot.reference_calls import (
    JudgedCalls,
    calls_named_by,
    keep_judged_calls,
    known_judged_calls,
)
from refgraph.snapshot.rows import Rows, entities
from refgraph.snapshot.snapshot import Codes, EventKind, Events, Ints, Snapshot
from refgraph.snapshot.status import account_status
from refgraph.snapshot.texts import Texts, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from refgraph.model.columns import Columns
    from refgraph.model.tables import Row

_KIND, _ACCOUNT = EVENTS.index("kind"), EVENTS.index("account_id")
_PERSON = EVENTS.index("person_id")
_INCIDENTS = (EventKind.INCIDENT_OPENED, EventKind.INCIDENT_CLOSED)
_SHARED = ("account_index", "person_index", "circle_index", "rep_index", "people_of_accounts")
"""What a snapshot looks up once that events do not change."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """A snapshot of a later version, and what is new in it."""

    snapshot: Snapshot
    added: Ints
    """Rows of its events that the former snapshot did not have, ascending."""


def moves_nobody(rows: Sequence[Row]) -> bool:
    """Whether rows of events leave all roles as they are: none is a left_company or joined_company."""
    return all(row[_KIND] not in ("left_company", "joined_company") for row in rows)


def advance(snapshot: Snapshot, rows: Sequence[Row], columns: Columns, version: int) -> Advanced:
    """Add events to a snapshot, equal to building one from all rows; what they leave alone is shared.

    `rows` are new events that move nobody, with the people and accounts the snapshot has; those after its day
    count for the status of their accounts alone, as in `build`. `columns` are any with the snapshot's accounts,
    sorted by id. O(events) for the arrays, nothing is done for each of the former rows.
    """
    added = _added(snapshot, rows)
    events, at = merged(snapshot.events, added)
    accounts = snapshot.accounts
    ordering = _places(accounts.ids, {str(row[_ACCOUNT]) for row in rows if _is_order(row)})
    if ordering:
        status = _with_orders(accounts.status, events, columns, ordering, snapshot.day)
        accounts = frozen(replace(accounts, status=status))
    later = replace(snapshot, version=version, accounts=accounts, events=frozen(events))
    share_lookups(snapshot, later)
    _share_ids(snapshot, later)
    _share_closings(snapshot, later, at)
    _share_judged_calls(snapshot, later, at)
    return Advanced(later, at)


def share_lookups(snapshot: Snapshot, later: Snapshot) -> None:
    """Let a snapshot of the same accounts, people, circles, reps and roles use what the other has looked up."""
    vars(later).update({name: vars(snapshot)[name] for name in _SHARED if name in vars(snapshot)})


def merged(events: Events, added: Events) -> tuple[Events, Ints]:
    """Put events among others, all by (day, id), and give their rows there; texts are not copied."""
    places = [_place(events, day, key) for day, key in zip(added.day.tolist(), added.ids, strict=True)]
    whole = Events(
        *(_inserted(getattr(events, f.name), getattr(added, f.name), places) for f in fields(Events))
    )
    return whole, (np.array(places, np.int32) + np.arange(len(places), dtype=np.int32)).astype(np.int32)


def _added(snapshot: Snapshot, rows: Sequence[Row]) -> Events:
    """The new events up to the day, with indices of the snapshot's entities."""
    accounts = _places(
        snapshot.accounts.ids, {str(row[_ACCOUNT]) for row in rows if row[_ACCOUNT] is not None}
    )
    people = _places(snapshot.people.ids, {str(row[_PERSON]) for row in rows if row[_PERSON] is not None})
    return events_up_to(entities(columns_of({"events": rows}), "events"), accounts, people, snapshot.day)


def _places(ids: Sequence[str], wanted: set[str]) -> dict[str, int]:
    """Index of each wanted id among sorted ones; an id that is not there is left out."""
    found = {key: bisect_left(ids, key) for key in sorted(wanted)}
    return {key: at for key, at in found.items() if at < len(ids) and ids[at] == key}


def _place(events: Events, day: int, key: str) -> int:
    """Row before which an event belongs."""
    first, last = np.searchsorted(events.day, [day, day + 1]).tolist()
    return bisect_left(events.ids, key, first, last)


def _inserted(before: Any, added: Any, places: Sequence[int]) -> Any:
    """One column with the cells of new rows before the rows `places`, which do not fall."""
    if isinstance(before, np.ndarray):
        return _inserted_numbers(before, added, places)
    texts = before if isinstance(before, Texts) else Texts(Whole(before))
    return texts.inserted(places, added)


def _inserted_numbers(before: NDArray[Any], added: NDArray[Any], places: Sequence[int]) -> NDArray[Any]:
    # `np.insert` goes through a mask of all rows, which takes five times as long.
    pieces = []
    done = 0
    for i, place in enumerate(places):
        pieces += [before[done:place], added[i : i + 1]]
        done = place
    return np.concatenate((*pieces, before[done:]))


def _is_order(row: Row) -> bool:
    return row[_KIND] == "deal_won" and row[_ACCOUNT] is not None


def _with_orders(
    status: Codes, events: Events, columns: Columns, ordering: Mapping[str, int], day: int
) -> Codes:
    """Status of all accounts, looked at anew for those that have a new order."""
    some = np.array(sorted(ordering.values()), np.int32)
    cells = columns.tables["accounts"]
    stated = _places(cells["account_id"], set(ordering))  # type: ignore[arg-type]
    rows = Rows("accounts", cells, np.array([stated[key] for key in sorted(ordering)], np.int64))
    orders = np.flatnonzero((events.kind == EventKind.DEAL_WON) & np.isin(events.account, some))
    theirs = _taken(events, orders, np.searchsorted(some, events.account[orders]).astype(np.int32))
    after = status.copy()
    after[some] = account_status(rows, np.arange(len(some), dtype=np.int32), theirs, day)
    return after


def _taken(events: Events, rows: NDArray[np.int64], account: Ints) -> Events:
    """Some events, with accounts given anew; their texts are left out."""
    empty = ("",) * len(rows)
    return Events(
        empty, events.kind[rows], events.day[rows], account, events.person[rows], empty,
        events.value[rows], events.margin[rows], empty, empty,
    )  # fmt: skip


def _share_closings(snapshot: Snapshot, later: Snapshot, at: Ints) -> None:
    """Move the closings of incidents on by the new rows `at`, where none of these opens or closes one."""
    known = known_closings(snapshot)
    if known is None or np.isin(later.events.kind[at], _INCIDENTS).any():
        return
    places = at - np.arange(len(at))
    moved = np.where(known >= 0, _moved(known, at), -1).astype(np.int32)
    nothing = np.full(len(at), -1, np.int32)
    keep_closings(later, _inserted_numbers(moved, nothing, places.tolist()))


def _share_judged_calls(snapshot: Snapshot, later: Snapshot, at: Ints) -> None:
    """Move the judged calls on by the new rows `at`, where none of these is a call or names one."""
    known, events = known_judged_calls(snapshot), later.events
    if known is None or (events.kind[at] == EventKind.REFERENCE_CALL).any():
        return
    if not len(calls_named_by(events, at)):
        keep_judged_calls(later, JudgedCalls(_moved(known.call, at), _moved(known.by, at)))


def _moved(rows: Ints, at: Ints) -> Ints:
    """Where rows of the former events stand among all, of which those `at` are new."""
    return (rows + np.searchsorted(at - np.arange(len(at)), rows, side="right")).astype(np.int32)


def _share_ids(snapshot: Snapshot, later: Snapshot) -> None:
    """Let the later snapshot find events by what the former one has already looked up."""
    ids, index = later.events.ids, vars(snapshot).get("event_index")
    if isinstance(ids, Texts) and isinstance(index, dict) and ids.whole.texts is snapshot.events.ids:
        ids.whole.row_of = index
