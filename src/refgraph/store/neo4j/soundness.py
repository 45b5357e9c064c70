"""Look for damage in the graph, from the schema up to what the ledger of imports says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import StoreCorrupt
from refgraph.model.digests import digest_of_sums
from refgraph.store.neo4j.counted import damaged
from refgraph.store.neo4j.fits import kept_fits
from refgraph.store.neo4j.ledger import imports
from refgraph.store.neo4j.schema import missing_parts
from refgraph.store.neo4j.steady import at_one_version
from refgraph.store.neo4j.straying import counts, has_foreign, ledger_of, rows_of, stray_findings
from refgraph.store.neo4j.sums import table_sums, unfound
from refgraph.store.soundness import (
    TableState,
    fit_findings,
    ledger_findings,
    look_of,
    not_found_by_name,
    table_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.store.neo4j.connection import Server
    from refgraph.store.neo4j.counted import Counted
    from refgraph.store.neo4j.straying import Counts
    from refgraph.store.port import Look
    from refgraph.store.soundness import TableSums


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that is judged, of one version."""

    sums: Mapping[str, TableSums]
    counts: Counts
    unfound: Mapping[str, int]
    missing: list[str]
    fits: Sequence[tuple[object, object, object]]


def digest(server: Server) -> str:
    """Digest of all rows, read and not remembered; raises `StoreCorrupt` where some cannot be read."""
    _, sums = at_one_version(server, lambda found: table_sums(server, found))
    for name, table in sums.items():
        if table.found is None:
            raise damaged(f"{name} has a row that cannot be read")
    return digest_of_sums({name: table.total for name, table in sums.items()})


def findings(server: Server) -> list[str]:
    """One sentence for each damage found."""
    try:
        found, seen = at_one_version(server, lambda found: _seen(server, found))
    except StoreCorrupt as error:
        # What the store says of itself is missing: there is nothing to compare with.
        return [error.message]
    return list(_findings(found, seen))


def look(server: Server) -> Look:
    """Look for damage as `findings`, and tell which imports it touches; `StoreCorrupt` where it hides those."""
    found, (seen, applied) = at_one_version(server, lambda found: (_seen(server, found), imports(server.ask)))
    return look_of(found.version, list(_findings(found, seen)), seen.sums, applied)


def _seen(server: Server, found: Counted) -> _Seen:
    return _Seen(
        table_sums(server, found),
        counts(server.ask, found.version),
        unfound(server, found),
        missing_parts(server),
        kept_fits(server.ask),
    )


def _findings(found: Counted, seen: _Seen) -> Iterator[str]:
    yield from (f"the index or constraint {name} is not there or not in order" for name in seen.missing)
    yield from stray_findings(seen.counts)
    yield from ledger_findings(found.version, *ledger_of(seen.counts))
    yield from fit_findings(found.version, seen.fits)
    for name, sums in seen.sums.items():
        yield from table_findings(
            TableState(
                table=name,
                rows=rows_of(seen.counts, name),
                counted=found.rows[name],
                digest=found.digests[name],
                is_foreign=has_foreign(seen.counts, name),
                sums=sums,
            )
        )
    yield from (not_found_by_name(count, name) for name, count in seen.unfound.items() if count)
