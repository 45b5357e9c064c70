"""Which later versions build on one: while there are some, it cannot be taken back by itself."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from refgraph.model.tables import TABLES
from refgraph.store.keeping import key_of_json
from refgraph.store.ledger import taken_back, undoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from refgraph.model.tables import Column, Key, Row
    from refgraph.store.port import Import
    from refgraph.store.traces import Traces

REFERRED = frozenset(
    str(column.refers_to) for table in TABLES.values() for column in table.columns if column.refers_to
)
"""Tables whose rows others refer to."""
_Named = TypeVar("_Named", str, tuple[str, ...])
"""What a row is named by: a key, or the key of a held one."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one version wrote, as `Written` has it."""

    version: int
    added: Mapping[str, Sequence[Key]]
    """Ascending."""
    updated: Mapping[str, Sequence[Row]]
    deleted: Mapping[str, Sequence[Row]]
    aliases: Mapping[str, Mapping[str, str | None]]


def later(traces: Traces, effects: Effects, imports: Sequence[Import]) -> list[int]:
    """Versions that build on one, ascending, as `Written.later` says; `imports` are all, as `Store.imports` has them."""
    undoes = undoing(imports)
    building = (
        _changed(traces, effects)
        | _brought_back(traces, effects, undoes)
        | _referring(traces, effects, undoes)
        | _merged(traces, effects)
    )
    # Also those taken back: what they took out is still missing, and whose rows they replaced is still unknown.
    unknown = set(traces.unknown_since(effects.version))
    return sorted(building - taken_back(imports) | _gone(traces, effects) | unknown)


def steps_back(
    now: Mapping[_Named, int],
    undoes: Mapping[int, int],
    before: Callable[[int, Sequence[_Named]], Mapping[_Named, int]],
) -> Iterator[Mapping[_Named, int]]:
    """Versions of rows: as they are, then of those that took others back, as they were before these, and so on.

    `before` tells, of a version that was taken back, by key which version each row had before it.
    """
    while now:
        yield now
        asked: dict[int, list[_Named]] = {}
        for key, ver in now.items():
            if (undone := undoes.get(ver)) is not None:
                asked.setdefault(undone, []).append(key)
        now = {key: ver for undone, keys in asked.items() for key, ver in before(undone, keys).items()}


def writers(traces: Traces, table: str, now: Mapping[Key, int], undoes: Mapping[int, int]) -> dict[Key, int]:
    """The version that wrote each row first as it is: where the one of `now` took others back, the one before those."""
    first: dict[Key, int] = {}
    for vers in steps_back(now, undoes, lambda undone, keys: traces.vers_before(table, undone, keys)):
        first |= vers
    return first


def _changed(traces: Traces, effects: Effects) -> set[int]:
    """Versions that replaced or took out rows of keys it had written."""
    found: set[int] = set()
    names = effects.added.keys() | effects.updated.keys()
    if not names:
        return found
    updated = {name: set(map(TABLES[name].key_of, effects.updated.get(name, ()))) for name in names}
    for name, version, text, _ in traces.former_since(effects.version):
        if name in names and version not in found:
            key = key_of_json(text)
            if key in updated[name] or _stands_in(effects.added.get(name, ()), key):
                found.add(version)
    return found


def _stands_in(keys: Sequence[Key], key: Key) -> bool:
    at = bisect_left(keys, key)
    return at < len(keys) and keys[at] == key


def _brought_back(traces: Traces, effects: Effects, undoes: Mapping[int, int]) -> set[int]:
    """Versions that wrote rows of keys it had taken out."""
    if not effects.deleted:
        return set()
    keys = {name: dict.fromkeys(map(TABLES[name].key_of, rows)) for name, rows in effects.deleted.items()}
    found: set[int] = set()
    for name, now in traces.versions({name: list(those) for name, those in keys.items()}).items():
        found.update(writers(traces, name, now, undoes).values())
    for name, version, text, ver in traces.former_since(effects.version):
        if name in keys and key_of_json(text) in keys[name]:
            found |= {version, ver or 0}
    return {version for version in found if version > effects.version}


def _referring(traces: Traces, effects: Effects, undoes: Mapping[int, int]) -> set[int]:
    """Versions whose rows refer to rows that it added."""
    ids = {name: [key[0] for key in keys] for name, keys in effects.added.items() if name in REFERRED}
    if not ids:
        return set()
    found: set[int] = set()
    for name, column, ver in list(traces.vers_referring(ids, effects.version)):
        at = name, TABLES[name].columns[TABLES[name].index(column)]
        found |= _first_of(traces, at, ids, ver, undoes) if ver in undoes else {ver}
    return {version for version in found if version > effects.version}


def _first_of(
    traces: Traces,
    at: tuple[str, Column],
    ids: Mapping[str, Sequence[str]],
    ver: int,
    undoes: Mapping[int, int],
) -> set[int]:
    """Who had written the referring rows that a version brought back."""
    name, column = at
    now = dict.fromkeys(traces.keys_referring(name, column, ids[str(column.refers_to)], ver), ver)
    return set(writers(traces, name, now, undoes).values())


def _merged(traces: Traces, effects: Effects) -> set[int]:
    """Versions that merged rows it added, or parted what it merged."""
    ids = {
        name: {*effects.aliases.get(name, ()), *(key[0] for key in effects.added.get(name, ()))}
        for name in effects.added.keys() | effects.aliases.keys()
    }
    since = traces.aliases_since(effects.version) if ids else ()
    return {
        ver for name, ver, merged, end in since if name in ids and not ids[name].isdisjoint((merged, end))
    }


def _gone(traces: Traces, effects: Effects) -> set[int]:
    """Versions that took out what the rows refer to that it replaced or took out."""
    since = traces.tombstones_since(effects.version)
    missing = {(name, key_of_json(text)): ver for name, text, ver in since}
    if not missing:
        return set()
    for name, rows in effects.deleted.items():
        for row in rows:
            missing.pop((name, TABLES[name].key_of(row)), None)
    return {missing[named] for named in _named(effects) if named in missing}


def _named(effects: Effects) -> Iterator[tuple[str, Key]]:
    """Table and key of all that rows refer to that it replaced or took out."""
    for tables in (effects.updated, effects.deleted):
        for name, rows in tables.items():
            for at, column in enumerate(TABLES[name].columns):
                if column.refers_to is not None:
                    yield from ((column.refers_to, (str(row[at]),)) for row in rows)
