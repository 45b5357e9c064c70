"""One open store with everything that can be asked of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self
from weakref import ref

from refgraph.model.tables import REPS
from refgraph.scores.rescoring import prepare
from refgraph.service.fits import params_in_force
from refgraph.service.importing import ImportReport, import_into
from refgraph.service.kept_scores import KeptScores
from refgraph.service.kernel_cache import forget_stale_kernels
from refgraph.service.latest import Latest
from refgraph.service.place import open_port
from refgraph.sources.plan import ReadOptions

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot
    from refgraph.store.port import Hit, Store, StoreInfo

_PATIENCE_S = 0.3
"""A page that shows one account after an event is done with it by then."""


def open_store(url: str | None = None, *, create: bool = False) -> Workspace:
    """Open a store by address, `REFGRAPH_STORE` or the default place where none is given.

    Raises `StoreMissing` when there is none and `create` is False, and the other `StoreError`s of the backend.
    """
    forget_stale_kernels()
    return Workspace(open_port(url, create=create))


class Workspace:
    """A store, its snapshots and the scores computed from them; safe to share between threads.

    Snapshots and scores are kept by (store, version, day), so that pages and repeated questions share them. Where
    nothing but events came since, those of a later version are there at once: everybody's opinion, and what the
    people looked at have heard (`Scores.heard_by`).
    """

    def __init__(self, store: Store, params: Params | None = None) -> None:
        """Score with `params`, with those of the store's fit in force (the defaults without one) where none are given."""
        self.store, self._given = store, params
        self._kept = KeptScores(store, lambda: self.params)
        self._background = Latest(patience_s=_PATIENCE_S)
        self._prepared: dict[date, ref[Scores]] = {}

    def __enter__(self) -> Self:
        """Return itself; leaving closes the store."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the store."""
        self.close()

    @property
    def params(self) -> Params:
        """Parameters that scores are computed with now."""
        return self._given or params_in_force(self.store)

    @property
    def url(self) -> str:
        """Address of the store."""
        return self.store.url

    def version(self) -> int:
        """Version of the store now."""
        return self.store.version()

    def state(self) -> tuple[str, int]:
        """Identity and version of the store now; cheap, so pages poll it."""
        return self.store.state()

    def info(self) -> StoreInfo:
        """What is in the store."""
        return self.store.info()

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Find accounts, people and circles by name, pinyin or initials."""
        return self.store.search(text, limit=limit)

    def rep_names(self, rep_ids: set[str]) -> dict[str, str]:
        """Names of reps by id; an id the store does not know stands for itself."""
        rows = self.store.known("reps", [(rep_id,) for rep_id in sorted(rep_ids)])
        name = REPS.index("name")
        return {rep_id: rep_id for rep_id in rep_ids} | {key[0]: str(row[name]) for key, row in rows.items()}

    def import_path(
        self, path: Path, *, today: date, options: ReadOptions | None = None, dry_run: bool = False
    ) -> ImportReport:
        """Import a folder, a zip of one or one file of it, whole or not at all; `dry_run` only reports."""
        chosen = options or ReadOptions()
        return import_into(self.store, path, options=chosen, today=today, dry_run=dry_run)

    def snapshot(self, *, as_of: date) -> Snapshot:
        """Return what held as of a day."""
        return self.scores(as_of=as_of).snapshot

    def scores(self, *, as_of: date) -> Scores:
        """Opinion, ties and heard as of a day."""
        return self._kept.scores(as_of)

    def fresh(self, *, as_of: date) -> Scores:
        """Scores as of a day for somebody who will go on looking, as `scores`.

        Heard of everybody, where it is not there yet, is computed in the background, and what the next event needs.
        """
        scores = self.scores(as_of=as_of)
        prepared = self._prepared.get(as_of)
        if prepared is None or prepared() is not scores:
            self._prepared[as_of] = ref(scores)
            self._background.do(as_of, partial(prepare, scores))
        return scores

    def backup(self, dest: Path) -> None:
        """Write one committed state to a new file."""
        self.store.backup(str(dest))

    def close(self) -> None:
        """Let go of the store; waits for what is being computed in the background."""
        self._background.close()
        self.store.close()
