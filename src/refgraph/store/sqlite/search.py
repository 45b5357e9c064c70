"""Find names: by the index of words, and by a scan for what lies inside a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.names import MORE, NAMED, likeness
from refgraph.store.seeking import has_phrases
from refgraph.store.sqlite.cells import day_number
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.layout import LAYOUTS, quoted, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import apsw

    from refgraph.store.seeking import Clause, Entry, Sought, Term

_COUNT = len(NAMED)
_NOTHING = f'"{MORE}"'
"""A query to the index that finds nothing: no word begins so."""
_INDEXED = "(SELECT rowid FROM names_words WHERE names_words MATCH {})"


def _entities(source: str, condition: str) -> str:
    """Entities of the named tables from a source that meet a condition, each with its number in the index."""
    return " UNION ALL ".join(
        sql(
            f"SELECT num * {_COUNT} + {at} AS entry, '{name}' AS tbl,", quoted(TABLES[name].key[0]),
            "AS id, name, coalesce(plain, lower(name)) AS folded FROM", LAYOUTS[name].name,
            source.format(at=at), "WHERE", condition.format(id=quoted(TABLES[name].key[0]), at=at),
        )
        for at, name in enumerate(NAMED)
    )  # fmt: skip


_ENTRIES = _entities(
    f"JOIN found ON num = found.entry / {_COUNT} AND found.entry % {_COUNT} = {{at}}", "TRUE"
)
_BY_ID = " UNION ".join(
    sql(f"SELECT num * {_COUNT} + {at} FROM", LAYOUTS[name].name, "WHERE", LAYOUTS[name].order, "= :id")
    for at, name in enumerate(NAMED)
)
_SCANNED = _entities("", "instr(coalesce(plain, lower(name)), :plain) OR {id} = :id")
# The index has names as words of some length up to what is no letter or digit; beyond, the names are looked at.
_WORD_RANK = sql(
    "CASE WHEN id = :id OR entry IN", _INDEXED.format(":exact"), "THEN 0",
    "WHEN entry IN", _INDEXED.format(":begins"), "THEN 1 ELSE 2 END",
)  # fmt: skip
_TEXT_RANK = sql(
    "CASE WHEN id = :id THEN 0 WHEN entry IN", _INDEXED.format(":exact"), "THEN likeness(name, :whole)",
    "WHEN entry IN", _INDEXED.format(":begins"), "THEN likeness(name, :whole) ELSE 2 END",
)  # fmt: skip
_ALL = "TRUE"
_PHRASED = sql(
    "id = :id OR (:run <> '' AND instr(folded, :run)) OR entry IN", _INDEXED.format(":sure"),
    "OR phrased(name, :phrases)",
)  # fmt: skip
_DETAILS = {
    "accounts": "SELECT industry, region FROM accounts WHERE account_id = :id",
    "circles": "SELECT kind FROM circles WHERE circle_id = :id",
    "people": (
        "SELECT DISTINCT accounts.name FROM people JOIN roles ON roles.person_id = people.num"
        " JOIN accounts ON accounts.num = roles.account_id WHERE people.person_id = :id"
        ' AND "from" <= :day AND ("to" IS NULL OR "to" >= :day) ORDER BY accounts.name'
    ),
}


class SqliteIndex:
    """`refgraph.store.seeking.Index` within the caller's transaction."""

    def __init__(self, db: apsw.Connection, today: date) -> None:
        self._db = db
        self._day = day_number(today.isoformat())
        db.create_scalar_function(
            "likeness", lambda *asked: likeness(*map(str, asked)), 2, deterministic=True
        )
        db.create_scalar_function("phrased", lambda *asked: _phrased(*map(str, asked)), 2, deterministic=True)

    def by_words(self, sought: Sought, limit: int) -> list[Entry]:
        """Entities whose names have what is asked for as words."""
        kept = _PHRASED if sought.phrases else _ALL
        return self._found(_ranked(_ENTRIES, _rank(sought), kept), sought, limit)

    def within(self, sought: Sought, limit: int) -> list[Entry]:
        """Entities whose names have the text in them."""
        return self._found(_ranked(_SCANNED, _rank(sought), _ALL), sought, limit)

    def details(self, entries: Sequence[Entry]) -> Iterator[str]:
        """What tells namesakes apart."""
        for table, key, _ in entries:
            rows = self._db.execute(_DETAILS[table], {"id": key, "day": self._day})
            cells = [cell for row in rows for cell in row if cell]
            yield ", ".join(Decoder(self._db).texts(cells))

    def _found(self, query: str, sought: Sought, limit: int) -> list[Entry]:
        rows = self._db.execute(query, {**_asked(sought), "limit": limit})
        return [(str(table), str(key), str(name)) for table, key, name in rows]


def _ranked(entities: str, rank: str, kept: str) -> str:
    """Statement for entities, what is the text itself first, then what begins with it."""
    return sql(
        "WITH found AS MATERIALIZED (SELECT rowid AS entry FROM names_words WHERE names_words MATCH :words UNION",
        _BY_ID, ") SELECT tbl, id, name FROM (SELECT *,", rank, "AS rank FROM (", entities, ") WHERE", kept,
        f") ORDER BY rank, name, id, entry % {_COUNT} LIMIT :limit",
    )  # fmt: skip


def _rank(sought: Sought) -> str:
    return _TEXT_RANK if sought.needs_names else _WORD_RANK


def _asked(sought: Sought) -> dict[str, str]:
    return {
        "id": sought.exact_id,
        "plain": sought.plain,
        "words": _all(sought.clauses),
        "phrases": json.dumps(sought.phrases),
        "run": sought.run,
        "sure": _all(sought.sure) or _NOTHING,
        "whole": sought.whole,
        "exact": _term(sought.exact),
        "begins": _any(sought.begins),
    }


def _all(clauses: Sequence[Clause]) -> str:
    return " AND ".join(f"({_any(clause)})" for clause in clauses)


def _any(clause: Clause) -> str:
    return " OR ".join(map(_term, clause))


def _term(term: Term) -> str:
    return f'"{term.word}" *' if term.is_beginning else f'"{term.word}"'


def _phrased(name: str, phrases: str) -> bool:
    return has_phrases(name, json.loads(phrases))
