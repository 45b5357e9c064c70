"""Cases on a Neo4j server fill an empty database, and stand beside the driver's own rows."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.bench.run import Wishes, bench
from refgraph.bench.server_cases import ROW_BY_ROW
from refgraph.errors import BadOption, StoreUnavailable
from refgraph.store.address import open_backend
from tests.neo4j.server import sign_in

if TYPE_CHECKING:
    from refgraph.bench.row import Row
    from tests.neo4j.server import Server

DAY = date(2026, 10, 31)
CASES = ("neo4j_ties", "neo4j_ego")


@pytest.fixture
def url(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty database."""
    sign_in(neo4j_server, monkeypatch)
    return neo4j_server.uri


def measured(url: str, *cases: str) -> list[Row]:
    wishes = Wishes(120, 1, DAY, with_peers=True, server=url, only=cases, most_repetitions=1)
    return bench(wishes, lambda _: None)


def test_a_server_is_filled_and_read_beside_the_driver(url: str) -> None:
    rows = measured(url, *CASES)
    assert [(row.case, row.graph, row.peer) for row in rows] == [
        ("neo4j_ties", "server", None),
        ("neo4j_ties", "server", ROW_BY_ROW),
        ("neo4j_ego", "server", None),
    ]
    assert all(row.size == {"people": 120, "ties": 720} and row.wall_s > 0 for row in rows)
    beside = rows[1]
    assert (beside.missing, beside.met) == (None, None)
    assert beside.unit_s == pytest.approx(beside.wall_s / 720)
    assert beside.peer_unit_s == pytest.approx((beside.peer_wall_s or 0) / 720)
    with closing(open_backend(url)) as store:
        assert store.info().counts["knows"] == 720


def test_a_database_that_holds_something_is_left_alone(url: str) -> None:
    with closing(open_backend(url, create=True)) as store:
        before = store.state()
        with pytest.raises(StoreUnavailable):
            measured(url, "neo4j_ego")
        assert store.state() == before


def test_a_case_on_a_server_needs_the_address_of_one() -> None:
    with pytest.raises(BadOption, match="case 'neo4j_ties' needs a Neo4j server; name an empty database"):
        measured("", "neo4j_ties")
    with pytest.raises(BadOption, match=r"'sqlite:///a\.db' is no address of a Neo4j server"):
        measured("sqlite:///a.db", "neo4j_ties")
