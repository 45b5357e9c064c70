"""Where the store is, when nobody names an address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from platformdirs import user_data_path

if TYPE_CHECKING:
    from pathlib import Path


def store_url(url: str | None) -> str:
    """Return the address given, else `REFGRAPH_STORE`, else `refgraph.db` in the user's data directory."""
    return url or os.environ.get("REFGRAPH_STORE") or f"sqlite:///{default_file()}"


def default_file() -> Path:
    """Path of the default store."""
    return user_data_path("refgraph", appauthor=False) / "refgraph.db"
