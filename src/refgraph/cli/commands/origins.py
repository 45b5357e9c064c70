"""Where facts come from: the imports, and what one of them wrote."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import settings, with_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.errors import UnknownId
    from refgraph.model.tables import Key
    from refgraph.service.provenance import Earlier, Origin
    from refgraph.store.port import Store

_TABLES = ("people", "accounts", "circles", "reps", "events")


@click.command()
@with_settings
def imports() -> None:
    """List what was brought in, newest last: by id, source, day and person."""
    from refgraph.views.store_lines import imports_document, imports_lines

    here = settings()
    with closing(here.open_port()) as store:
        found = store.imports()
    here.answer(lambda: imports_document(found), lambda: imports_lines(found))


@click.command()
@click.argument("entity", metavar="ID")
@click.option("--table", type=click.Choice(_TABLES), help="Kind of entity, where an id is of several.")
@with_settings
def source(*, entity: str, table: str | None) -> None:
    """Tell where the facts about ID come from: source, import, day, by whom, and what they were before."""
    from refgraph.service.provenance import earlier, origins

    here = settings()
    found: Mapping[Key, Origin]
    with closing(here.open_port()) as store:
        for name in (table,) if table else _TABLES:
            found = origins(store, name, [(entity,)])
            if found:
                former = earlier(store, name, (entity,))
                break
        else:
            raise _unknown(store, entity, (table,) if table else _TABLES)
    origin = found[entity,]
    document: dict[str, object] = {
        "table": name,
        "id": entity,
        **asdict(origin),
        "former": [_former(one) for one in former],
    }
    here.answer(lambda: document, lambda: _lines(name, entity, origin, former))


def _unknown(store: Store, entity: str, tables: Sequence[str]) -> UnknownId:
    """Why nothing has an id: it was merged into another one, or never was."""
    from refgraph.errors import UnknownId

    for name in tables:
        kept = store.aliases(name).get(entity)
        if kept is not None:
            return UnknownId(f"'{entity}' was merged into '{kept}'", f"refgraph source {kept}")
    return UnknownId(f"there is nothing with the id '{entity}'", "look it up: refgraph search NAME")


def _former(one: Earlier) -> dict[str, object]:
    until = None if one.origin is None else asdict(one.origin)
    return {"row": list(one.former.row), "reason": one.former.reason, "until": until}


def _lines(table: str, entity: str, origin: Origin, former: list[Earlier]) -> list[str]:
    head = f"{table} {entity}: from {origin.source}, import {origin.import_id}, {origin.applied_at}"
    said = [
        f"  before version {one.former.version} ({one.former.reason}): "
        + ", ".join(str(cell) for cell in one.former.row if cell is not None)
        for one in former
    ]
    return [head + (f", by {origin.by}" if origin.by else ""), *said]
