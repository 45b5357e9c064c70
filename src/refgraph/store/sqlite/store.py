"""The store on one SQLite file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from refgraph.errors import StoreCorrupt
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.store.port import Former, Hit, Import, KeptFit, Look, Outset, StoreInfo, Written
from refgraph.store.seeking import search
from refgraph.store.sqlite import (
    backup,
    changes,
    fits,
    history,
    holding,
    ledger,
    parts,
    reading,
    soundness,
    writing,
)
from refgraph.store.sqlite.connection import BUSY_TIMEOUT_S, Connections
from refgraph.store.sqlite.create import create_store
from refgraph.store.sqlite.ego import SqliteSurroundings
from refgraph.store.sqlite.place import require_store
from refgraph.store.sqlite.search import SqliteIndex
from refgraph.store.sqlite.traces import SqliteTraces
from refgraph.store.sqlite.upgrade import upgrade_store
from refgraph.store.sqlite.whole import whole_of
from refgraph.store.walking import walk
from refgraph.store.written import written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from refgraph.model.batch import Applied, Batch, HeldRow
    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Key, Row
    from refgraph.store.surroundings import Ego
    from refgraph.store.transfer import Content

T = TypeVar("T")


def utc_now() -> datetime:
    """Time of the machine, UTC."""
    return datetime.now(UTC)


class SqliteStore:
    """`refgraph.store.port.Store` on one file; safe to use from several threads and beside other processes."""

    def __init__(
        self,
        path: Path,
        *,
        url: str | None = None,
        create: bool = False,
        clock: Callable[[], datetime] = utc_now,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> None:
        """Open the store at `path`; with `create`, make it where nothing stands.

        `clock` gives the time imports are stamped with and the day names and surroundings are looked up for.
        A store of an earlier format is upgraded. Raises `StoreMissing`, `StoreForeign`, `StoreNewer`,
        `StoreCorrupt`, `StoreUnavailable`, or `StoreBusy` where an upgrade has to wait too long.
        """
        self.url = url or f"sqlite:///{path}"
        self._clock = clock
        if create:
            create_store(path)
        require_store(path)
        self._connections = Connections(path, busy_timeout_s=busy_timeout_s)
        # Opens a connection, so that a damaged file is refused here and not at the first question.
        upgrade_store(self._connections)
        self._whole = whole_of(self._connections)

    def __enter__(self) -> Self:
        """Return itself; leaving closes the store."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the store."""
        self.close()

    def version(self) -> int:
        """Number of applied batches."""
        with self._connections.lent() as db:
            return reading.version(db)

    def state(self) -> tuple[str, int]:
        """Identity of the store and its version."""
        with self._connections.reading() as db:
            return reading.store_uuid(db), reading.version(db)

    def info(self) -> StoreInfo:
        """Count everything at one version."""
        with self._connections.reading() as db:
            return StoreInfo(
                url=self.url,
                backend="sqlite",
                store_uuid=reading.store_uuid(db),
                version=reading.version(db),
                counts=reading.counts(db),
                last_event_date=reading.last_event_date(db),
            )

    def outset(self) -> Outset:
        """Tell what an import is planned on."""
        with self._connections.reading() as db:
            merged = {name: ledger.aliases(db, name) for name in TABLES}
            return Outset(
                version=reading.version(db),
                counts=reading.counts(db),
                held_keys=holding.held_keys(db),
                aliases={name: ids for name, ids in merged.items() if ids},
            )

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up current rows by key."""
        with self._connections.reading() as db:
            return reading.known(db, table, keys)

    def known_together(self, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, Row]]:
        """Look up current rows by table and key."""
        with self._connections.reading() as db:
            return {table: reading.known(db, table, those) for table, those in keys.items()}

    def apply(self, batch: Batch, *, progress: Progress = silent) -> Applied:
        """Write a batch in one durable transaction."""
        applied_at = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        with self._connections.writing() as db:
            return writing.apply(db, batch, applied_at=applied_at, progress=progress)

    def snapshot(self, as_of: date | None = None) -> Columns:
        """Read all tables at one version."""
        return self._whole.columns(as_of)

    def changes_since(self, version: int) -> Changes:
        """Read what was written and deleted after a version."""
        with self._connections.reading() as db:
            return changes.changes(db, version)

    def ego(
        self, table: str, entity_id: str, *, hops: int = 1, limit: int = 100, as_of: date | None = None
    ) -> Ego:
        """Walk all relations around an entity that hold on a day."""
        with self._connections.reading() as db:
            around = SqliteSurroundings(db, as_of or self._today())
            return walk(around, table, entity_id, hops=hops, limit=limit)

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Find accounts, people and circles by name."""
        with self._connections.reading() as db:
            return search(SqliteIndex(db, self._today()), text, limit=limit)

    def held(self, *, limit: int | None = None) -> list[HeldRow]:
        """List rows held back by imports, in the order they came."""
        with self._connections.reading() as db:
            return holding.held(db, limit)

    def held_keys(self) -> frozenset[str]:
        """Collect the keys of all held rows."""
        with self._connections.reading() as db:
            return holding.held_keys(db)

    def history(self, table: str, key: Key) -> list[Former]:
        """List former rows of a key, oldest first."""
        with self._connections.reading() as db:
            return history.history(db, table, key)

    def imports(self) -> list[Import]:
        """List applied batches, oldest first."""
        with self._connections.reading() as db:
            return ledger.imports(db)

    def versions(self, table: str, keys: Sequence[Key]) -> dict[Key, int]:
        """Version that wrote each row as it now is."""
        with self._connections.reading() as db:
            return reading.versions(db, table, keys)

    def written(self, version: int) -> Written:
        """Tell what one import wrote."""
        with self._connections.reading() as db:
            return written(SqliteTraces(db), version)

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids that were merged away, each with the one that stands for it."""
        with self._connections.reading() as db:
            return ledger.aliases(db, table)

    def distinct(self, table: str) -> frozenset[tuple[str, str]]:
        """Pairs of ids that are not the same, as somebody said."""
        with self._connections.reading() as db:
            return ledger.distinct(db, table)

    def fits(self) -> list[KeptFit]:
        """Fits on the user's own outcomes that were not taken back, oldest first."""
        with self._connections.reading() as db:
            return fits.fits(db)

    def digest(self) -> str:
        """Digest of all rows, read and not remembered."""
        with self._connections.reading() as db:
            return reading.digest(db)

    def check(self) -> list[str]:
        """Look for damage: one sentence a finding."""
        found: list[str] = []
        try:
            with self._connections.reading() as db:
                found.extend(soundness.findings(db))
        except StoreCorrupt as error:
            found.append(error.message)
        return found

    def look(self) -> Look:
        """Look for damage, and tell which imports it touches."""
        with self._connections.reading() as db:
            return soundness.look(db)

    def backup(self, dest: str) -> None:
        """Write a complete copy of one committed state to a new file."""
        with self._connections.lent() as db:
            backup.write_copy(db, Path(dest))

    def hand_over(self, take: Callable[[Content], T]) -> T:
        """Give all there is at one version."""
        with self._connections.reading() as db:
            return take(parts.content(db))

    def close(self) -> None:
        """Let go of the file; closing twice is fine."""
        self._whole.close()
        self._connections.close()

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()
