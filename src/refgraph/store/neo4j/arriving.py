"""A store that is not there whole: its content is being copied into the database, or somebody emptied that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refgraph.errors import StoreMissing, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

LOADING_VERSION = -1
"""Version of a store that is being loaded: no batch is planned on it."""


def require_whole(version: int) -> None:
    """Raise `StoreUnavailable` for the version of a store that is being loaded, or was and did not arrive whole."""
    if version == LOADING_VERSION:
        raise StoreUnavailable(
            "what is being copied into the store has not arrived whole",
            "wait for it; if nobody copies, copy or restore it again with --replace",
        )


def only(found: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The one row of an answer about the store; `StoreMissing` where the database, once opened, has none any more."""
    if not found:
        raise StoreMissing(
            "there is no store in the database any more", "import something, or restore a backup"
        )
    return found[0]
