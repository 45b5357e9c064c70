"""What a user has in the same database is not refgraph's business, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.commands import differences, tell
from tests.backends.contents import contents
from tests.backends.lives import live
from tests.backends.places import sqlite_url
from tests.backends.questions import questions
from tests.bundle_files import newspapers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.neo4j.server import Server

DAY = "2026-01-02"
OWN = (
    "CREATE (m:Movie {name: 'Metropolis', person_id: 'li', num: 0, ver: 1}) CREATE (t:Tag:Reviewed {id: 'li'})"
    " CREATE (m)-[:TAGGED {ver: 1}]->(t) CREATE (m)-[:LIKED {strength: 0.9}]->(t)"
    # Types of relationships that refgraph has too.
    " CREATE (m)-[:KNOWS {strength: 1.0, ver: 1}]->(t) CREATE (t)-[:AT]->(m)"
)
ATTACHED = (
    "MATCH (m:Movie) MATCH (n:Person|Account|Circle|Event|Batch)"
    " CREATE (m)-[:SEEN_BY {ver: 1}]->(n) CREATE (n)-[:LIKED {strength: 1.0, `from`: date('2020-01-01')}]->(m)"
    " CREATE (n)-[:KNOWS {ver: 1}]->(m) CREATE (m)-[:KNOWS]->(n) CREATE (n)-[:AT]->(m) CREATE (n)-[:ABOUT]->(m)"
    " CREATE (n)-[:BY]->(m) CREATE (n)-[:WORKS_AT {ver: 1}]->(m) CREATE (n)-[:MEMBER_OF {ver: 1}]->(m)"
    " CREATE (n)-[:REPORTS_TO {account_id: 'pujiang-press'}]->(m) CREATE (m)-[:PARENT_OF]->(n)"
)
THEIRS = "MATCH (n:Movie|Tag) RETURN labels(n) AS labels, properties(n) AS cells ORDER BY labels(n)[0]"
NODES = [
    {"labels": ["Movie"], "cells": {"name": "Metropolis", "person_id": "li", "num": 0, "ver": 1}},
    {"labels": ["Tag", "Reviewed"], "cells": {"id": "li"}},
]


def test_a_life_beside_a_users_own_nodes_leaves_what_it_leaves_without_them(
    server: Server, tmp_path: Path
) -> None:
    server.run(OWN)
    first, places = newspapers(tmp_path / "first"), [sqlite_url(tmp_path), server.uri]
    told = []
    for i, url in enumerate(places):
        assert tell(url, "import", first)[0] == 0
        if url == server.uri:
            server.run(ATTACHED)
        told.append(live(url, tmp_path / f"life{i}", first))
        if url == server.uri:
            server.run(ATTACHED)
    assert differences(told[0], told[1]) == []
    stored, there = map(contents, places)
    assert there == stored
    assert there["check"] == []
    for question in questions(places[0], DAY):
        answer, other = (tell(url, *question) for url in places)
        assert differences(list(answer), list(other)) == [], question
    assert server.run(THEIRS) == NODES


def test_what_is_deleted_goes_with_what_a_user_tied_to_it_and_leaves_the_users_nodes(
    server: Server, tmp_path: Path
) -> None:
    server.run(OWN)
    url = server.uri
    assert tell(url, "import", newspapers(tmp_path / "bundle"))[0] == 0
    server.run(ATTACHED)
    assert tell(url, "merge", "li", "wang")[0] == 0
    assert tell(url, "undo", "2")[0] == 0
    assert tell(url, "undo", "1")[0] == 0
    assert tell(url, "status")[1]["counts"]["people"] == 0
    assert tell(url, "verify")[1]["sound"] is True
    assert server.run(THEIRS) == NODES


@pytest.mark.parametrize("command", ["restore", "copy"])
def test_a_store_is_replaced_and_a_users_nodes_stay(command: str, server: Server, tmp_path: Path) -> None:
    server.run(OWN)
    url, file = server.uri, sqlite_url(tmp_path)
    assert tell(file, "import", newspapers(tmp_path / "bundle"))[0] == 0
    assert tell(url, "import", newspapers(tmp_path / "other"), "--by", "Mei")[0] == 0
    server.run(ATTACHED)
    if command == "restore":
        assert tell(file, "backup", tmp_path / "saved.db")[0] == 0
        assert tell(url, "restore", tmp_path / "saved.db", "--replace")[0] == 0
    else:
        assert tell(url, "copy", file, url, "--replace")[0] == 0
    assert contents(url) == contents(file)
    assert server.run(THEIRS) == NODES
