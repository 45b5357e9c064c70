"""Waiting for an answer as long as the server is at work on it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from refgraph.errors import StoreBusy
from refgraph.store.neo4j.ending import over
from refgraph.store.neo4j.faults import LOST, Silent, Swallowed
from refgraph.store.neo4j.probing import Doing, ended, probed

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from neo4j import AsyncSession, AsyncTransaction

    from refgraph.store.neo4j.place import Place

T = TypeVar("T")
Records = list[list[Any]]
"""Rows of an answer, each a list of its values."""

ANSWER_S = 2.0
"""Wait for an answer, or more of it, after which the server is asked whether it is still at work on it."""
_LATE_S = 1.5
"""Wait for an answer that may be on its way, once the server says that it is not at work on it."""


async def answered(
    place: Place,
    asked: Coroutine[Any, Any, T],
    token: str,
    limit_s: float | None = None,
    records: Records | None = None,
    *,
    is_alone: bool = False,
) -> T:
    """Wait for an answer as long as it comes in or the server is at work on it.

    `records` are those of the answer that have come; `is_alone`: it is a statement in no transaction of ours.
    Raises `StoreBusy` after a limit, `Silent` or `Swallowed` where the server is not at work on it.
    """
    task = asyncio.ensure_future(asked)
    begun, came, was_at_work = monotonic(), 0, False
    try:
        while not (await asyncio.wait({task}, timeout=ANSWER_S))[0]:
            if limit_s is not None and monotonic() - begun >= limit_s:
                raise StoreBusy(f"another process is writing to {place.url}", "try again in a moment")
            if records and len(records) > came:
                came = len(records)
            else:
                await _require_at_work(place, task, token, is_alone=is_alone)
            was_at_work = not task.done()
        return task.result()
    except LOST as error:
        if monotonic() - begun < ANSWER_S or was_at_work:
            raise
        # The driver, too, waits for a server that does not let it in.
        raise Silent from error
    finally:
        await over(task)


async def _require_at_work(place: Place, task: asyncio.Future[Any], token: str, *, is_alone: bool) -> None:
    """Return when there is an answer, or when the server says that it is at work on it."""
    probe = asyncio.ensure_future(probed(place, token, is_alone=is_alone))
    try:
        await asyncio.wait({task, probe}, return_when=asyncio.FIRST_COMPLETED)
        if task.done() or probe.result() is Doing.WORKS:
            return
    finally:
        await over(probe)
    if probe.result() is Doing.IS_SILENT:
        raise Silent
    # Not at work may mean done: then the answer is on its way.
    if not (await asyncio.wait({task}, timeout=_LATE_S))[0]:
        await ended(place, token)
        raise Swallowed


async def run(
    runner: AsyncSession | AsyncTransaction, query: Any, values: dict[str, object], records: Records
) -> Records:
    """Ask, and put the records of the answer into a list as they come."""
    result = await runner.run(query, values)
    async for record in result:
        records.append(record.values())
    return records
