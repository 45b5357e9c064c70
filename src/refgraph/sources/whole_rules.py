"""The rules that several cells of one row must keep together, for whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from refgraph.sources.rules import EVENT_VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.tables import Table

Cells = dict[str, pa.Array]


def settle_columns(table: Table, cells: Cells) -> list[pa.Array]:
    """Put columns into their stored form, in place, and tell which rows break a rule or deserve a remark.

    The masks say true where `rules.settle_row` has something to say; the cells of other rows are as it leaves them.
    """
    if table.name == "knows":
        return _knows(cells)
    found = []
    if table.name == "accounts":
        found.append(pc.equal(cells["parent_id"], cells["account_id"]))
    if table.name in ("roles", "memberships"):
        found.append(pc.greater(cells["from"], cells["to"]))
    if table.name == "roles":
        found.append(pc.equal(cells["reports_to"], cells["person_id"]))
    if table.name == "events":
        found.append(pc.and_(pc.is_null(cells["account_id"]), pc.is_null(cells["person_id"])))
        found.append(_is_odd_value(cells["kind"], cells["value"]))
    return found


def _knows(cells: Cells) -> list[pa.Array]:
    a, b = cells["person_a"], cells["person_b"]
    cells["directed"] = pc.fill_null(cells["directed"], fill_value=False)
    is_backwards = pc.fill_null(pc.and_not(pc.greater(a, b), cells["directed"]), fill_value=False)
    cells["person_a"] = pc.if_else(is_backwards, b, a)
    cells["person_b"] = pc.if_else(is_backwards, a, b)
    return [pc.equal(a, b)]


def _is_odd_value(kinds: pa.Array, values: pa.Array) -> pa.Array:
    lowest = _by_kind(kinds, {kind: low for kind, (low, _, _) in _LIMITS.items()})
    highest = _by_kind(kinds, {kind: high for kind, (_, high, _) in _LIMITS.items()})
    is_outside = pc.or_(pc.less(values, lowest), pc.greater(values, highest))
    is_stance = pc.equal(kinds, "stance")
    return pc.or_(is_outside, pc.and_(is_stance, pc.not_equal(values, pc.round(values))))


def _by_kind(kinds: pa.Array, numbers: Mapping[str, float]) -> pa.Array:
    """Number by kind of event, null for the others."""
    at = pc.index_in(kinds, pa.array(list(numbers), kinds.type))
    return pa.array(list(numbers.values()), pa.float64()).take(at)


_LIMITS: Mapping[str, tuple[float, float, str]] = {
    **EVENT_VALUES,
    "stance": (-1.0, 1.0, ""),
    "deal_won": (0.0, float("inf"), ""),
    "deal_lost": (0.0, float("inf"), ""),
}
