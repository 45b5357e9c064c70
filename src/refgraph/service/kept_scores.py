"""Kept scores: of each day the latest; those of a later version made from earlier ones where only events came."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from refgraph.model.changes import applied
from refgraph.scores.rescoring import rescored
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.advance import advance, moves_nobody
from refgraph.snapshot.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.model.params import Params
    from refgraph.store.port import Store

_MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class _Kept:
    scores: Scores
    events: int
    """Rows of events the store had at this version, those after the day among them."""

    @property
    def state(self) -> tuple[str, int]:
        """Identity and version of the store they are of."""
        return self.scores.snapshot.store_uuid, self.scores.snapshot.version


class KeptScores:
    """Scores of the store as it is, computed once a version and day; safe to share between threads.

    Who asks for what is there does not wait for what is being computed.
    """

    def __init__(self, store: Store, params_now: Callable[[], Params]) -> None:
        """`params_now` tells the parameters to score with; they change with the store's version alone."""
        self._store, self._params_now = store, params_now
        self._columns: Columns | None = None
        self._kept: OrderedDict[date, _Kept] = OrderedDict()
        self._looking, self._computing = Lock(), Lock()

    def scores(self, as_of: date) -> Scores:
        """Scores of the store's version now as of a day."""
        found = self._latest(as_of)
        if found and found.state == self._store.state():
            return found.scores
        with self._computing:
            made = self._up_to_date(as_of)
            with self._looking:
                self._kept[as_of] = made
                if len(self._kept) > _MOST_DAYS:
                    self._kept.popitem(last=False)
            return made.scores

    def _latest(self, as_of: date) -> _Kept | None:
        with self._looking:
            if as_of in self._kept:
                self._kept.move_to_end(as_of)
            return self._kept.get(as_of)

    def _up_to_date(self, as_of: date) -> _Kept:
        former, state = self._latest(as_of), self._store.state()
        if former is not None and former.state == state:
            return former
        params = self._params_now()
        later = self._advanced(former, *state) if former and former.scores.params == params else None
        return later or self._anew(as_of, params)

    def _advanced(self, former: _Kept, store_uuid: str, version: int) -> _Kept | None:
        """Scores made from former ones, where nothing but events was added that move nobody."""
        columns = self._columns
        if (
            columns is None
            or not store_uuid == columns.store_uuid == former.state[0]
            or former.state[1] > version
        ):
            return None
        changes = self._store.changes_since(former.state[1])
        if not _adds_events(changes, store_uuid, former.events):
            return None
        # Their accounts are those of the snapshot: any other change of them would have been found here or before.
        later = advance(former.scores.snapshot, changes.rows.get("events", ()), columns, changes.version)
        return _Kept(rescored(former.scores, later), changes.counts["events"])

    def _anew(self, as_of: date, params: Params) -> _Kept:
        columns = self._columns = self._columns_now()
        scores = score(build(columns, as_of), params)
        return _Kept(scores, len(columns.tables["events"]["event_id"]))

    def _columns_now(self) -> Columns:
        """Columns of the store as it is: those kept, brought up to date where it is still the same store."""
        kept, (store_uuid, version) = self._columns, self._store.state()
        if kept is None or kept.store_uuid != store_uuid or kept.version > version:
            return self._store.snapshot()
        changes = self._store.changes_since(kept.version)
        if changes.store_uuid != store_uuid:
            return self._store.snapshot()
        columns = applied(kept, changes)
        # A process that opened the file before it was upgraded does not say which tables it wrote to.
        counted = all(
            len(next(iter(cells.values()))) == changes.counts[name] for name, cells in columns.tables.items()
        )
        return columns if counted else self._store.snapshot()


def _adds_events(changes: Changes, store_uuid: str, before: int) -> bool:
    is_added = changes.store_uuid == store_uuid and changes.only_adds("events", before)
    return is_added and moves_nobody(changes.rows.get("events", ()))
