"""Raw tables as streams of Arrow's format, which go from process to process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from refgraph.store.sqlite.raw_columns import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw

State = tuple[str, int]
"""Identity and version of a store."""
_CELLS, _LITERALS, _IDS, _NUMS = "cells", "literals", "ids", "nums"


@dataclass(slots=True)
class Read:
    """Tables that were read at one version."""

    states: set[State] = field(default_factory=set)
    """What each of them was read at; more than one where the store changed meanwhile."""
    tables: dict[str, Raw] = field(default_factory=dict)


def state_within(db: apsw.Connection) -> State:
    """Identity and version of the store that this transaction sees."""
    store_uuid, version = db.execute("SELECT store_uuid, version FROM meta").fetchall()[0]
    return str(store_uuid), int(str(version))


def write(sink: IO[bytes], state: State, table: str, raw: Raw) -> None:
    """Write one table behind what stands there."""
    _write(
        sink, {"table": table, "store_uuid": state[0], "version": str(state[1]), "part": _CELLS}, raw.cells
    )
    for name, texts in raw.literals.items():
        _write(sink, {"part": _LITERALS}, {name: texts})
    if raw.ids is not None:
        _write(sink, {"part": _IDS}, {_IDS: raw.ids, _NUMS: raw.id_nums})


def read(source: pa.Buffer, into: Read) -> None:
    """Read all tables written; arrays are not copied. Raises pyarrow.ArrowInvalid where the source breaks off."""
    reader = pa.BufferReader(source)
    last = ""
    while reader.tell() < reader.size():
        stream = pa.ipc.open_stream(reader)
        said = {key.decode(): value.decode() for key, value in stream.schema.metadata.items()}
        batch = stream.read_all().combine_chunks()
        columns = {name: batch.column(name).chunk(0) for name in batch.schema.names}
        if said["part"] == _CELLS:
            last = said["table"]
            into.states.add((said["store_uuid"], int(said["version"])))
            cells = {name: array.to_numpy() for name, array in columns.items()}
            into.tables[last] = Raw(cells, {}, None, None)
        else:
            into.tables[last] = _with(into.tables[last], said["part"], columns)


def _with(raw: Raw, part: str, columns: Mapping[str, Any]) -> Raw:
    if part == _LITERALS:
        return Raw(raw.cells, {**raw.literals, **columns}, raw.ids, raw.id_nums)
    return Raw(raw.cells, raw.literals, columns[_IDS], columns[_NUMS].to_numpy())


def _write(sink: IO[bytes], said: Mapping[str, str], columns: Mapping[str, Any]) -> None:
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns.values()]
    batch = pa.record_batch(arrays, names=list(columns)).replace_schema_metadata(dict(said))
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
