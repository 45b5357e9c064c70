"""Rows that imports held back, each kept once, and how their files were read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from refgraph.model.digests import MODULUS, keys_sum
from refgraph.store.keeping import held_body, held_file_body, held_row_of
from refgraph.store.neo4j.layout import Label

if TYPE_CHECKING:
    from refgraph.model.batch import HeldRow
    from refgraph.store.neo4j.connection import Ask
    from refgraph.store.neo4j.work import Work

_CHUNK = 2000
_NEXT = f"OPTIONAL MATCH (h:{Label.HELD_ROW}) WITH coalesce(max(h.seq), -1) + 1 AS next"
# What was stays as another node, so that taking this back by itself finds it.
_HOLD_AGAIN = (
    f"WITH 1 AS some WHERE $again_by IS NOT NULL {_NEXT} MATCH (h:{Label.HELD_ROW} {{released: $again_by}})"
    f" WHERE NOT EXISTS {{ MATCH (anew:{Label.HELD_ROW} {{key: h.key}}) WHERE anew.released IS NULL }}"
    " WITH next, h ORDER BY h.seq WITH next, collect(h) AS again"
    " UNWIND range(0, size(again) - 1) AS i WITH next, again[i] AS h, i"
    # Set at once: the constraint on `seq` looks at every step.
    f" CREATE (former:{Label.HELD_ROW}) SET former = h {{.*, seq: next + i}}"
    " SET h.released = null, h.version = $at"
)
_RELEASE = f"UNWIND $released AS key MATCH (h:{Label.HELD_ROW} {{key: key}}) WHERE h.released IS NULL SET h.released = $at"
# One that was done with and comes again is held anew, behind all others: what was before can be taken back by itself.
_HOLD = (
    f"WITH 1 AS some WHERE size($held) > 0 {_NEXT} UNWIND $held AS row"
    f" OPTIONAL MATCH (there:{Label.HELD_ROW} {{key: row.key}}) WHERE there.released IS NULL"
    f" WITH next, row, there WHERE there IS NULL CREATE (h:{Label.HELD_ROW}) SET h = row {{.*, seq: next + row.seq}}"
)
HOLD = " ".join(f"CALL () {{ {part} }}" for part in (_HOLD_AGAIN, _RELEASE, _HOLD))
"""Clauses that hold again what a version that is undone released, let go of rows, and hold others."""
_HOLD_SOME = f"{HOLD} RETURN 0"
_HELD = f"MATCH (h:{Label.HELD_ROW}) WHERE h.released IS NULL RETURN h.body, h.file ORDER BY h.seq"
_SOME_HELD = f"{_HELD} LIMIT $limit"
KEYS = f"MATCH (h:{Label.HELD_ROW}) WHERE h.released IS NULL RETURN h.key"


@dataclass(frozen=True, slots=True)
class Holding:
    """What is left to be done about held rows with the end of a batch, and what was given."""

    count: int
    total: int
    """`keys_sum` of all given."""
    values: dict[str, object]
    """Parameters of `HOLD`."""


def hold(work: Work) -> Holding:
    """Let go of held rows and keep those that are not held yet, but for the last some."""
    batch = work.batch
    values: dict[str, object] = {"again_by": batch.undoes, "released": list(batch.released), "held": []}
    seen: set[str] = set()
    count = total = 0
    rest = iter(batch.held)
    while chunk := list(islice(rest, _CHUNK)):
        if count:
            work.transaction.run(_HOLD_SOME, at=work.at, **values)
            values = {"again_by": None, "released": []}
        keys = [row.key for row in chunk]
        first: dict[str, HeldRow] = {}
        for key, row in zip(keys, chunk, strict=True):
            if key not in seen:
                first.setdefault(key, row)
        seen.update(keys)
        values["held"] = [_properties(row, key, i, work.at) for i, (key, row) in enumerate(first.items())]
        count, total = count + len(chunk), total + keys_sum(keys)
        work.told.add(len(chunk))
    return Holding(count, total % MODULUS, values)


def _properties(row: HeldRow, key: str, seq: int, at: int) -> dict[str, object]:
    kept: dict[str, object] = {"seq": seq, "key": key, "body": held_body(row), "version": at}
    return kept if row.read_as is None else kept | {"file": held_file_body(row.read_as)}


def held(ask: Ask, limit: int | None) -> list[HeldRow]:
    """Rows held back, in the order they came."""
    found = ask(_HELD) if limit is None else ask(_SOME_HELD, limit=limit)
    return [held_row_of(body, file) for body, file in found]


def held_keys(ask: Ask) -> frozenset[str]:
    """Keys of all held rows."""
    return frozenset(str(key) for (key,) in ask(KEYS))
