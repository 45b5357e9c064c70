"""Where the sidecars of stores on servers are kept: in the user's cache on this machine, a folder a store.

A folder is for its user alone. One that was not used for `UNUSED_DAYS` goes when another is used.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from time import time
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from refgraph.model.digests import text_digest

if TYPE_CHECKING:
    from pathlib import Path

UNUSED_DAYS = 90
_DAY_S = 24 * 60 * 60
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = re.compile(rf"{_UUID.pattern}|[0-9a-f]{{64}}")
_NAME = "store"


def cache_folder() -> Path:
    """Folder of all stores."""
    return user_cache_path("refgraph") / "neo4j"


def sidecar_path(folder: Path, store_uuid: str) -> Path:
    """Path of a store for `store.sidecar`, in a folder of its own, which is made; and marked as used today.

    Where it cannot be made, whoever writes there finds out.
    """
    # What a server says becomes no name of a file unless it is an identity that a store is given.
    own = folder / (store_uuid if _UUID.fullmatch(store_uuid) else text_digest(store_uuid))
    with suppress(OSError):
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(own)
        _tidy(folder)
    return own / _NAME


def _tidy(folder: Path) -> None:
    """Remove the folders of stores that were not used for long."""
    for own in folder.iterdir():
        if _NAMED.fullmatch(own.name) and own.stat().st_mtime < time() - UNUSED_DAYS * _DAY_S:
            shutil.rmtree(own, ignore_errors=True)
