"""The demo network: where its folder is, and its own store."""

from __future__ import annotations

import os
from pathlib import Path

from refgraph.errors import RefgraphError
from refgraph.service.place import default_file


def seed_folder() -> Path:
    """Folder of the demo network: inside an installed package, else beside the sources of a checkout.

    Raises `RefgraphError` when it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "seed", package.parents[1] / "seed"):
        if (folder / "accounts.csv").is_file():
            return folder
    raise RefgraphError("the demo network is not installed", "run the demo from a checkout of refgraph")


def demo_url(url: str | None) -> str:
    """Return the address given, else `REFGRAPH_STORE`, else a file of the demo's own beside the default store."""
    return url or os.environ.get("REFGRAPH_STORE") or f"sqlite:///{default_file().with_name('demo.db')}"
