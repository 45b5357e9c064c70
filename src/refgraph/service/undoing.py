"""Take an import back: what it wrote goes, what it replaced comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import RefgraphError, UnknownId
from refgraph.model.batch import Batch
from refgraph.model.digests import text_digest
from refgraph.service.lineage import above_itself

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Row
    from refgraph.store.port import Import, Store, Written

_VERSIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Undone:
    """An import that was taken back."""

    import_id: str
    """Id of the batch that took it back; taking that one back brings the import again."""
    undone: str
    """Id of the import taken back."""
    version: int
    """Store version afterwards."""


def undo_import(store: Store, import_id: str | int, *, by: str = "") -> Undone:
    """Take back an import, a merge or an undo, named by its id or version; the rows are as before it.

    Merged ids stand for themselves again, and rows it held are let go of. Raises `UnknownId` for an import the store
    has not, `RefgraphError` for one already taken back or that later ones build on, or where an account would come to
    stand above itself, and `StaleBase` when another
    process writes meanwhile.
    """
    imports = store.imports()
    base = imports[-1].version if imports else 0
    found = _find(imports, import_id)
    if found.undone_by is not None:
        raise _already(found)
    written = store.written(found.version)
    if written.later:
        raise _built_upon(found, written, [one.version for one in imports if one.undone_by is not None])
    rows = _rows_again(written)
    _require_no_cycle(store, found, rows.get("accounts", ()))
    batch = Batch(
        "undo-" + text_digest([found.batch_id, base])[:16],
        f"undo of {found.source}",
        base,
        rows,
        deletes=written.added,
        released=written.held,
        aliases=written.aliases,
        undoes=found.version,
        by=by,
    )
    return Undone(batch.batch_id, found.batch_id, store.apply(batch).version)


def _already(found: Import) -> RefgraphError:
    return RefgraphError(
        f"import '{found.batch_id}' was undone already, by version {found.undone_by}",
        f"to have it again, undo version {found.undone_by}",
    )


def _find(imports: Sequence[Import], import_id: str | int) -> Import:
    """Find an import by id, or by version; an id counts before a version written as text."""
    for one in imports:
        if import_id == one.batch_id:
            return one
    for one in imports:
        if str(import_id) == str(one.version):
            return one
    raise UnknownId(f"there is no import '{import_id}'", "list them: refgraph imports")


def _built_upon(found: Import, written: Written, undone: Sequence[int]) -> RefgraphError:
    if set(written.later) <= set(undone):
        return RefgraphError(
            f"import '{found.batch_id}' cannot be undone: the store was of an earlier format when version "
            f"{written.later[0]} changed rows, and whose they had been was not kept",
            "import corrected rows over it, or restore a backup from before it",
        )
    versions = ", ".join(map(str, written.later[:_VERSIONS_SHOWN]))
    more = ", …" if len(written.later) > _VERSIONS_SHOWN else ""
    word = "version" if len(written.later) == 1 else "versions"
    return RefgraphError(
        f"import '{found.batch_id}' cannot be undone: {word} {versions}{more} changed or refer to its rows since",
        f"undo {'that one' if len(written.later) == 1 else 'those'} first, the latest before the others",
    )


def _require_no_cycle(store: Store, found: Import, accounts: Sequence[Row]) -> None:
    """Raise `RefgraphError` where an account would stand above itself, by a parent that a later import gave another."""
    trail = above_itself(store, (str(row[0]) for row in accounts), accounts)
    if trail is not None:
        raise RefgraphError(
            f"import '{found.batch_id}' cannot be undone: account '{trail[0]}' would stand below '{trail[-1]}', "
            "which came to stand below it since",
            f"correct the parent_id of '{trail[-1]}' first, or undo the import that gave it",
        )


def _rows_again(written: Written) -> Mapping[str, Sequence[Row]]:
    rows: dict[str, list[Row]] = {}
    for tables in (written.updated, written.deleted):
        for name, former in tables.items():
            rows.setdefault(name, []).extend(former)
    return rows
