"""Texts that are Cypher, Lucene or names of the schema are texts: nothing but their own rows changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Batch, HeldFile, HeldRow
from refgraph.store.neo4j.layout import Label, Type
from tests.backends.commands import differences, tell
from tests.backends.contents import contents, contents_of
from tests.backends.exported import exported
from tests.backends.places import sqlite_url
from tests.bundle_files import newspapers, write_folder
from tests.facts import row_of
from tests.service.books import FileBooks, GraphBooks

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells
    from tests.neo4j.server import Server

DAY = "2026-01-02"
CYPHER = (
    "'}) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n //',
    "`}) MATCH (n) DETACH DELETE n //",
    "$batch_id",
    "$rows $keys $x",
    "\\u0060) MATCH (n) DETACH DELETE n //",
    "\\u0027}) SET n = {} //",
    "\\'}) RETURN 1 //",
    "a\\",
    "' OR 1 = 1 UNION MATCH (n) DETACH DELETE n RETURN 1 //",
    "CALL apoc.cypher.runWrite('MATCH (n) DETACH DELETE n', {})",
    "LOAD CSV FROM 'file:///etc/passwd' AS line CREATE (:Leak {line: line})",
    "CALL db.index.fulltext.queryNodes('refgraph_names', '*')",
    "DROP CONSTRAINT refgraph_person_id",
    "/* */ ; MATCH (n) DETACH DELETE n;",
    "{person_id: 'li'}",
    "null",
    "true",
    "NaN",
)
LUCENE = (
    "*", "?", "*:*", "name:*", "words:li OR *", "+a -b", "a && b || !c", "(a", "a)", "[a TO z]", "{a TO z}", "a~2", "a^9", '"a', "/.*/", "\\", "a\\:b",
)  # fmt: skip
NAMES = (
    *(label.value for label in Label), *(type_.value for type_ in Type), "num", "ver", "words", "plain", "person_id", "refgraph_person_id", "refgraph_names", "neo4j", "system",
)  # fmt: skip
HOSTILE = (*CYPHER, *LUCENE, *NAMES)
COUNTS = (
    "MATCH (n) RETURN 'node' AS what, labels(n) AS named, count(*) AS rows"
    " UNION ALL MATCH ()-[r]->() RETURN 'tie' AS what, [type(r)] AS named, count(*) AS rows"
)
SCHEMA = (
    "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN name, type, labelsOrTypes, properties ORDER BY name",
    "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state RETURN name, type, labelsOrTypes, properties, state ORDER BY name",
)  # fmt: skip
"""What constraints and indexes there are."""
TOKENS = (
    "CALL db.labels() YIELD label AS name",
    "CALL db.relationshipTypes() YIELD relationshipType AS name",
    "CALL db.propertyKeys() YIELD propertyKey AS name",
)
"""Names of labels, types and properties that the database ever had."""


def hostile() -> dict[str, list[Cells]]:
    """Each text as an id, a name and wherever else a text may stand."""
    ids = [f"{text} {i}" for i, text in enumerate(HOSTILE)]
    return {
        "accounts": [
            {"account_id": one, "name": text, "industry": text, "region": text, "territory": text, "owner": one, "parent_id": ids[i - 1] if i else None}
            for i, (one, text) in enumerate(zip(ids, HOSTILE, strict=True))
        ],
        "people": [{"person_id": one, "name": text, "email": text, "phone": text, "language": text} for one, text in zip(ids, HOSTILE, strict=True)],
        "reps": [{"rep_id": one, "name": text, "territories": text} for one, text in zip(ids, HOSTILE, strict=True)],
        "circles": [{"circle_id": one, "name": text, "region": text} for one, text in zip(ids, HOSTILE, strict=True)],
        "roles": [{"person_id": one, "account_id": one, "title": one, "reports_to": ids[i - 1] if i else None} for i, one in enumerate(ids)],
        "memberships": [{"person_id": one, "circle_id": ids[0]} for one in ids],
        "knows": [{"person_a": one, "person_b": "li", "kind": text, "strength": 0.5} for one, text in zip(ids, HOSTILE, strict=True)],
        "events": [
            {"event_id": one, "kind": "referral_asked", "date": "2026-01-01", "person_id": one, "account_id": one, "rep": one, "ref": ids[0], "text": text}
            for one, text in zip(ids, HOSTILE, strict=True)
        ],
    }  # fmt: skip


def schema(server: Server) -> list[object]:
    """Constraints and indexes."""
    return [server.run(statement) for statement in SCHEMA]


def names(server: Server) -> set[str]:
    """Labels, types and names of properties; kinds of rows that no import wrote yet are still to come."""
    known = {*Label, *Type}
    return {row["name"] for token in TOKENS for row in server.run(token)} | known


def counts(server: Server) -> list[tuple[str, str, int]]:
    """Nodes by label and relationships by type."""
    return sorted((row["what"], "".join(row["named"]), row["rows"]) for row in server.run(COUNTS))


def test_hostile_texts_are_imported_searched_walked_exported_and_deleted_as_texts(
    server: Server, tmp_path: Path
) -> None:
    places = [sqlite_url(tmp_path), server.uri]
    first, folder = newspapers(tmp_path / "first"), write_folder(tmp_path / "hostile", **hostile())
    for url in places:
        assert tell(url, "import", first)[0] == 0
    before, left, named = schema(server), counts(server), names(server)
    digest = contents(server.uri)["digest"]
    for step in (("import", folder, "--by", CYPHER[0]), ("merge", "li", f"{HOSTILE[0]} 0"), ("undo", "3")):
        answer, other = (tell(url, *step) for url in places)
        assert other == answer
        assert answer[0] == 0
    stored, there = map(contents, places)
    assert there == stored
    assert there["check"] == []
    for question in asked():
        answer, other = (tell(url, *question) for url in places)
        assert differences(list(answer), list(other)) == [], question
    for file_format in ("csv", "cypher", "neo4j-csv"):
        files = [exported(url, tmp_path / f"{file_format}{i}", file_format, "--as-of", DAY) for i, url in enumerate(places)]  # fmt: skip
        assert files[0] == files[1]
    assert tell(server.uri, "undo", "2")[0] == 0
    assert contents(server.uri)["digest"] == digest
    kept = {"FormerRow", "Tombstone", "Batch", "BatchCount", "MergedId"}
    assert [row for row in counts(server) if row[1] not in kept] == [
        row for row in left if row[1] not in kept
    ]
    after = schema(server)
    assert after == before
    assert not (names(server) - named) & set(HOSTILE)


def asked() -> list[tuple[str, ...]]:
    """Each text as what is searched, looked up, walked from and planned for."""
    questions: list[tuple[str, ...]] = [("score", "--as-of", DAY), ("circles", "--as-of", DAY)]
    questions += [("search", text) for text in HOSTILE]
    for i, text in list(enumerate(HOSTILE))[::6]:
        one = f"{text} {i}"
        questions += [
            ("source", "--table", "people", "--", one),
            ("openers", "--as-of", DAY, "--", one),
            ("path", "--as-of", DAY, "--", one, "li"),
            ("followup", "--as-of", DAY, "--rep", one),
        ]
    return questions


def test_hostile_ids_of_batches_sources_held_rows_and_null_bytes_are_kept_as_they_are(
    server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "file"
    folder.mkdir()
    with FileBooks(folder) as file, GraphBooks(server.uri) as graph:
        for text in (*HOSTILE, "a\0b", "\u2028", "😀", "\ufeff"):
            for books in (file, graph):
                row = row_of("people", {"person_id": f"p{text}", "name": text})
                held = HeldRow(text, 2, text, text, text, text, HeldFile(text, header=text))
                version = books.version()
                books.apply(Batch(text, text, version, {"people": [row]}, (held,), by=text))
                books.apply(Batch(f"{text} gone", text, version + 1, {}, deletes={"people": [(f"p{text}",)]}))
        assert contents_of(graph) == contents_of(file)
        assert graph.check() == []
        for text in HOSTILE:
            assert graph.history("people", (f"p{text}",)) == file.history("people", (f"p{text}",)) != []
            assert graph.search(text) == file.search(text)
