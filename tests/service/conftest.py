"""Stores of each backend for what the product does with any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from tests.backends.places import SQLITE, asking, store_url
from tests.neo4j.server import neo4j_params, server_of
from tests.service.books import Books, FileBooks, GraphBooks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.facts import Cells
    from tests.neo4j.server import Server

__all__ = ["store_url"]


class NewBooks(Protocol):
    """Makes a store that holds what it is given; the one before may be gone then, as a server has room for one."""

    def __call__(self, **tables: list[Cells]) -> Books:
        """Open it; it is closed when the test is over."""
        ...


class FileShop:
    """Makes stores in files of one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.made: list[Books] = []

    def __call__(self, **tables: list[Cells]) -> Books:
        self.made.append(FileBooks(self._folder, **tables))
        return self.made[-1]


class GraphShop:
    """Makes stores on a server, one after the other."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.made: list[Books] = []

    def __call__(self, **tables: list[Cells]) -> Books:
        self._server.empty()
        self.made.append(GraphBooks(self._server.uri, **tables))
        return self.made[-1]


@pytest.fixture(params=[SQLITE, *neo4j_params()])
def new_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewBooks]:
    """Makes stores of each backend."""
    if request.param == SQLITE:
        shop: FileShop | GraphShop = FileShop(tmp_path / "stores")
        yield shop
    else:
        with asking(server_of(request.param)):
            shop = GraphShop(server_of(request.param))
            yield shop
    for books in shop.made:
        books.close()
