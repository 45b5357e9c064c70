"""A database on a server, asked and written to in transactions that wait only as long as the server is at work.

Neo4j reads what is committed at the moment, not one state of the database: who needs one asks through `settled`.
Whoever commits a batch locks the gate with its last statement (`GATE`), so that a reader who locks it sees no commit
half applied; readers hold it for moments and change nothing.

How long one waits: 2 s for an answer, then up to 6 s for whether the server is at work on it; a server that is keeps
its client waiting, one that gives no answer is away after 8 s (`Silent`), and one that answers others but not this has
lost it or its answer on the way: after 4 s it is asked once more (`Swallowed`). A connection that breaks or is refused
is tried anew for 3 s.
"""

from __future__ import annotations

import asyncio
import os
from time import monotonic
from typing import TYPE_CHECKING, Protocol, Self, TypeVar
from uuid import uuid4

from neo4j import READ_ACCESS, WRITE_ACCESS, Query
from neo4j.exceptions import Neo4jError

from refgraph.errors import StoreBusy, StoreUnavailable
from refgraph.store.neo4j import probing
from refgraph.store.neo4j.answering import ANSWER_S, Records, answered, run
from refgraph.store.neo4j.ending import let_go, over, shut
from refgraph.store.neo4j.faults import FOREIGN, Silent, fault, is_lost, is_passing, is_read_only
from refgraph.store.neo4j.gate import GATE
from refgraph.store.neo4j.outage import Outage
from refgraph.store.neo4j.probing import new_driver
from refgraph.store.neo4j.waiting import wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from neo4j import AsyncDriver, AsyncSession, AsyncTransaction

    from refgraph.store.neo4j.gate import Gated
    from refgraph.store.neo4j.place import Place

T = TypeVar("T")


class Ask(Protocol):
    """Runs a statement with its values: `Transaction.run`, or `Server.ask`."""

    def __call__(self, query: str, /, **values: object) -> Records:
        """Return all rows of its answer."""
        ...


class Settling(Protocol):
    """Whom statements that must see no commit half applied are asked of: a `Server`, or a transaction in `settled`."""

    def settled_ask(self, query: Gated, /, **values: object) -> Records:
        """Return all rows of its answer."""
        ...


LOCK_S = 30.0
"""Wait for another writer."""
AGAIN_S = 3.0
"""Time since the first failure within which the same is tried again."""
_PAUSE_S = 0.1
_TRANSACTION_S = 3600.0
"""After which the server ends a transaction whose client it cannot see is gone."""


class Transaction:
    """Statements that take effect together, or not at all."""

    def __init__(
        self, place: Place, session: AsyncSession, transaction: AsyncTransaction, token: str
    ) -> None:
        self._place, self._session, self._transaction, self._token = place, session, transaction, token

    def run(self, query: str, /, **values: object) -> Records:
        """Run a statement with its values and return all rows of its answer."""
        return wait(self._answered(query, values, None))

    def settled_ask(self, query: Gated, /, **values: object) -> Records:
        """Run a statement likewise, where the gate is locked already: `Server.settled`."""
        return self.run(query.plain, **values)

    def run_within(self, limit_s: float, query: str, /, **values: object) -> Records:
        """Run a statement that waits for a lock; raises `StoreBusy` where that takes longer than a limit."""
        return wait(self._answered(query, values, limit_s))

    async def _answered(self, query: str, values: dict[str, object], limit_s: float | None) -> Records:
        records: Records = []
        asked = run(self._transaction, query, values, records)
        try:
            return await answered(self._place, asked, self._token, limit_s, records)
        except (Silent, StoreBusy, asyncio.CancelledError):
            # Half an answer may have come: nothing more can be said over the connection.
            self._session.cancel()
            raise

    def commit(self) -> None:
        """Make all of it durable."""
        wait(answered(self._place, self._transaction.commit(), self._token))


