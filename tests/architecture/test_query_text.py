"""No text of a query is made from values."""

from __future__ import annotations

from pathlib import Path

import pytest

import refgraph.store.neo4j
from tests.architecture.query_text import findings

PACKAGE = Path(str(refgraph.store.neo4j.__file__)).parent
MODULES = sorted(PACKAGE.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_queries_are_made_before_there_are_values(module: Path) -> None:
    assert [f"{found.line}: {found.said}" for found in findings(module.read_text("utf-8"))] == []


REFUSED = {
    "a formatted text": "def names(ask, label): return ask(f'MATCH (n:{label}) RETURN n')",
    "a joined text": "def names(ask, label): return ask('MATCH (n:' + label + ') RETURN n')",
    "a literal": "def names(ask): return ask('RETURN 1')",
    "a text made by a method": "QUERY = 'RETURN {}'\ndef names(ask, x): return ask(QUERY.format(x))",
    "a local text": "def names(ask, label):\n    text = f'RETURN {label}'\n    return ask(text)",
    "a parameter": "def names(ask, text): return ask(text)",
    "a builder called": (
        "def named(label): return f'MATCH (n:{label}) RETURN n'\ndef names(ask, label): return ask(named(label))"
    ),
    "a text kept in a class": (
        "class Page:\n    query: str\ndef page(x): return Page(f'RETURN {x}')\n"
        "def names(ask, x): return ask(page(x).query)"
    ),
    "a local text that looks like a constant": "def names(ask, x):\n    QUERY = f'RETURN {x}'\n    return ask(QUERY)",
    "a given text that is bound anew": "def sent(ask, query, x):\n    query = f'{query} {x}'\n    return ask(query)",
    "a text in a function within": "def names(ask, x):\n    def inner(): return ask(f'RETURN {x}')\n    return inner()",
    "a gated text": "def names(server, label): return server.settled_ask(gated(f'MATCH (n:{label}) RETURN n', 'n'))",
    "a text handed on": (
        "def sent(ask, query): return ask(query)\ndef names(ask, label): return sent(ask, f'RETURN {label}')"
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_query_made_from_a_value_is_found(case: str) -> None:
    assert findings(REFUSED[case])


ALLOWED = {
    "a constant": "QUERY = 'RETURN 1'\ndef names(ask): return ask(QUERY, id='x')",
    "one of a table": "BY = {'a': 'RETURN 1'}\ndef names(ask, table): return ask(BY[table])",
    "one of two": "ONE = 'RETURN 1'\nTWO = 'RETURN 2'\ndef names(ask, x): return ask(ONE if x else TWO)",
    "each of a table": "BY = {'a': 'RETURN 1'}\ndef names(ask):\n    for query_ in BY.values(): ask(query_)",
    "a builder at import": (
        "def _named(label): return f'MATCH (n:{label}) RETURN n'\nQUERY = _named('A')\ndef f(ask): return ask(QUERY)"
    ),
    "a text handed on within": (
        "ONE = 'RETURN 1'\ndef sent(ask, query):\n    def inner(): return ask(query.plain)\n    return inner()\n"
        "def f(ask): return sent(ask, ONE)"
    ),
    "a text handed on": "ONE = 'RETURN 1'\ndef sent(ask, query): return ask(query)\ndef f(ask): return sent(ask, ONE)",
}


@pytest.mark.parametrize("case", ALLOWED)
def test_a_query_of_constants_is_allowed(case: str) -> None:
    assert findings(ALLOWED[case]) == []
