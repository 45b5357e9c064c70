"""Every answer from a server is the one from a file, up to 1e-12."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.model.changes import applied
from refgraph.store.address import open_backend
from tests.backends.commands import differences, tell
from tests.backends.contents import contents, rows_as_of, rows_of
from tests.backends.exported import exported
from tests.backends.lives import live
from tests.backends.places import asking, sqlite_url
from tests.backends.questions import questions
from tests.neo4j.server import neo4j_params, server_of
from tests.seed.network import SEED, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.model.changes import Changes

DAYS = ("2024-12-31", TODAY)


def told(changes: Changes) -> Changes:
    """Changes without the store's identity."""
    rows = {name: list(rows) for name, rows in changes.rows.items()}
    deleted = {name: list(keys) for name, keys in changes.deleted.items()}
    return replace(changes, store_uuid="", rows=rows, deleted=deleted, counts=dict(changes.counts))


@pytest.fixture(scope="module", params=neo4j_params())
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two stores that have lived through the same from the demo network on, in a file and on a server."""
    folder = tmp_path_factory.mktemp("answers")
    with asking(server_of(request.param)) as url:
        urls = [sqlite_url(folder), url]
        told = [live(url, folder / f"life{i}", SEED) for i, url in enumerate(urls)]
        assert differences(told[0], told[1]) == []
        yield urls


def test_a_life_of_imports_merges_and_undos_leaves_the_same(places: list[str]) -> None:
    stored, there = map(contents, places)
    assert there == stored
    assert there["check"] == []
    assert len(there["imports"]) > 15


@pytest.mark.parametrize("day", DAYS)
def test_what_held_on_a_day_is_the_same_cell_by_cell(places: list[str], day: str) -> None:
    stored, there = (rows_as_of(url, date.fromisoformat(day)) for url in places)
    assert there == stored


def test_what_changed_since_any_version_is_the_same(places: list[str]) -> None:
    with closing(open_backend(places[0])) as stored, closing(open_backend(places[1])) as there:
        now = rows_of(stored.snapshot())
        for version in range(stored.version() + 1):
            one, other = (told(store.changes_since(version)) for store in (stored, there))
            assert other == one
        assert rows_of(applied(there.snapshot(), there.changes_since(there.version()))) == now


def test_every_question_has_the_same_answer(places: list[str]) -> None:
    asked = questions(places[0], TODAY)
    wrong = {}
    for question in asked:
        (code, stored), (other_code, there) = (tell(url, *question) for url in places)
        assert (code, other_code) == (0, 0), question
        if found := differences(stored, there):
            wrong[question] = found[:3]
    assert wrong == {}
    assert len(asked) > 60


@pytest.mark.parametrize(
    "options",
    [
        ("csv",),
        ("graphml",),
        ("neo4j-csv",),
        ("icalendar", "--rep", "xu-chi"),
    ],
    ids=lambda options: options[0],
)
def test_an_export_is_the_same_byte_for_byte(
    places: list[str], options: tuple[str, ...], tmp_path: Path
) -> None:
    stored, there = (
        exported(url, tmp_path / str(i), *options, "--as-of", TODAY) for i, url in enumerate(places)
    )
    assert there.keys() == stored.keys()
    assert [name for name in stored if stored[name] != there[name]] == []
