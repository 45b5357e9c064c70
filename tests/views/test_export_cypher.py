"""Cypher literals and scripts, read back by a small reader of both dialects."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.tables import ACCOUNTS, EVENTS, KNOWS
from refgraph.scores.scores import score
from refgraph.snapshot.build import build
from refgraph.views.exports import export
from refgraph.views.exports.cypher_text import literal, text_literal
from tests.facts import columns

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 1, 1)
NAMES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"'}
HOSTILE = [
    "O'Brien", 'say "hi"', "\\", "\\'", "\\\\", "a\\u0027b", "\\U0027", "\\\\u0027", "'; MATCH (n) DETACH DELETE n; //",
    "line\nfeed\r\ttab", "\u2028\u2029\x85", "\u202eevil", "\ufeff", "\\\u2028", "`", "$row", "李明朗", "😀", "\\u",
    "}] AS row RETURN 1;", "\uffff", "*/ /*", "\\n",
]  # fmt: skip


def read_literal(source: str) -> str:
    """Read a sum of string literals as the grammar of Cypher says."""
    text, at = "", 0
    while True:
        assert source[at] == "'"
        at += 1
        while source[at] != "'":
            if source[at] == "\\":
                if source[at + 1] in "uU":
                    text += chr(int(source[at + 2 : at + 6], 16))
                    at += 6
                else:
                    text += NAMES[source[at + 1]]
                    at += 2
            else:
                text += source[at]
                at += 1
        at += 1
        if at == len(source):
            return text
        assert source[at : at + 3] == " + "
        at += 3


def unicode_first(source: str) -> str:
    """Replace every backslash and u with four digits before anything else, as Neo4j up to 5 does."""
    return re.sub(r"\\[uU]([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), source)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_itself_in_both_dialects(text: str) -> None:
    assert read_literal(text_literal(text)) == text
    assert read_literal(unicode_first(text_literal(text))) == text


@given(st.one_of(st.text(), st.text(alphabet="\\uU'\"0027\n\u2028")))
def test_any_text_is_itself_in_both_dialects(text: str) -> None:
    written = text_literal(text)
    assert read_literal(written) == text
    assert read_literal(unicode_first(written)) == text


@given(st.text())
def test_a_literal_stays_on_one_line_and_hides_nothing(text: str) -> None:
    assert len(text_literal(text).splitlines()) == 1
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", text_literal(text))


def test_cells_are_literals_of_their_type() -> None:
    assert literal(1e18, EVENTS.columns[6]) == "1e18"
    assert literal(0.1 + 0.2, EVENTS.columns[6]) == "0.30000000000000004"
    assert literal(-2.0, EVENTS.columns[6]) == "-2.0"
    assert literal(True, KNOWS.columns[6]) == "true"
    assert literal("2026-01-01", EVENTS.columns[2]) == "date('2026-01-01')"
    assert literal("2026-01-01", ACCOUNTS.columns[1]) == "'2026-01-01'"


def test_a_script_has_constraints_then_nodes_then_relationships(tmp_path: Path) -> None:
    facts = columns(
        accounts=[{"account_id": "a"}, {"account_id": "b", "parent_id": "a"}],
        people=[{"person_id": "p", "name": HOSTILE[8]}, {"person_id": "q"}],
        roles=[{"person_id": "p", "account_id": "a", "reports_to": "q", "from": "2020-01-01"}],
        knows=[{"person_a": "p", "person_b": "q", "kind": "friend", "strength": 0.5}],
        events=[{"event_id": "e", "kind": "call", "date": "2025-01-01", "person_id": "p", "rep": "gone"}],
    )
    export(tmp_path / "out.cypher", "cypher", facts, score(build(facts, DAY)))
    script = (tmp_path / "out.cypher").read_text(encoding="utf-8")
    # No text can end a statement: it stands in a line of its own between its brackets.
    statements = [one.strip() for one in script.split(";\n")][:-1]
    verbs = [re.sub(r"(?s)UNWIND \[\n.*\n\] AS row\n", "", one).split(" (")[0] for one in statements]
    assert verbs[:5] == [verb for verb in verbs if verb.startswith("CREATE CONSTRAINT")]
    assert [one.rsplit("MERGE ", 1)[1] for one in statements if "MERGE (n" in one] == [
        "(n:Account {account_id: row.account_id}) SET n = row",
        "(n:Person {person_id: row.person_id}) SET n = row",
        "(n:Event {event_id: row.event_id}) SET n = row",
    ]
    assert [found[1] for one in statements if (found := re.search(r"-\[r:([A-Z_]+)", one))] == [
        "WORKS_AT", "KNOWS", "PARENT_OF", "REPORTS_TO", "ABOUT",
    ]  # fmt: skip
    assert "{`a`: 'p', `b`: 'q', `key`: 'False|friend', `facts`: {`strength`: 0.5, " in script
    # A rep who is no node stays a property, a person who is one is a relationship alone.
    assert "{`event_id`: 'e', `kind`: 'call', `date`: date('2025-01-01'), `rep`: 'gone'}" in script


def test_batches_hold_five_hundred_rows(tmp_path: Path) -> None:
    facts = columns(people=[{"person_id": f"{i:04}"} for i in range(1001)])
    export(tmp_path / "out.cypher", "cypher", facts, score(build(facts, DAY)))
    script = (tmp_path / "out.cypher").read_text(encoding="utf-8")
    sizes = [one.count("`person_id`") for one in script.split(";\n") if "MERGE (n:Person" in one]
    assert sizes == [500, 500, 1]
