"""Where the store is, when nobody names an address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from refgraph.store.address import open_backend

if TYPE_CHECKING:
    from refgraph.store.port import Store


def store_url(url: str | None, *, file: str = "refgraph.db") -> str:
    """Return the address given, else `REFGRAPH_STORE`, else that of a file in the user's data directory."""
    if url is not None:
        return url
    folder = user_data_path("refgraph", appauthor=False)
    return os.environ.get("REFGRAPH_STORE") or f"sqlite:///{folder / file}"


def open_port(url: str | None, *, create: bool = False) -> Store:
    """Open the store at an address as it is, without what scores it; raises `StoreError` and `BadOption`."""
    return open_backend(store_url(url), create=create)
