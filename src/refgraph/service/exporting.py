"""Export one consistent state of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.scores.scores import score
from refgraph.snapshot.build import build
from refgraph.views.exports import export

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from refgraph.service.workspace import Workspace


def export_store(workspace: Workspace, path: Path, file_format: str, *, as_of: date) -> int:
    """Write a store's tables and scores as of a day; gives the store version written."""
    columns = workspace.store.snapshot()
    export(path, file_format, columns, score(build(columns, as_of), workspace.params))
    return columns.version
