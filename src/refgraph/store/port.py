"""What a store promises. Every backend keeps these promises and adds none.

Order: rows come back sorted by key (code points). Atomicity: a batch is applied whole or not at all, and an
answered `apply` survives a crash of the process or the machine. Errors are those of `refgraph.errors`; nothing
of a database's own library gets out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from refgraph.model.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from refgraph.model.batch import Applied, Batch, HeldRow
    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Key, Row
    from refgraph.store.surroundings import Ego
    from refgraph.store.transfer import Content

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What stands in the store, counted at one version."""

    url: str
    backend: str
    """`sqlite` or `neo4j`."""
    store_uuid: str
    version: int
    counts: Mapping[str, int]
    """Rows by table name, all eight tables."""
    last_event_date: str | None
    """ISO day of the latest event."""


@dataclass(frozen=True, slots=True)
class Outset:
    """What an import is planned on, at one version."""

    version: int
    counts: Mapping[str, int]
    """Rows by table name, all eight tables."""
    held_keys: frozenset[str]
    """As `Store.held_keys`."""
    aliases: Mapping[str, Mapping[str, str]]
    """By table name, as `Store.aliases`; without tables of which no id was merged away."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entity found by name."""

    table: str
    """`accounts`, `people` or `circles`."""
    id: str
    name: str
    detail: str
    """What tells namesakes apart: a person's accounts, an account's industry and region, a circle's kind."""


@dataclass(frozen=True, slots=True)
class Former:
    """A row that was replaced, or lost to another of the same key in one bundle."""

    row: Row
    version: int
    """Store version that put it aside."""
    reason: str
    """`updated`, `superseded` or `deleted`."""


@dataclass(frozen=True, slots=True)
class Import:
    """One applied batch."""

    batch_id: str
    source: str
    version: int
    applied_at: str
    """UTC, ISO 8601 with seconds, such as 2026-11-25T08:30:00+00:00."""
    digest: str
    by: str = ""
    """Who brought it in, '' where unknown."""
    undoes: int | None = None
    """Version of the import it took back."""
    undone_by: int | None = None
    """Version of the batch that took it back."""


