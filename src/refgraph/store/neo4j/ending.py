"""Ends of waits and of sessions that must not fail what was done, and not take long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from neo4j.exceptions import DriverError, Neo4jError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from neo4j import AsyncDriver, AsyncSession

AT_ONCE_S = 0.2
"""For what needs no answer."""
_IN_TIME_S = 10.0
"""For what nobody waits for."""
_closing: set[asyncio.Task[None]] = set()


async def bounded(asked: Awaitable[None], limit_s: float) -> None:
    """Wait for an end, and not for long; how it went does not matter any more."""
    try:
        async with asyncio.timeout(limit_s):
            await asked
    except (TimeoutError, DriverError, Neo4jError, OSError):
        return


async def shut(driver: AsyncDriver) -> None:
    """Close a pool of connections; where that takes long it goes on while nobody waits."""
    closing = asyncio.ensure_future(bounded(driver.close(), _IN_TIME_S))
    _closing.add(closing)
    closing.add_done_callback(_closing.discard)
    await asyncio.wait({closing}, timeout=AT_ONCE_S)


async def let_go(session: AsyncSession, limit_s: float) -> None:
    """Close a session, which undoes what is not committed; forcibly where that is not done within a limit."""
    try:
        await bounded(session.close(), limit_s)
    finally:
        # Also where this is cancelled, as the server's own closing does.
        if not session.closed():
            session.cancel()
            await bounded(session.close(), AT_ONCE_S)


async def over(task: asyncio.Future[Any]) -> None:
    """Cancel a task unless it is done, and see to it that nobody is told of how it ended."""
    task.cancel()
    await asyncio.wait({task}, timeout=AT_ONCE_S)
    if task.done() and not task.cancelled():
        task.exception()
