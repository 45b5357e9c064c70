"""The demo network: where its folder is, and its own store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from refgraph.errors import RefgraphError, StoreMissing
from refgraph.service.place import open_port, store_url


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
    return store_url(url, file="demo.db")


def require_demo(url: str) -> None:
    """Raise `RefgraphError` for a store that began with other data than the demo's: nobody wants both mixed."""
    try:
        with closing(open_port(url)) as store:
            begun = store.imports()[:1]
    except StoreMissing:
        return
    if begun and begun[0].source != seed_folder().name:
        raise RefgraphError(
            f"{url} holds other data than the demo network", "name another one: --store sqlite:///demo.db"
        )
