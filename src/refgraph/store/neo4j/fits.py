"""Fits on the user's own outcomes, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.digests import text_digest
from refgraph.store.ledger import fits_of
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import Label
from refgraph.store.neo4j.ledger import IMPORTED, imports_of

if TYPE_CHECKING:
    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.neo4j.work import Work
    from refgraph.store.port import KeptFit

_KEEP = f"CREATE (f:{Label.KEPT_FIT}) SET f = $fit"
_ALL = f"MATCH (f:{Label.KEPT_FIT}) RETURN f.ver, f.document, f.digest ORDER BY f.ver"
_WITH_IMPORTS = gated(
    f"{IMPORTED[0]} OPTIONAL MATCH (f:{Label.KEPT_FIT} {{ver: b.version}})"
    f" RETURN {IMPORTED[1]} AS batch, f.document AS document ORDER BY {IMPORTED[2]}",
    "batch, document",
)


def keep_fit(work: Work) -> None:
    """Enter the fit of a batch, where it brings one."""
    document = work.batch.fit
    if document is not None:
        kept = {"ver": work.at, "document": document, "digest": text_digest(document)}
        work.transaction.run(_KEEP, fit=kept)


def kept_fits(ask: Ask) -> list[tuple[object, object, object]]:
    """(version, document, its digest) of all fits, those taken back among them, oldest first."""
    return [(at, document, digest) for at, document, digest in ask(_ALL)]


def fits(server: Server) -> list[KeptFit]:
    """Fits but for those of batches taken back, oldest first; at one version."""
    found = server.settled_ask(_WITH_IMPORTS)
    documents = {batch[2]: document for batch, document in found if document is not None}
    return fits_of(imports_of(batch for batch, _ in found), documents)
