"""Rules that several cells of one row must keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import ACCOUNTS, EVENTS, KNOWS, MEMBERSHIPS, ROLES, Cell, Row, Table
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Remark = tuple[str, str, Note]
Settled = tuple[Row, list[Remark]]

_TONE = (-1.0, 1.0, "from -1 to 1")
_SEVERITY = (0.0, 1.0, "a severity from 0 to 1")
EVENT_VALUES: Mapping[str, tuple[float, float, str]] = {
    "meeting": _TONE,
    "call": _TONE,
    "email": _TONE,
    "visit": _TONE,
    "thanks": _TONE,
    "satisfaction": (-1.0, 1.0, "a satisfaction from -1 to 1"),
    "survey": (0.0, 10.0, "a survey answer from 0 to 10"),
    "delivery": (-36_525.0, 36_525.0, "days against the promise, at most 100 years"),
    "incident_opened": _SEVERITY,
    "incident_closed": (-1.0, 1.0, "a satisfaction with the handling from -1 to 1"),
    "complaint_escalated": _SEVERITY,
    "reference_call": (-1.0, 1.0, "an expected tone from -1 to 1"),
    "competitor_seen": (0.0, 1.0, "a strength from 0 to 1"),
}
"""Lowest and highest value by kind of event; kinds not named take any."""


def settle_row(table: Table, row: Row) -> Settled:
    """Put a row into its stored form and note what its cells break together."""
    settle = _BY_TABLE.get(table.name)
    return settle(row) if settle else (row, [])


def _account(row: Row) -> Settled:
    parent = row[_PARENT]
    if parent is None or parent != row[0]:
        return row, []
    return row, [
        _held("parent_id", parent, "own_parent", "the account is its own parent, expected another one")
    ]


def _tenure(table: Table) -> Callable[[Row], Settled]:
    begin, end = table.index("from"), table.index("to")

    def settle(row: Row) -> Settled:
        start, stop = row[begin], row[end]
        if isinstance(start, str) and isinstance(stop, str) and start > stop:
            return row, [_held("from", start, "from_after_to", f"from {start} is later than to {stop}")]
        return row, []

    return settle


def _role(row: Row) -> Settled:
    settled, remarks = _ROLE_TENURE(row)
    if row[_MANAGER] is None or row[_MANAGER] != row[0]:
        return settled, remarks
    note = Note("self", "the person reports to themself (self); read as empty")
    settled = (*settled[:_MANAGER], None, *settled[_MANAGER + 1 :])
    return settled, [*remarks, ("reports_to", str(row[_MANAGER]), note)]


def _knows(row: Row) -> Settled:
    a, b, *others = row
    is_directed = row[_DIRECTED] is True
    if a is not None and a == b:
        return row, [_held("person_b", a, "self", "the person knows themself (self), expected two people")]
    if not is_directed and isinstance(a, str) and isinstance(b, str) and a > b:
        a, b = b, a
    settled: Row = (a, b, *others)
    return (*settled[:_DIRECTED], is_directed, *settled[_DIRECTED + 1 :]), []


def _event(row: Row) -> Settled:
    remarks: list[Remark] = []
    kind, value = row[_KIND], row[_VALUE]
    if row[_EVENT_ACCOUNT] is None and row[_EVENT_PERSON] is None:
        remarks.append(_held("account_id", "", "target", "found no target, expected account_id or person_id"))
    if isinstance(value, float):
        remarks += _event_value(str(kind), value)
    return row, remarks


def _event_value(kind: str, value: float) -> list[Remark]:
    if kind == "stance" and value not in (-1.0, 0.0, 1.0):
        return [_out_of_range(value, "a stance of -1, 0 or 1")]
    if kind in ("deal_won", "deal_lost") and value < 0:
        return [("value", f"{value:.15g}", Note("negative", f"found the negative amount {value:.15g}"))]
    limits = EVENT_VALUES.get(kind)
    if limits and not limits[0] <= value <= limits[1]:
        return [_out_of_range(value, limits[2])]
    return []


def _out_of_range(value: float, expected: str) -> Remark:
    return _held(
        "value", f"{value:.15g}", "range", f"found '{value:.15g}', out of range, expected {expected}"
    )


def _held(column: str, value: Cell, code: str, text: str) -> Remark:
    return column, shown(str(value)), Note(code, text, holds=True)


_PARENT = ACCOUNTS.index("parent_id")
_MANAGER = ROLES.index("reports_to")
_DIRECTED = KNOWS.index("directed")
_KIND, _VALUE = EVENTS.index("kind"), EVENTS.index("value")
_EVENT_ACCOUNT, _EVENT_PERSON = EVENTS.index("account_id"), EVENTS.index("person_id")
_ROLE_TENURE = _tenure(ROLES)
_BY_TABLE: Mapping[str, Callable[[Row], Settled]] = {
    "accounts": _account,
    "roles": _role,
    "memberships": _tenure(MEMBERSHIPS),
    "knows": _knows,
    "events": _event,
}
