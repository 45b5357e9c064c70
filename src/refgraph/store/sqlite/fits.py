"""Fits on the user's own outcomes, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.digests import text_digest
from refgraph.store.ledger import fits_of
from refgraph.store.sqlite.ledger import imports
from refgraph.store.sqlite.schema import FITS

if TYPE_CHECKING:
    import apsw

    from refgraph.model.batch import Batch
    from refgraph.store.port import KeptFit

ALL = "SELECT ver, document, digest FROM fits ORDER BY ver"
KEEP = "INSERT INTO fits VALUES (?, ?, ?)"


def keep_fit(db: apsw.Connection, batch: Batch, at: int) -> None:
    """Enter the fit of a batch, where it brings one."""
    if batch.fit is not None:
        db.execute(FITS)
        db.execute(KEEP, (at, batch.fit, text_digest(batch.fit)))


def has_fits(db: apsw.Connection) -> bool:
    """Whether the store has a table of them (`schema.FITS`)."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'fits')").get)


def kept_fits(db: apsw.Connection) -> list[tuple[int, str, str]]:
    """(version, document, its digest) of all fits, those taken back among them, oldest first."""
    return list(db.execute(ALL)) if has_fits(db) else []


def fits(db: apsw.Connection) -> list[KeptFit]:
    """Fits but for those of batches taken back, oldest first."""
    return fits_of(imports(db), {at: document for at, document, _ in kept_fits(db)})
