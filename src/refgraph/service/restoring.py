"""Make a store anew from a backup."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from refgraph.model.progress import silent
from refgraph.service.place import open_port, store_url
from refgraph.store.address import restore_backend

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.progress import Progress
    from refgraph.store.port import StoreInfo


def restore_store(
    source: Path, url: str | None, *, replace: bool = False, progress: Progress = silent
) -> StoreInfo:
    """Copy a sound backup to a store's place, of either kind; raises `StoreError` for a source that is none or a place taken."""
    address = store_url(url)
    restore_backend(source, address, replace=replace, progress=progress)
    with closing(open_port(address)) as store:
        return store.info()
