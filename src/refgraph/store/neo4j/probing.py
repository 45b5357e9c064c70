"""Whether a server that gives no answer is at work on it: it is asked by a connection of its own."""

from __future__ import annotations

import asyncio
import logging
from enum import Enum
from typing import TYPE_CHECKING

from neo4j import AsyncGraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from refgraph.store.neo4j.ending import bounded, shut
from refgraph.store.neo4j.outage import LOOK_S
from refgraph.store.neo4j.place import credentials

if TYPE_CHECKING:
    from neo4j import AsyncDriver

    from refgraph.store.neo4j.place import Place

# What the driver has to say is in its errors; without a handler Python prints it as well.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

CONNECT_S = 5.0
_PROBE_S = 6.0
"""Longest wait for signing in, which is two or three round trips, and for the answer then."""
# A transaction that waits for its client is idle; one that commits has no statement any more.
_AT_WORK = (
    "SHOW TRANSACTIONS YIELD metaData, currentQuery, status"
    " WHERE metaData.refgraph = $token AND ($is_alone OR currentQuery <> '' OR status = 'Closing')"
    " RETURN count(*) > 0"
)
_ENDED = (
    "SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.refgraph = $token"
    " TERMINATE TRANSACTIONS id YIELD message RETURN message"
)


class Doing(Enum):
    """What a server is doing about something it was asked."""

    WORKS = "works"
    RESTS = "rests"
    """It answers, and is not at work on this: it has answered, or was never asked."""
    IS_SILENT = "is silent"


def new_driver(place: Place) -> AsyncDriver:
    """A pool of connections to a place, none of them made yet."""
    return AsyncGraphDatabase.driver(
        place.uri,
        auth=credentials(),
        connection_timeout=CONNECT_S,
        connection_write_timeout=CONNECT_S,
        connection_acquisition_timeout=CONNECT_S + 1,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        user_agent="refgraph",
    )


async def probed(place: Place, token: str, *, is_alone: bool) -> Doing:
    """Ask about the transaction that carries a token; `is_alone`: it is one statement and ends itself.

    Whether the server is silent is known within 6 s. One that lets us in and then takes long is at work.
    """
    driver = new_driver(place)
    try:
        if not await answers(driver, _PROBE_S):
            return Doing.IS_SILENT
        async with asyncio.timeout(_PROBE_S), driver.session(database=place.database) as session:
            result = await session.run(_AT_WORK, token=token, is_alone=is_alone)
            ((is_at_work,),) = await result.values()
    except (TimeoutError, DriverError, Neo4jError, OSError):
        return Doing.WORKS
    finally:
        await shut(driver)
    return Doing.WORKS if is_at_work else Doing.RESTS


async def ended(place: Place, token: str) -> None:
    """End a transaction whose connection is lost and that the server does not know is: others wait for its locks."""
    driver = new_driver(place)

    async def end() -> None:
        async with driver.session(database=place.database) as session:
            await (await session.run(_ENDED, token=token)).consume()

    try:
        await bounded(end(), _PROBE_S)
    finally:
        await shut(driver)


async def answers(driver: AsyncDriver, limit_s: float = LOOK_S) -> bool:
    """Whether a server lets a new connection in, or says why not, within a limit."""
    try:
        async with asyncio.timeout(limit_s):
            await driver.verify_connectivity()
    except (TimeoutError, DriverError, OSError):
        return False
    except Neo4jError:
        return True
    return True
