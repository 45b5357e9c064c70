"""Find names: by the full-text index of words, and by the text indexes for what lies inside a word.

The server ranks as far as an index or the folded name tells, and gives the first of them; of those few whose names
must be looked at the rank is known here. It never ranks an entity behind its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from refgraph.store.names import MORE, NAMED, is_run
from refgraph.store.neo4j.layout import NODES, Label, Type, holds
from refgraph.store.neo4j.schema import WORDS
from refgraph.store.neo4j.steady import at_told_version
from refgraph.store.neo4j.values import LONGEST_WORD
from refgraph.store.seeking import has_phrases, rank
from refgraph.store.seeking import search as sought_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.port import Hit
    from refgraph.store.seeking import Clause, Entry, Sought, Term

    Phrases = Sequence[Sequence[str]]

_LOOKED_AT = 3
"""Times as many entities are asked for as are wanted where names must be looked at, then `_MORE` times as many again."""
_MORE = 8
_MAX_CLAUSES = 100
_NOTHING = f'"{MORE}"'
"""A query to the index that finds nothing: no name has this word."""
_SYNTAX = re.compile(r'[-+!(){}\[\]^"~*?:\\/&|]')

_PLACE = " ".join(
    ["CASE", *(f"WHEN n:{NODES[name].label} THEN {at}" for at, name in enumerate(NAMED)), "END"]
)
_ID = " ".join(["CASE", *(f"WHEN n:{NODES[name].label} THEN n.{NODES[name].id}" for name in NAMED), "END"])
_FIRST = f"ORDER BY bound, n.name, {_ID}, {_PLACE} LIMIT $limit"
_BY_ID = [f"MATCH (n:{NODES[name].label} {{{NODES[name].id}: $id}}) RETURN n" for name in NAMED]
_CONTAINING = [f"MATCH (n:{NODES[name].label}) WHERE n.plain CONTAINS $plain RETURN n" for name in NAMED]
# A name of ASCII letters and digits, short enough for all its units to count, is read as it stands.
_BOUND = (
    "CASE WHEN replace(n.plain, ' ', '') = $whole OR $is_open"
    " OR $is_read AND NOT (size(n.plain) < 80 AND n.plain =~ '[a-z0-9 ]*') THEN 0"
    " WHEN replace(n.plain, ' ', '') STARTS WITH $whole THEN 1 ELSE 2 END"
)
_DETAIL = (
    f"CASE WHEN n:{Label.ACCOUNT} THEN [n.industry, n.region] WHEN n:{Label.CIRCLE} THEN [n.kind]"
    f" ELSE COLLECT {{ MATCH (n)-[r:{Type.WORKS_AT}]->(at:{Label.ACCOUNT}) WHERE {holds('r')}"
    " RETURN DISTINCT at.name AS name ORDER BY name } END"
)
_VERSION = f"MATCH (s:{Label.STORE})"
_GIVEN = f"WITH n, bound {_FIRST} RETURN collect([bound, n.name, {_ID}, {_PLACE}, {_DETAIL}]) AS found"


def _stage(found: str, asked: str, bound: str, before: str) -> str:
    """Subquery that lists what the index has for a query, unless enough was found before."""
    return (
        f"CALL (*) {{ UNWIND CASE WHEN {before} < $limit THEN [0] ELSE [] END AS go"
        f" CALL db.index.fulltext.queryNodes('{WORDS}', ${asked}) YIELD node AS n"
        f" WITH n, {bound} AS bound {_FIRST} RETURN collect({{n: n, bound: bound}}) AS {found} }}"
    )


def _by_words(bound: str) -> str:
    return " ".join(
        [
            f"{_VERSION} CALL () {{ CALL () {{ {' UNION ALL '.join(_BY_ID)} }} RETURN collect({{n: n, bound: 0}}) AS same }}",
            _stage("exact", "exact", "0", "0"),
            _stage("begun", "begins", bound, "size(exact)"),
            _stage("other", "others", "2", "size(exact) + size([x IN begun WHERE x.bound < 2])"),
            "CALL (same, exact, begun, other) { UNWIND same + exact + begun + other AS x",
            f"WITH x.n AS n, min(x.bound) AS bound {_GIVEN} }} RETURN s.version, found",
        ]
    )


BY_WORDS = {False: _by_words("1"), True: _by_words(_BOUND)}
"""Entities the index has for `$exact`, `$begins` and `$others`, the best `$limit`; by whether their names tell the rank."""
WITHIN = (
    f"{_VERSION} CALL () {{ CALL () {{ {' UNION '.join([*_CONTAINING, *_BY_ID])} }}"
    f" WITH n, CASE WHEN {_ID} = $id THEN 0 ELSE {_BOUND} END AS bound {_GIVEN} }} RETURN s.version, found"
)
"""Entities whose folded names have `$plain` in them, and those of the very id; the best `$limit`."""


class _Found(NamedTuple):
    """An entity at its place among those found."""

    rank: int
    name: str
    id: str
    place: int
    """Of its table in `NAMED`."""


def search(server: Server, text: str, *, limit: int, today: date) -> list[Hit]:
    """Find entities by name or exact id, as `Store.search` says."""
    return at_told_version(server, lambda ask: sought_in(Neo4jIndex(ask, today), text, limit=limit))


class Neo4jIndex:
    """`refgraph.store.seeking.Index` by statements that tell the version first."""

    def __init__(self, ask: Ask, today: date) -> None:
        self._ask = ask
        self._day = today
        self._details: dict[Entry, str] = {}

    def by_words(self, sought: Sought, limit: int) -> list[Entry]:
        """Entities whose names have what is asked for as words."""
        is_looked_at = bool(sought.phrases) or sought.needs_names
        asked = {**_asked(sought), **_queries(sought), "is_read": sought.whole.isalnum()}
        page = limit * _LOOKED_AT if is_looked_at else limit
        return self._best(BY_WORDS[sought.needs_names], asked, sought, limit, page, sought.phrases)

    def within(self, sought: Sought, limit: int) -> list[Entry]:
        """Entities whose names have the text in them."""
        is_read = sought.whole.isalnum() and _may_be_read(sought)
        page = limit * _LOOKED_AT if is_read else limit
        return self._best(WITHIN, {**_asked(sought), "is_read": is_read}, sought, limit, page, ())

    def details(self, entries: Sequence[Entry]) -> list[str]:
        """What tells namesakes apart; it came with them."""
        return [self._details[entry] for entry in entries]

    def _best(
        self, query: str, asked: dict[str, object], sought: Sought, limit: int, page: int, phrases: Phrases
    ) -> list[Entry]:
        """The first `limit` of what a statement finds and has the phrases, asked for a page at a time."""
        while True:
            found = self._found(query, {**asked, "limit": page})
            kept = sorted(
                entity._replace(rank=rank(sought, entity.id, entity.name))
                for entity in found
                if entity.id == sought.exact_id or has_phrases(entity.name, phrases)
            )
            # Whoever was not given comes behind the last that was.
            sure = kept if len(found) < page else [entity for entity in kept if entity <= found[-1]]
            if len(sure) >= limit or len(found) < page:
                return [(NAMED[entity.place], entity.id, entity.name) for entity in sure[:limit]]
            page *= _MORE

    def _found(self, query: str, asked: dict[str, object]) -> list[_Found]:
        entities = []
        for (found,) in self._ask(query, day=self._day, **asked):
            for bound, name, key, place, detail in found:
                entities.append(_Found(bound, name, key, place))
                self._details[NAMED[place], key, name] = ", ".join(cell for cell in detail if cell)
        return entities


def _asked(sought: Sought) -> dict[str, object]:
    return {
        "id": sought.exact_id,
        "plain": sought.plain,
        "whole": sought.whole,
        # Even initials of a name may be the text, if the index was not asked.
        "is_open": sought.whole.isalnum() and not sought.clauses,
    }


def _may_be_read(sought: Sought) -> bool:
    """Whether a name may begin as the text by a reading, has it in it, and not by the words the index was asked for.

    Without clauses, or by a word of several kinds of letters: of カ the reading is カ.
    """
    return not sought.clauses or any(
        len(units) > 1 and not is_run("".join(units)) for units in sought.phrases
    )


def _queries(sought: Sought) -> dict[str, str]:
    """Queries to the index for names that are the text, begin with it, and others; none finds what one before it does.

    Where names tell the rank, the first is for those whose initials begin with the text.
    """
    first = sought.begins[1:] if sought.needs_names else (sought.exact,)
    return {
        "exact": _query([first, *sought.clauses], ()) if first else _NOTHING,
        "begins": _query([sought.begins, *sought.clauses], first),
        "others": _query(sought.clauses, sought.begins),
    }


def _query(clauses: Iterable[Clause], without: Clause) -> str:
    """What all clauses hold for, without what one holds for."""
    # Of a word of very many units some are enough: whether it has them all, the name tells.
    asked = sorted(dict.fromkeys(clauses), key=lambda clause: -len(clause))[:_MAX_CLAUSES]
    excluded = [f"-{_any(without)}"] if without else []
    return " ".join([*(f"+{_any(clause)}" for clause in asked), *excluded])


def _any(clause: Clause) -> str:
    return f"({' '.join(map(_term, clause))})"


def _term(term: Term) -> str:
    """A term as Lucene's query parser reads it; in quotes no word is an operator."""
    word = _SYNTAX.sub(r"\\\g<0>", term.word[:LONGEST_WORD])
    return f"{word}*" if term.is_beginning else f'"{word}"'
