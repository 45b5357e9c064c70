from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = """
    person_id:ID(Person),name,email,:LABEL
    p1,Anna,anna@x.example,Person
    p2,Bea,,Person;Actor
"""
ACCOUNTS = """
    :ID(Account),name,size:long,parent_id
    a1,Nord,120,
    a2,Süd,,
"""
WORKS_AT = """
    :START_ID(Person),:END_ID(Account),title,from:date,:TYPE
    p1,a1,CEO,2020-01-01,WORKS_AT
    p2,a1,,,WORKS_AT
"""


def folder(path: Path, **texts: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in texts.items():
        file(path / f"{name.replace('_', '-')}.csv", text)
    return path


def test_nodes_and_relationships_are_rows_of_the_tables(tmp_path: Path) -> None:
    store = MemoryStore()
    knows = """
        :START_ID(Person),:END_ID(Person),strength:float,directed:boolean,:TYPE
        p1,p2,0.5,false,KNOWS
    """
    events = """
        event_id:ID(Event),kind,date:date,value:double,tags:string[],:LABEL
        e1,visit,2024-05-06,0.5,x;y,Event
    """
    ends = """
        :START_ID,:END_ID,:TYPE
        e1,p1,ABOUT
        e1,a1,at
        a2,a1,PARENT_OF
    """
    given = folder(
        tmp_path / "n",
        people=PEOPLE,
        accounts=ACCOUNTS,
        works=WORKS_AT,
        knows=knows,
        events=events,
        ends=ends,
    )
    planned = imported(given, "neo4j-csv", store)
    assert cells(store, "people")[1] == {"person_id": "p2", "name": "Bea"}
    assert cells(store, "accounts")[0] == {
        "account_id": "a1", "name": "Nord", "size": 120.0, "parent_id": "a2",
    }  # fmt: skip
    assert cells(store, "roles")[0] == {
        "person_id": "p1", "account_id": "a1", "title": "CEO", "from": "2020-01-01",
    }  # fmt: skip
    assert cells(store, "knows") == [{"person_a": "p1", "person_b": "p2", "strength": 0.5, "directed": False}]
    assert cells(store, "events") == [
        {
            "event_id": "e1", "kind": "visit", "date": "2024-05-06", "account_id": "a1", "person_id": "p1",
            "value": 0.5,
        }
    ]  # fmt: skip
    assert problems(planned, "warning") == [
        "events.csv: unknown property 'tags': its 1 values are not imported"
    ]


def test_a_header_file_serves_the_files_named_after_it(tmp_path: Path) -> None:
    store = MemoryStore()
    given = folder(
        tmp_path / "n",
        people_header="personId:ID(Person),name,:LABEL",
        people_1="p1,Anna,Person",
        people_2="p2,Bea,Person",
    )
    imported(given, "neo4j-csv", store)
    assert ids(store, "people") == ["p1", "p2"]


def test_reports_to_completes_the_role_it_names(tmp_path: Path) -> None:
    store = MemoryStore()
    second = WORKS_AT.replace("p2,a1,,,", "p1,a2,,,")
    reports = """
        :START_ID(Person),:END_ID(Person),account_id,from:date,:TYPE
        p1,p2,a2,,REPORTS_TO
    """
    given = folder(tmp_path / "n", people=PEOPLE, accounts=ACCOUNTS, works=second, reports=reports)
    imported(given, "neo4j-csv", store)
    assert [(row["account_id"], row.get("reports_to")) for row in cells(store, "roles")] == [
        ("a1", None),
        ("a2", "p2"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("p1,p2,LIKES", "unknown_type", "unknown type 'LIKES', expected one of WORKS_AT, MEMBER_OF, KNOWS"),
        ("a9,a1,AT", "unknown_end", "unknown events 'a9': expected its row in this import"),
        ("p2,p1,REPORTS_TO", "unknown_end", "unknown roles 'p2'"),
        ("a1,,PARENT_OF", "missing_id", "missing id: expected both ends"),
        ("p1,p2", "cells", "found 2 cells, expected 3 cells as in the header"),
        ("p1,p1,KNOWS", "self", "the person knows themself"),
        ("p1,p9,KNOWS", "unknown_person_b", "unknown person_b 'p9'"),
    ],
)
def test_a_relationship_that_makes_no_sense_is_held(tmp_path: Path, row: str, code: str, words: str) -> None:
    given = folder(tmp_path / "n", people=PEOPLE, accounts=ACCOUNTS, ties=f":START_ID,:END_ID,:TYPE\n{row}")
    planned = imported(given, "neo4j-csv", MemoryStore())
    assert codes(planned, "held") == [code]
    assert words in problems(planned, "held")[0]
    assert planned.files["people.csv"].imported == 2


def test_two_parents_of_one_account_hold_the_second(tmp_path: Path) -> None:
    ties = ":START_ID,:END_ID,:TYPE\na1,a3,PARENT_OF\na2,a3,PARENT_OF"
    given = folder(tmp_path / "n", accounts=ACCOUNTS + "    a3,West,,\n", ties=ties)
    planned = plan(given, "neo4j-csv")
    assert problems(planned, "held") == [
        "ties.csv row 3: found parent_id 'a2', but another row says 'a1'; keep one of them"
    ]


@pytest.mark.parametrize("label", ["Movie", "", "Person;Account"])
def test_a_node_of_no_known_label_is_held(tmp_path: Path, label: str) -> None:
    given = folder(tmp_path / "n", nodes=f"id:ID,name,:LABEL\nx,X,{label}")
    planned = plan(given, "neo4j-csv")
    assert codes(planned, "held") == ["unknown_label"]
    assert planned.batch is not None
    assert planned.batch.held[0].read_as is not None
    assert planned.batch.held[0].read_as.header == "id:ID,name,:LABEL"


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        Refused, match=r"people\.csv row 1: the first row is no header of Neo4j, expected a column :ID"
    ):
        convert(folder(tmp_path / "n", people="p1,Anna,Person"), ReadOptions(preset="neo4j-csv"))


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="duplicate column 'name:string'"):
        convert(
            folder(tmp_path / "n", people="id:ID(Person),name,name:string\np1,a,b"),
            ReadOptions(preset="neo4j-csv"),
        )


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    given = folder(tmp_path / "n", people=PEOPLE, accounts=ACCOUNTS, works=WORKS_AT)
    imported(given, "neo4j-csv", store)
    assert imported(given, "neo4j-csv", store).batch is None
