"""Stores to test: a backend joins the contract by a class here and a line in BACKENDS."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from refgraph.store.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refgraph.store.port import Store

NOW = datetime(2026, 1, 1, 12, 30, 15, tzinfo=UTC)
"""What every test store takes for now."""


class StoreFactory(Protocol):
    """Makes stores of one backend and closes them when the test is over."""

    def new(self) -> Store:
        """Open an empty store at a place of its own."""
        ...

    def again(self, store: Store) -> Store:
        """Open a store's place a second time."""
        ...

    def from_backup(self, dest: str) -> Store:
        """Open what `backup` wrote."""
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

    def close(self) -> None:
        for store in self._opened:
            store.close()

    def _open(self, path: Path, *, create: bool = False) -> SqliteStore:
        self._opened.append(SqliteStore(path, create=create, clock=lambda: NOW))
        return self._opened[-1]


BACKENDS: dict[str, Callable[[Path], SqliteFactory]] = {"sqlite": SqliteFactory}


@pytest.fixture(params=BACKENDS)
def store_factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFactory]:
    factory = BACKENDS[request.param](tmp_path)
    yield factory
    factory.close()


@pytest.fixture
def store(store_factory: StoreFactory) -> Store:
    return store_factory.new()