@dataclass(frozen=True, slots=True)
class KeptFit:
    """What was fitted on the user's own outcomes, as a batch brought it."""

    version: int
    """Store version of that batch."""
    applied_at: str
    """As `Import.applied_at`."""
    document: str
    """`Batch.fit`; '' where it says that the defaults are in force again."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one import wrote, and what has been built on it since."""

    version: int
    added: Mapping[str, Sequence[Key]]
    """Keys by table name of rows it added."""
    updated: Mapping[str, Sequence[Row]]
    """Rows by table name as they were before it."""
    deleted: Mapping[str, Sequence[Row]]
    """Rows by table name that it took out."""
    held: Sequence[str]
    """`HeldRow.key` of rows it held that are still held."""
    aliases: Mapping[str, Mapping[str, str | None]]
    """By table name, the ids it merged away, each with what it stood for before (None: for itself)."""
    later: Sequence[int]
    """Versions that build on it, ascending: while there are some it cannot be undone.

    Those that later changed or took out rows of keys it wrote, wrote rows of keys it took out, refer to rows it added
    (not to those it only changed), took out what its former rows refer to, or merged such; without versions that were
    taken back and those that took them back, where all is as if they had never been. A version of an earlier format
    that replaced rows whose writer is unknown counts for every one before it, even taken back.
    """


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of the rows an import wrote: those that no later one changed or took out."""

    rows: int
    is_sound: bool | None
    """Whether they are as it wrote them; None where damage elsewhere hides it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at everything in a store found, at one version."""

    version: int
    findings: Sequence[str]
    """One sentence a damage; empty for a sound store."""
    digest: str | None
    """`Store.digest`; None where rows are damaged or damage hides them."""
    imports: Sequence[Import]
    """Oldest first."""
    left: Mapping[int, Left]
    """By version of the import; without those of whose rows none is left."""


class Store(Protocol):
    """One port for every backend."""

    @property
    def url(self) -> str:
        """The address it was opened by."""
        ...

    def version(self) -> int:
        """Number of applied batches; 0 for an empty store. Cheap: callers poll it every few seconds."""
        ...

    def state(self) -> tuple[str, int]:
        """Identity of the store and its version: what anything kept from it must be keyed by.

        A restored store has a new identity, so its versions are never taken for those before. Cheap.
        """
        ...

    def info(self) -> StoreInfo:
        """Count everything at one version."""
        ...

    def outset(self) -> Outset:
        """Tell what an import is planned on."""
        ...

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up current rows by key; keys without a row are left out. Raises ValueError for an unknown table."""
        ...

    def known_together(self, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, Row]]:
        """Look up current rows by table and key, all in one answer: for a few thousand keys."""
        ...

    def apply(self, batch: Batch, *, progress: Progress = silent) -> Applied:
        """Write a batch in one durable transaction, version + 1.

        The same batch id with the same digest again changes nothing and returns the first answer. Replaced and
        deleted rows go to history, rows equal to what is there are left alone; held rows are kept once per
        `HeldRow.key`. Rows are deleted before others are written, so that a key may be both; a key to delete that
        has no row is passed over. A batch that undoes a version also holds again what that one had released.
        Numbers are read back as floats, 0.0 for -0.0, and '' in a key as None.
        Raises `BatchConflict` for a known id with another digest, `StaleBase` when the store is no longer at
        `base_version`, `StoreBusy` when another writer keeps the lock for 30 s; and ValueError for what no import
        plans: an unknown table, a row of wrong width or type, two rows of one key, a number that is not finite, a
        day that is none, a reference the import must hold (`Missing.HOLD`) to a row that is nowhere, a deleted row
        that any column still refers to, an id that would stand for itself, a fit that is no Unicode text.
        """
        ...

    def snapshot(self, as_of: date | None = None) -> Columns:
        """Read all tables at one version, while others may write; never raises `StoreBusy`.

        With `as_of`, rows that begin later are left out (events by date, roles and memberships by `from`, knows
        by `since`), except `deal_won`: an account with any order is a prospect before its first.
        """
        ...

    def changes_since(self, version: int) -> Changes:
        """Read what was written and deleted after a version, at one version; never raises `StoreBusy`.

        Applied to the columns of `version` (`model.changes.applied`) it gives those of the version it leads to.
        Rows come by key. Cheap where only events were added. Raises ValueError for a version below 0 or beyond
        the store's.
        """
        ...

    def ego(
        self, table: str, entity_id: str, *, hops: int = 1, limit: int = 100, as_of: date | None = None
    ) -> Ego:
        """Walk the relations around an entity, strongest first, then by id; at most `limit` nodes, the start among them.

        Roles and memberships are walked that are current as of the day (today, UTC, without one), acquaintances
        whose `since` is not after it. Edges are all those between the nodes, each once with its greatest strength,
        strongest first, then by source and target. Raises `UnknownId` when there is no such entity, ValueError for
        a table other than accounts, people and circles, `hops` < 0 or `limit` < 1.
        """
        ...

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Find accounts, people and circles by name: Chinese substrings of any length, pinyin, initials, Latin.

        Exact names, ids and full pinyin first, then beginnings and initials of names, then words within them, then
        what lies inside a word; each by name and id. Every word of the text must begin a word, a pinyin syllable or
        initials of the name, in any order, or the text as it stands lies in the name. Width, case and accents do not
        matter, punctuation parts words. Blank text finds nothing; wildcards and the like mean themselves.
        """
        ...

    def held(self, *, limit: int | None = None) -> list[HeldRow]:
        """List rows held back by imports, in the order they came; at most `limit`, all for None."""
        ...

    def held_keys(self) -> frozenset[str]:
        """Collect `HeldRow.key` of all held rows."""
        ...

    def history(self, table: str, key: Key) -> list[Former]:
        """List former rows of a key, oldest first."""
        ...

    def imports(self) -> list[Import]:
        """List applied batches, oldest first; `Row`'s ver in the store is such a version."""
        ...

    def versions(self, table: str, keys: Sequence[Key]) -> dict[Key, int]:
        """Version that wrote each row as it now is; keys without a row are left out. ValueError for an unknown table."""
        ...

    def written(self, version: int) -> Written:
        """Tell what one import wrote, so that it can be taken back. Raises ValueError for a version it has not."""
        ...

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids of a table that were merged away, each with the id that stands for it now (never merged itself)."""
        ...

    def distinct(self, table: str) -> frozenset[tuple[str, str]]:
        """Pairs of ids of a table that are not the same, as somebody said; the smaller id first.

        Those of a batch that was taken back do not count.
        """
        ...

    def fits(self) -> list[KeptFit]:
        """List the fits of batches that were not taken back, oldest first: the last is in force."""
        ...

    def digest(self) -> str:
        """Digest of all rows of the eight tables (`model.digests.content_digest`), read and not remembered."""
        ...

    def check(self) -> list[str]:
        """Look for damage: one sentence a finding, empty when sound."""
        ...

    def look(self) -> Look:
        """Look for damage as `check` does, and tell which imports it touches; `StoreCorrupt` where it hides those."""
        ...

    def backup(self, dest: str) -> None:
        """Write a complete copy of one committed state to a new file; raises `StoreUnavailable` where one exists."""
        ...

    def hand_over(self, take: Callable[[Content], T]) -> T:
        """Give `take` all there is at one version, as a stream of parts that is never in memory as a whole.

        Others may write meanwhile. `take` may be called again from the start, so what it did before must not matter
        then; what it gives in the end is given back.
        """
        ...

    def close(self) -> None:
        """Let go of the file or connection; closing twice is fine."""
        ...
