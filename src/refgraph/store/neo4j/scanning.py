"""All that is in the graph as arrays: a small store in one answer, a large one by ranges of nodes, several at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from refgraph.store.neo4j.counted import COUNTED, counted_of, damaged
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import NODES, Label
from refgraph.store.neo4j.scans import NUM, SCANS, START, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.store.neo4j.connection import Server, Settling
    from refgraph.store.neo4j.counted import Counted

SMALL = 20_000
"""Rows up to which a store is read in one answer."""
ROWS = 50_000
"""Rows asked for at a time of a larger one."""
SESSIONS = 3
"""Ranges asked for at a time: while one is unpacked here, the server is at work on others."""
BEYOND = 2**31
"""No row has such a number."""

_AT_ONCE = gated(
    f"MATCH (c:{Label.TABLE_COUNT}) WITH sum(c.rows) AS total"
    f" CALL (total) {{ {COUNTED}"
    + "".join(f" UNION ALL WITH total WHERE total <= $most {scan.body}" for scan in SCANS.values())
    + " } RETURN name, lists",
    "name, lists",
)
_SCANNED = {name: scan.body for name, scan in SCANS.items()}

Lists = dict[str, pa.Array]
"""Lists of a scan by name, of equal length."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one question finds out."""

    counted: Counted
    lists: dict[str, Lists] | None
    """All scans by name; None of a store that is not small."""


def look(settling: Settling, *, small: int = SMALL) -> Look:
    """Read what the store says of itself, and all that is in it where that is little: one statement."""
    answers = settling.settled_ask(_AT_ONCE, most=small, low=0, high=BEYOND)
    found = counted_of(answers)
    if found.total > small:
        return Look(found, None)
    given: dict[str, list[Sequence[Any]]] = {}
    for name, lists in answers:
        given.setdefault(name, []).append(lists)
    return Look(found, {name: _laid_out(scan, given.get(name, ())) for name, scan in SCANS.items()})


def scanned(server: Server, found: Counted, *, rows: int = ROWS) -> dict[str, Lists]:
    """Read everything by ranges, each as it is at its moment; `found` tells how much there is."""
    asked = [(scan, low, high) for scan in SCANS.values() for low, high in ranges(scan, found, rows)]

    def answer(piece: tuple[Scan, int, int]) -> Lists:
        scan, low, high = piece
        answers = server.ask(_SCANNED[scan.name], low=low, high=high)
        return _laid_out(scan, [lists for _, lists in answers])

    pieces: dict[str, list[Lists]] = {}
    with ThreadPoolExecutor(SESSIONS) as pool:
        for (scan, _, _), lists in zip(asked, pool.map(answer, asked), strict=True):
            pieces.setdefault(scan.name, []).append(lists)
    return {name: _joined(scan, pieces.get(name, ())) for name, scan in SCANS.items()}


def require_all(found: Counted, lists: Mapping[str, Lists]) -> None:
    """Raise `StoreCorrupt` where tables have more rows, or fewer, than were counted as they were written."""
    for name, expected in found.rows.items():
        rows = len(lists[name][NUM if name in NODES else START])
        if rows != expected:
            raise damaged(f"{name} has {rows} rows, {expected} were counted as they were written")


def ranges(scan: Scan, found: Counted, rows: int = ROWS) -> Iterable[tuple[int, int]]:
    """Ranges of numbers of nodes, of which each has some `rows` rows of a table where they are spread evenly."""
    pieces = -(-found.rows[scan.table] // rows)
    if not pieces:
        return ()
    width = max(1, -(-found.next_nums[scan.ranged] // pieces))
    lows = range(0, max(1, found.next_nums[scan.ranged]), width)
    # The last one has what no import wrote too, as has the only answer of a small store.
    return zip(lows, [*lows[1:], BEYOND], strict=True)


def _laid_out(scan: Scan, groups: Iterable[Sequence[Any]]) -> Lists:
    """Lists of groups as arrays; raises `StoreCorrupt` for cells no store writes."""
    try:
        arrays = [
            [pa.array(items, kind.value) for items, (_, kind) in zip(lists, scan.lists, strict=True)]
            for lists in groups
        ]
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise damaged(f"{scan.table} has a row that cannot be read") from error
    if any(len(set(map(len, group))) > 1 for group in arrays):
        raise damaged(f"{scan.table} has a row that refers to what no import wrote")
    return _joined(scan, [dict(zip(dict(scan.lists), group, strict=True)) for group in arrays])


def _joined(scan: Scan, pieces: Sequence[Lists]) -> Lists:
    """Put the lists of pieces one behind the other."""
    return {
        name: pa.concat_arrays([piece[name] for piece in pieces]) if pieces else pa.array([], kind.value)
        for name, kind in scan.lists
    }
