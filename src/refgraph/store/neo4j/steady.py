"""Answers put together from several statements, all at one version, although Neo4j shows what is committed at the moment.

Much is read between two looks at what the store says of itself: where they see no commit half applied
(`Server.settled_ask`) and agree on the version, nothing was committed in between. Little is read by statements that tell
the version beside their rows, which takes no round trip more. Either way it is read again where others wrote meanwhile,
in the end while they have to wait. What is handed on while it is read begins anew instead: `parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from refgraph.store.neo4j.counted import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.store.neo4j.answering import Records
    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.neo4j.counted import Counted

T = TypeVar("T")
_TRIES = 3
"""Times that others may commit meanwhile, before they have to wait."""


def at_one_version(
    server: Server, read: Callable[[Counted], T], *, before: Counted | None = None
) -> tuple[Counted, T]:
    """What the store says of itself, and what is read by statements of their own, between two looks.

    `before` is what it said in the last look, where there was one.
    """
    seen = before or counted(server)
    for _ in range(_TRIES):
        found = read(seen)
        after = counted(server)
        if after == seen:
            return seen, found
        seen = after
    return server.settled(lambda transaction: _with(read, counted(transaction)))


def _with(read: Callable[[Counted], T], seen: Counted) -> tuple[Counted, T]:
    """Read while a transaction keeps others from committing."""
    return seen, read(seen)


def at_told_version(server: Server, work: Callable[[Ask], T]) -> T:
    """What work makes of statements whose rows all begin with the store's version, which it does not see."""
    versions: set[object] = set()
    found = work(_noting(server.ask, versions))
    if len(versions) < 2:
        return found
    return server.settled(lambda transaction: work(_noting(transaction.run, versions)))


def _noting(ask: Ask, versions: set[object]) -> Ask:
    """Ask likewise, and note the first value of each row instead of returning it."""

    def noting(query: str, /, **values: object) -> Records:
        rows = ask(query, **values)
        versions.update(row[0] for row in rows)
        return [row[1:] for row in rows]

    return noting
