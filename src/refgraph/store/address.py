"""From an address to an open store, whichever backend keeps it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from refgraph.errors import BadOption
from refgraph.model.progress import silent
from refgraph.store.neo4j.place import is_server, place_of

if TYPE_CHECKING:
    from refgraph.model.progress import Progress
    from refgraph.store.neo4j.inspection import Fact
    from refgraph.store.port import Store
    from refgraph.store.transfer import Content

_SQLITE = "sqlite:///"


def store_file(url: str) -> Path:
    """Path of the store's file: `sqlite:///` and a relative path, `sqlite:////` and an absolute one.

    What follows `sqlite:///` is the path as it stands: nothing in it is decoded. Raises `BadOption` for any other
    address.
    """
    if not url.startswith(_SQLITE):
        raise BadOption(
            f"'{url}' is no address of a store",
            "write sqlite:/// and a path, such as sqlite:///refgraph.db, or neo4j://host:7687",
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
    if is_server(url):
        from refgraph.store.neo4j.store import Neo4jStore

        return Neo4jStore(url, create=create)
    path = store_file(url)
    from refgraph.store.sqlite.store import SqliteStore

    return SqliteStore(path, url=url, create=create)


def require_place(url: str) -> None:
    """Raise `BadOption` for an address that cannot be one of a store."""
    if is_server(url):
        place_of(url)
    else:
        store_file(url)


def are_one_place(one: str, other: str) -> bool:
    """Whether two addresses name the same file or database, as far as can be told without asking a server."""
    if is_server(one) or is_server(other):
        return is_server(one) and is_server(other) and _database(one) == _database(other)
    first, second = store_file(one), store_file(other)
    try:
        return first.samefile(second)
    except OSError:
        return first.absolute() == second.absolute()


def _database(url: str) -> tuple[str, str]:
    place = place_of(url)
    return place.uri.partition("://")[2], place.database or "neo4j"


def load_backend(content: Content, url: str, *, replace: bool = False) -> None:
    """Make a store with all that another has at an address, with an identity of its own.

    A file is put into place whole or not at all; a database is marked until all of it is there, and cannot be opened
    so. Raises what `open_backend` raises, `StoreUnavailable` where the place is taken and `replace` is False, and
    `StoreCorrupt` for a damaged content.
    """
    if is_server(url):
        from refgraph.store.neo4j.connection import Server
        from refgraph.store.neo4j.loading import load_server

        with Server(place_of(url)) as server:
            load_server(server, content, replace=replace)
    else:
        path = store_file(url)
        from refgraph.store.sqlite.loading import load_file

        load_file(content, path, replace=replace)


def restore_backend(source: Path, url: str, *, replace: bool = False, progress: Progress = silent) -> None:
    """Put a sound copy of a backup in the place of a store, with an identity of its own.

    A file is put into place whole or not at all; into a database it is carried (`carrying.carry`). Raises what
    `open_backend` raises, for the backup too, and `StoreUnavailable` where the place is taken and `replace` is False.
    """
    if is_server(url):
        _restore_to_server(source, url, replace=replace, progress=progress)
        return
    path = store_file(url)
    from refgraph.store.sqlite.backup import restore_file

    restore_file(source, path, replace=replace)


def _restore_to_server(source: Path, url: str, *, replace: bool, progress: Progress) -> None:
    from refgraph.store.carrying import carry

    # A copy is looked at page by page, and brought to the format of now: the backup itself is left as it is.
    with TemporaryDirectory() as folder:
        copy = f"{_SQLITE}{folder}/backup.db"
        restore_backend(source, copy)
        with closing(open_backend(copy)) as backup:
            carry(backup, url, replace=replace, progress=progress)


def damage(url: str) -> list[str]:
    """Look for damaged pages of a store that may be too damaged to be opened: one sentence each.

    None for a server, which looks after its files itself. Raises `StoreError` where it cannot be read.
    """
    if is_server(url):
        return []
    path = store_file(url)
    from refgraph.store.sqlite.faults import translated
    from refgraph.store.sqlite.soundness import page_findings

    with translated(path):
        return page_findings(path)


def remarks(url: str) -> list[str]:
    """Say what is out of the ordinary at a store's place, such as a backup from before a conversion."""
    if is_server(url):
        return []
    path = store_file(url)
    from refgraph.store.sqlite.place import remarks

    return remarks(path)


def facts(url: str) -> list[Fact]:
    """What can be said of a store's server, such as its version; none for a file."""
    if not is_server(url):
        return []
    from refgraph.store.neo4j.inspection import facts

    return facts(url)
