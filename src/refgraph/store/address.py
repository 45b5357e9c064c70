"""From an address to an open store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.errors import BadOption

if TYPE_CHECKING:
    from refgraph.store.port import Store

_SQLITE = "sqlite:///"


def store_file(url: str) -> Path:
    """Path of the store's file: `sqlite:///` and a relative path, `sqlite:////` and an absolute one.

    What follows `sqlite:///` is the path as it stands: nothing in it is decoded. Raises `BadOption` for any other
    address.
    """
    if not url.startswith(_SQLITE):
        raise BadOption(
            f"'{url}' is no address of a store",
            "only sqlite:/// addresses are supported by this version, for example sqlite:///refgraph.db",
        )
    path = url.removeprefix(_SQLITE)
    if not path or path.endswith("/") or "\0" in path:
        raise BadOption(f"'{url}' names no file", "write the file's path after sqlite:///")
    return Path(path)


def open_backend(url: str, *, create: bool = False) -> Store:
    """Open the store at an address; `create` makes it where there is none, folders on the way included.

    Raises `BadOption` for an address that cannot be one, `StoreMissing` without `create`, `StoreForeign`,
    `StoreNewer`, `StoreCorrupt` or `StoreUnavailable` for what stands there. Nothing there is changed then.
    """
    path = store_file(url)
    from refgraph.store.sqlite.store import SqliteStore

    return SqliteStore(path, url=url, create=create)


def restore_backend(source: Path, url: str, *, replace: bool = False) -> None:
    """Put a sound copy of a backup in the place of a store, whole or not at all, with an identity of its own.

    Raises what `open_backend` raises, for the backup too, and `StoreUnavailable` where the place is taken and
    `replace` is False.
    """
    path = store_file(url)
    from refgraph.store.sqlite.backup import restore_file

    restore_file(source, path, replace=replace)


def damage(url: str) -> list[str]:
    """Look for damaged pages of a store that may be too damaged to be opened: one sentence each.

    Raises `StoreError` where it cannot be read.
    """
    path = store_file(url)
    from refgraph.store.sqlite.faults import translated
    from refgraph.store.sqlite.soundness import page_findings

    with translated(path):
        return page_findings(path)


def remarks(url: str) -> list[str]:
    """Say what is out of the ordinary at a store's place, such as a backup from before a conversion."""
    path = store_file(url)
    from refgraph.store.sqlite.place import remarks

    return remarks(path)
