"""Accounts above accounts, as they would be after a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.model.tables import Cell, Row
    from refgraph.store.port import Store

_PARENT = ACCOUNTS.index("parent_id")


def above_itself(store: Store, starts: Iterable[str], written: Sequence[Row]) -> list[str] | None:
    """Accounts from a start up to the last before one that comes again; None where no start leads to such.

    `written` are rows of accounts that come in place of the store's.
    """
    parents = {str(row[0]): row[_PARENT] for row in written}
    done: set[str] = set()
    for start in starts:
        trail = {start: None}
        at = start
        while (parent := _parent(store, at, parents)) is not None and parent not in done:
            if parent in trail:
                return list(trail)
            trail[parent] = None
            at = parent
        done.update(trail)
    return None


def _parent(store: Store, account: str, parents: dict[str, Cell]) -> str | None:
    if account not in parents:
        row = store.known("accounts", [(account,)]).get((account,))
        parents[account] = row[_PARENT] if row else None
    parent = parents[account]
    return None if parent is None else str(parent)
