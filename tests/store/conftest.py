"""Stores to test: a backend joins the contract by a class here and a line in BACKENDS."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from refgraph.store.neo4j.store import Neo4jStore
from refgraph.store.sqlite.store import SqliteStore
from tests.neo4j.server import Server, neo4j_params, server_of, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.port import Store

NOW = datetime(2026, 1, 1, 12, 30, 15, tzinfo=UTC)
"""What every test store takes for now."""


class StoreFactory(Protocol):
    """Makes stores of one backend and closes them when the test is over."""

    def new(self) -> Store:
        """Open an empty store; the one before may be gone then, as a server has room for one."""
        ...

    def again(self, store: Store) -> Store:
        """Open a store's place a second time."""
        ...

    def from_backup(self, dest: str) -> Store:
        """Open what `backup` wrote."""
        ...

    def examples(self, count: int) -> int:
        """How many of so many examples to try: fewer where each takes longer."""
        ...


class SqliteFactory:
    """Stores in files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: list[SqliteStore] = []

    def new(self) -> SqliteStore:
        return self._open(self._folder / f"store-{len(self._opened)}.db", create=True)

    def again(self, store: Store) -> SqliteStore:
        return self._open(Path(store.url.removeprefix("sqlite:///")))

    def from_backup(self, dest: str) -> SqliteStore:
        return self._open(Path(dest))

    def examples(self, count: int) -> int:
        return count

    def close(self) -> None:
        for store in self._opened:
            store.close()

    def _open(self, path: Path, *, create: bool = False) -> SqliteStore:
        self._opened.append(SqliteStore(path, create=create, clock=lambda: NOW))
        return self._opened[-1]


class Neo4jFactory:
    """Stores in the database of a server, one at a time."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self._server = server
        self._opened: list[Store] = []
        sign_in(server, monkeypatch)

    def new(self) -> Neo4jStore:
        self._server.empty()
        return self._open(create=True)

    def again(self, store: Store) -> Neo4jStore:
        assert store.url == self._server.uri
        return self._open()

    def from_backup(self, dest: str) -> SqliteStore:
        store = SqliteStore(Path(dest), clock=lambda: NOW)
        self._opened.append(store)
        return store

    def examples(self, count: int) -> int:
        return count // 6

    def close(self) -> None:
        for store in self._opened:
            store.close()

    def _open(self, *, create: bool = False) -> Neo4jStore:
        store = Neo4jStore(self._server.uri, create=create, clock=lambda: NOW)
        self._opened.append(store)
        return store


@pytest.fixture(params=["sqlite", *neo4j_params()])
def store_factory(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StoreFactory]:
    is_sqlite = request.param == "sqlite"
    factory = SqliteFactory(tmp_path) if is_sqlite else Neo4jFactory(server_of(request.param), monkeypatch)
    yield factory
    factory.close()


@pytest.fixture
def store(store_factory: StoreFactory) -> Store:
    return store_factory.new()
