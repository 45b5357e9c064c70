"""The gate: one node, locked by whoever commits a batch, so that whoever locks it to read sees none half applied."""

from __future__ import annotations

from typing import NamedTuple

from refgraph.store.neo4j.layout import Label

GATE = f"MATCH (g:{Label.GATE}) SET g.turns = coalesce(g.turns, 0) + 1"
# What is set is what is there: it locks, and leaves nothing to commit.
_GATE_FIRST = f"OPTIONAL MATCH (g:{Label.GATE}) SET g.one = 1 WITH 1 AS locked"


class Gated(NamedTuple):
    """One reading statement, as `gated` makes it."""

    locking: str
    """It locks the gate before it reads."""
    plain: str


def gated(text: str, names: str) -> Gated:
    """A reading statement for `connection.Server.settled_ask`; `names` are what it returns, separated by commas."""
    return Gated(f"{_GATE_FIRST} CALL () {{ {text} }} RETURN {names}", text)
