"""A copy of the store as a file: a Community server has no backups of its own that it could make while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.store.neo4j.parts import hand_over
from refgraph.store.sqlite.loading import load_file

if TYPE_CHECKING:
    from refgraph.store.neo4j.connection import Server


def write_copy(server: Server, dest: str) -> None:
    """Write one committed state to a new file, which is an SQLite store of the same identity; others go on.

    Raises `StoreUnavailable` where `dest` exists or cannot be written, `StoreCorrupt` where the store is damaged; then
    nothing is left there.
    """
    hand_over(server, lambda content: load_file(content, Path(dest), is_backup=True))
