"""Make one of entities that are the same: asked for by hand, or by an exact rule the user sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import BadOption, RefgraphError, UnknownId
from refgraph.matching.exact import equal_groups
from refgraph.model.batch import Batch
from refgraph.model.digests import text_digest
from refgraph.model.tables import TABLES
from refgraph.service.lineage import above_itself
from refgraph.service.merged_rows import RowChanges, merged_entity, moved_references, moved_row
from refgraph.service.retrying import retried

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.matching.exact import EqualGroup
    from refgraph.model.columns import Columns
    from refgraph.model.tables import Key, Row
    from refgraph.store.port import Store

MERGEABLE = ("people", "accounts")
"""Tables whose entities can be merged."""
_WORDS = {"people": "person", "accounts": "account"}


@dataclass(frozen=True, slots=True)
class Merged:
    """Entities that were made one."""

    table: str
    kept: str
    merged: tuple[str, ...]
    """Ids that stand for `kept` from now on, as they were given."""
    version: int
    """Store version afterwards."""
    import_id: str
    """What takes it back: `undo_import`."""


@dataclass(frozen=True, slots=True)
class MergedGroups:
    """What an exact rule merged, or would."""

    groups: tuple[EqualGroup, ...]
    version: int
    """Store version afterwards; the unchanged one after a dry run or where nothing is equal."""
    import_id: str | None
    """None where nothing was written."""


def merge(store: Store, table: str, keep: str, others: Sequence[str], *, by: str = "") -> Merged:
    """Merge `others` into `keep`: its empty cells are filled from them in order, all that names them names it.

    Everything the former rows said goes to history, and the ids stand for `keep` in later imports. The rules of the
    single row are `merged_entity` and `moved_references`. Raises `UnknownId` for an id the table lacks or that was
    merged before, `BadOption` for one given twice, `RefgraphError` where accounts would come to stand above
    themselves, `StaleBase` when others wrote five times meanwhile, and ValueError for a table not in `MERGEABLE`.
    """
    if table not in MERGEABLE:
        raise ValueError(f"{table} is none of {MERGEABLE}")
    _require_distinct([keep, *others])
    into = {keep: tuple(others)}
    version, import_id = retried(lambda: _write(store, store.snapshot(), table, into, by))
    return Merged(table, keep, tuple(others), version, import_id)


def merge_equal(store: Store, rule: str, *, by: str = "", dry_run: bool = False) -> MergedGroups:
    """Merge all people that an exact rule (`matching.exact.RULES`) says are one, in one batch.

    The first of each group is kept. A rule that finds nobody writes nothing.
    """

    def attempt() -> MergedGroups:
        columns = store.snapshot()
        groups = equal_groups(columns, rule)
        if dry_run or not groups:
            return MergedGroups(groups, columns.version, None)
        into = {group.ids[0]: group.ids[1:] for group in groups}
        return MergedGroups(groups, *_write(store, columns, "people", into, by))

    return retried(attempt)


def _require_distinct(ids: Sequence[str]) -> None:
    if len(ids) < 2:
        raise BadOption("there is nothing to merge", "name the id to keep and at least one other")
    for entity_id in ids:
        if ids.count(entity_id) > 1:
            raise BadOption(f"'{entity_id}' is given twice", "name each id once, the one to keep first")


def _write(
    store: Store, columns: Columns, table: str, groups: Mapping[str, tuple[str, ...]], by: str
) -> tuple[int, str]:
    """Write one batch that merges each group into its first; version and import id."""
    into = {other: keep for keep, others in groups.items() for other in others}
    rows = _rows(store, table, [*groups, *into])
    changes = moved_references(columns, table, into)
    _merge_entities(changes, table, rows, groups, into)
    if table == "accounts":
        _require_no_cycle(store, changes.upserts["accounts"], groups)
    import_id = "merge-" + text_digest([table, sorted(into.items()), columns.version])[:16]
    batch = Batch(
        import_id,
        f"merge of {table}",
        columns.version,
        changes.upserts,
        deletes=changes.deletes,
        aliases={table: _aliases(store, table, into)},
        by=by,
    )
    return store.apply(batch).version, import_id


def _rows(store: Store, table: str, ids: Sequence[str]) -> Mapping[str, Row]:
    """Look up the entities; raises `UnknownId` for one that is not there, and says what it was merged into."""
    known = store.known(table, [(entity_id,) for entity_id in ids])
    missing = [entity_id for entity_id in ids if (entity_id,) not in known]
    if not missing:
        return {key[0]: row for key, row in known.items()}
    word, first = _WORDS[table], missing[0]
    kept = store.aliases(table).get(first)
    if kept is not None:
        raise UnknownId(
            f"{word} '{first}' was merged into '{kept}' before", f"name '{kept}', or undo that merge"
        )
    raise UnknownId(f"there is no {word} '{first}'", "look it up: refgraph search NAME")


def _merge_entities(
    changes: RowChanges,
    table: str,
    rows: Mapping[str, Row],
    groups: Mapping[str, tuple[str, ...]],
    into: Mapping[str, str],
) -> None:
    """Add the kept rows, filled, and take the others out."""
    spec = TABLES[table]
    written = {spec.key_of(row): row for row in changes.upserts.get(table, ())}
    for keep, others in groups.items():
        own, *rest = (moved_row(spec, (keep, *rows[one][1:]), table, into) for one in (keep, *others))
        filled = merged_entity(spec, own, rest)
        if filled == rows[keep]:
            written.pop((keep,), None)
        else:
            written[keep,] = filled
    changes.upserts[table] = list(written.values())
    gone: list[Key] = [(other,) for other in into]
    changes.deletes[table] = gone


def _aliases(store: Store, table: str, into: Mapping[str, str]) -> dict[str, str | None]:
    """Aliases that end at a kept id, those of ids merged earlier among them."""
    earlier = {old: into[kept] for old, kept in store.aliases(table).items() if kept in into}
    return {**earlier, **into}


def _require_no_cycle(store: Store, written: Sequence[Row], groups: Iterable[str]) -> None:
    """Raise `RefgraphError` where a kept account would stand above itself."""
    trail = above_itself(store, groups, written)
    if trail is not None:
        raise RefgraphError(
            f"account '{trail[0]}' and its others stand above and below '{trail[min(1, len(trail) - 1)]}', "
            "so that after merging it would be its own parent",
            "merge the accounts between them as well, or correct parent_id first",
        )
