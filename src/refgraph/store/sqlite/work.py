"""What the steps of writing one batch share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.store.sqlite.checksum import read_sums
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.encoding import Encoder
from refgraph.store.sqlite.last_event import LastEvent
from refgraph.store.telling import Told

if TYPE_CHECKING:
    import apsw

    from refgraph.model.batch import Batch
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Key
    from refgraph.store.counting import Sums
    from refgraph.store.sqlite.layout import Layout


@dataclass(slots=True)
class Work:
    """One batch on its way into the store, within one transaction."""

    db: apsw.Connection
    batch: Batch
    at: int
    """Version it leads to."""
    progress: Progress
    encoder: Encoder
    decoder: Decoder
    sums: Sums
    last_event: LastEvent
    written: Told
    """Counts rows of the batch."""
    deleted: dict[str, dict[Key, int]] = field(default_factory=dict)
    """By table, keys that were taken out and have not come back, with the number of their rows (-1 in a relation)."""

    def number(self, layout: Layout, key: Key) -> int:
        """Number for a row that is added: its own where the batch has taken it out, else the next one."""
        back = self.deleted.get(layout.table.name, {}).get(key)
        if back is not None:
            return back
        counter = self.sums.counters[layout.table.name]
        counter.next_num += 1
        return counter.next_num - 1


def begin(db: apsw.Connection, batch: Batch, at: int, progress: Progress) -> Work:
    """Begin the work on a batch."""
    tables = (*batch.upserts.values(), *batch.superseded.values(), *batch.deletes.values())
    return Work(
        db=db,
        batch=batch,
        at=at,
        progress=progress,
        encoder=Encoder(db),
        decoder=Decoder(db),
        sums=read_sums(db, at),
        last_event=LastEvent(db),
        written=Told(progress, "write", sum(map(len, tables)) + len(batch.held)),
    )
