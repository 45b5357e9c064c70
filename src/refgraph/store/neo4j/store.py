"""The store on a database of a Neo4j server."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self, TypeVar

from refgraph.model.progress import silent
from refgraph.store.neo4j import (
    backup,
    changes,
    ego,
    fits,
    history,
    holding,
    ledger,
    parts,
    reading,
    search,
    soundness,
    writing,
)
from refgraph.store.neo4j.connection import Server
from refgraph.store.neo4j.outset import outset
from refgraph.store.neo4j.place import place_of
from refgraph.store.neo4j.schema import create_store, require_store
from refgraph.store.neo4j.traces import written_at
from refgraph.store.neo4j.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from refgraph.model.batch import Applied, Batch, HeldRow
    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Key, Row
    from refgraph.store.port import Former, Hit, Import, KeptFit, Look, Outset, StoreInfo, Written
    from refgraph.store.surroundings import Ego
    from refgraph.store.transfer import Content

T = TypeVar("T")


def utc_now() -> datetime:
    """Time of the machine, UTC."""
    return datetime.now(UTC)


class Neo4jStore:
    """`refgraph.store.port.Store` on one database; safe to use from several threads and beside other processes."""

    def __init__(self, url: str, *, create: bool = False, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the store at an address; with `create`, make it where the database has none.

        `clock` gives the time imports are stamped with and the day names and surroundings are looked up for.
        Raises `BadOption`, `StoreMissing`, `StoreForeign`, `StoreNewer` or `StoreUnavailable`.
        """
        self.url = url
        self._clock = clock
        self._server = Server(place_of(url))
        try:
            if create:
                create_store(self._server)
            require_store(self._server)
        except BaseException:
            self._server.close()
            raise
        self._whole = Whole(self._server)

    def __enter__(self) -> Self:
        """Return itself; leaving closes the store."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the store."""
        self.close()

    def version(self) -> int:
        """Number of applied batches."""
        return reading.state(self._server.ask)[1]

    def state(self) -> tuple[str, int]:
        """Identity of the store and its version."""
        return reading.state(self._server.ask)

    def info(self) -> StoreInfo:
        """Count everything at one version."""
        return reading.info(self._server, self.url)

    def outset(self) -> Outset:
        """Tell what an import is planned on."""
        return outset(self._server)

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up current rows by key."""
        return reading.known(self._server.ask, table, keys)

    def known_together(self, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, Row]]:
        """Look up current rows by table and key."""
        return reading.known_together(self._server, keys)

    def apply(self, batch: Batch, *, progress: Progress = silent) -> Applied:
        """Write a batch in one durable transaction."""
        applied_at = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        return writing.apply(self._server, batch, applied_at=applied_at, progress=progress)

    def snapshot(self, as_of: date | None = None) -> Columns:
        """Read all tables at one version."""
        return self._whole.columns(as_of)

    def changes_since(self, version: int) -> Changes:
        """Read what was written and deleted after a version."""
        return changes.changes(self._server, version)

    def ego(
        self, table: str, entity_id: str, *, hops: int = 1, limit: int = 100, as_of: date | None = None
    ) -> Ego:
        """Walk all relations around an entity that hold on a day."""
        return ego.ego(self._server, table, entity_id, hops=hops, limit=limit, as_of=as_of or self._today())

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Find accounts, people and circles by name."""
        return search.search(self._server, text, limit=limit, today=self._today())

    def held(self, *, limit: int | None = None) -> list[HeldRow]:
        """List rows held back by imports, in the order they came."""
        return holding.held(self._server.ask, limit)

    def held_keys(self) -> frozenset[str]:
        """Collect the keys of all held rows."""
        return holding.held_keys(self._server.ask)

    def history(self, table: str, key: Key) -> list[Former]:
        """List former rows of a key, oldest first."""
        return history.history(self._server.ask, table, key)

    def imports(self) -> list[Import]:
        """List applied batches, oldest first."""
        return ledger.imports(self._server.ask)

    def versions(self, table: str, keys: Sequence[Key]) -> dict[Key, int]:
        """Version that wrote each row as it now is."""
        return reading.versions(self._server.ask, table, keys)

    def written(self, version: int) -> Written:
        """Tell what one import wrote."""
        return written_at(self._server, version)

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids that were merged away, each with the one that stands for it."""
        return ledger.aliases(self._server.ask, table)

    def distinct(self, table: str) -> frozenset[tuple[str, str]]:
        """Pairs of ids that are not the same, as somebody said."""
        return ledger.distinct(self._server.ask, table)

    def fits(self) -> list[KeptFit]:
        """Fits on the user's own outcomes that were not taken back, oldest first."""
        return fits.fits(self._server)

    def digest(self) -> str:
        """Digest of all rows, read and not remembered."""
        return soundness.digest(self._server)

    def check(self) -> list[str]:
        """Look for damage: one sentence a finding."""
        return soundness.findings(self._server)

    def look(self) -> Look:
        """Look for damage, and tell which imports it touches."""
        return soundness.look(self._server)

    def backup(self, dest: str) -> None:
        """Write a complete copy of one committed state to a new file, which is an SQLite store."""
        backup.write_copy(self._server, dest)

    def hand_over(self, take: Callable[[Content], T]) -> T:
        """Give all there is at one version."""
        return parts.hand_over(self._server, take)

    def close(self) -> None:
        """Let go of all connections; closing twice is fine."""
        self._whole.close()
        self._server.close()

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()