class Server:
    """One database of one server; safe to share between threads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._driver: AsyncDriver | None = None
        self._process = os.getpid()
        self._is_closed = False
        self._outage = Outage()
        self._leaving: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        """Return itself; leaving closes it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it."""
        self.close()

    def ask(self, query: str, /, **values: object) -> Records:
        """Run one statement that only reads, in one round trip; what is committed at the moment."""
        return self._tried(lambda: wait(self._asked(query, values, READ_ACCESS)))

    def do(self, query: str, /, **values: object) -> Records:
        """Run one statement that commits by itself, in parts where it says so; it must bear being done twice."""
        return self._tried(lambda: wait(self._asked(query, values, WRITE_ACCESS)))

    def settled(self, work: Callable[[Transaction], T]) -> T:
        """Do some reading while nothing is committed: short, as whoever commits waits for it.

        A server that allows no writing, so no locks, has nothing that is committed meanwhile.
        """

        def behind_gate(transaction: Transaction) -> T:
            transaction.run(GATE)
            return work(transaction)

        def attempt() -> T:
            try:
                return self._within(behind_gate, WRITE_ACCESS, is_kept=False)
            except Neo4jError as error:
                if not is_read_only(error):
                    raise
            return self._within(work, READ_ACCESS, is_kept=False)

        return self._tried(attempt)

    def settled_ask(self, query: Gated, /, **values: object) -> Records:
        """Run one reading statement while nothing is committed, in one round trip; as `settled`."""
        return self._tried(lambda: self._settled_asked(query, values))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do some writing, all or nothing.

        Where the connection breaks, even at the commit, the work is done again from the start: it must find out by
        itself whether it was done before.
        """
        return self._tried(lambda: self._within(work, WRITE_ACCESS, is_kept=True))

    def close(self) -> None:
        """Let go of all connections, those in use too; closing twice is fine."""
        if not self._is_closed:
            wait(self._close())

    async def _asked(self, query: str, values: dict[str, object], access: str) -> Records:
        token = uuid4().hex
        session = await self._session(access)
        records: Records = []
        statement = Query(query, metadata={"refgraph": token}, timeout=_TRANSACTION_S)
        asked = run(session, statement, values, records)
        try:
            return await answered(self.place, asked, token, None, records, is_alone=True)
        except (Silent, asyncio.CancelledError):
            session.cancel()
            raise
        finally:
            await let_go(session, ANSWER_S)

    def _settled_asked(self, query: Gated, values: dict[str, object]) -> Records:
        try:
            return wait(self._asked(query[0], values, WRITE_ACCESS))
        except Neo4jError as error:
            if not is_read_only(error):
                raise
        return wait(self._asked(query[1], values, READ_ACCESS))

    def _within(self, work: Callable[[Transaction], T], access: str, *, is_kept: bool) -> T:
        session, transaction = wait(self._begun(access))
        try:
            found = work(transaction)
            if is_kept:
                transaction.commit()
            return found
        finally:
            wait(self._leave(session))

    async def _begun(self, access: str) -> tuple[AsyncSession, Transaction]:
        token = uuid4().hex
        session = await self._session(access)
        asked = session.begin_transaction(metadata={"refgraph": token}, timeout=_TRANSACTION_S)
        try:
            begun = await answered(self.place, asked, token)
        except BaseException:
            session.cancel()
            await let_go(session, ANSWER_S)
            raise
        return session, Transaction(self.place, session, begun, token)

    async def _leave(self, session: AsyncSession) -> None:
        """Close a session, which undoes what is not committed; nobody waits for the server's answer to that."""
        leaving = asyncio.ensure_future(let_go(session, ANSWER_S))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        await asyncio.sleep(0)

    async def _session(self, access: str) -> AsyncSession:
        self._require_open()
        if self._leaving:
            # Their connection is there sooner than another one.
            await asyncio.wait(set(self._leaving), timeout=ANSWER_S)
        if self._driver is None or self._process != os.getpid():
            # Of a process that was forked, the connections are those of the one it came from.
            self._driver, self._process = new_driver(self.place), os.getpid()
        return self._driver.session(database=self.place.database, default_access_mode=access, fetch_size=-1)

    def _require_open(self) -> None:
        if self._is_closed:
            raise ValueError(f"{self.place.url} is closed")

    async def _close(self) -> None:
        self._is_closed = True
        await self._renew(None)
        for leaving in set(self._leaving):
            await over(leaving)

    async def _renew(self, driver: AsyncDriver | None) -> None:
        """Let go of all connections, for others or for none."""
        former, self._driver = self._driver, driver
        if former is not None:
            await shut(former)

    async def _is_back(self) -> bool:
        """Whether a server that was away lets new connections in; then the former ones are let go of."""
        driver = new_driver(self.place)
        if not await probing.answers(driver) or self._is_closed:
            await shut(driver)
            return False
        await self._renew(driver)
        return True

    def _tried(self, attempt: Callable[[], T]) -> T:
        """Try again what a broken connection or another's transaction ended; raises a `StoreError` in the end."""
        self._require_open()
        self._outage.require_over(lambda: wait(self._is_back()))
        deadline = None
        while True:
            began = monotonic()
            try:
                return attempt()
            except FOREIGN as error:
                now = monotonic()
                deadline = deadline or now + AGAIN_S
                if now + _PAUSE_S >= deadline or not self._is_worth_it(error, now - began):
                    raise self._fault(error) from error
            wait(asyncio.sleep(_PAUSE_S))

    def _is_worth_it(self, error: Exception, took_s: float) -> bool:
        """Whether to try again; where that would mean to wait as long once more, only if the server is there."""
        if not is_lost(error) or type(error) is Silent:
            return is_passing(error)
        return took_s < ANSWER_S or wait(self._is_back())

    def _fault(self, error: Exception) -> Exception:
        found = fault(error, self.place)
        if is_lost(error) and isinstance(found, StoreUnavailable):
            self._outage.begin(found)
        return found
