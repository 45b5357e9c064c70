"""Find names: by the index of words, and by a scan for what lies inside a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.names import (
    INITIALS,
    MAX_JOINED,
    MORE,
    compact,
    fold,
    has_phrase,
    is_run,
    likeness,
    units_of,
    whole_word,
)
from refgraph.store.port import Hit
from refgraph.store.sqlite.cells import day_number
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.layout import LAYOUTS, NAMED, quoted, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import apsw

_MAX_WORDS = 16
"""Words of a query that the index is asked for; longer queries are looked for as they stand."""
_COUNT = len(NAMED)
_NOTHING = f'"{MORE}"'
"""A query to the index that finds nothing: no word begins so."""
_Entry = tuple[str, str, str]
"""Table, id and name of an entity."""
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


def search(db: apsw.Connection, text: str, *, limit: int, today: date) -> list[Hit]:
    """Find entities by name or exact id, as `Store.search` says."""
    text = text.encode("utf-8", "replace").decode()
    plain = fold(text)
    if not plain or limit < 1:
        return []
    db.create_scalar_function("likeness", lambda *asked: likeness(*map(str, asked)), 2, deterministic=True)
    db.create_scalar_function("phrased", lambda *asked: _has_phrases(*map(str, asked)), 2, deterministic=True)
    asked = {"id": text.strip(), "plain": plain, **_ranking(compact(text)), **_words(plain)}
    rank = _TEXT_RANK if MORE in asked["exact"] else _WORD_RANK
    found: list[_Entry] = []
    if asked["words"]:
        found = _found(db, _ranked(_ENTRIES, rank, _PHRASED if asked["phrases"] else _ALL), asked, limit)
    if len(found) < limit:
        # The scan finds those again that are there already.
        more = _found(db, _ranked(_SCANNED, rank, _ALL), asked, limit + len(found))
        found += [entry for entry in more if entry not in found]
    return [_hit(db, *entry, today) for entry in found[:limit]]


def _found(db: apsw.Connection, query: str, asked: Mapping[str, str], limit: int) -> list[_Entry]:
    rows = db.execute(query, {**asked, "limit": limit})
    return [(str(table), str(key), str(name)) for table, key, name in rows]


def _ranked(entities: str, rank: str, kept: str) -> str:
    """Statement for entities, what is the text itself first, then what begins with it."""
    return sql(
        "WITH found AS MATERIALIZED (SELECT rowid AS entry FROM names_words WHERE names_words MATCH :words UNION",
        _BY_ID, ") SELECT tbl, id, name FROM (SELECT *,", rank, "AS rank FROM (", entities, ") WHERE", kept,
        f") ORDER BY rank, name, id, entry % {_COUNT} LIMIT :limit",
    )  # fmt: skip


def _ranking(whole: str) -> dict[str, str]:
    """What the index is asked for names that are the text, and for those that begin with it."""
    word = whole_word(whole)
    initials = f'OR "{INITIALS}{whole}" *' if whole.isalnum() else ""
    return {"whole": whole, "exact": f'"{word}"', "begins": f'"{word}" * {initials}'}


def _words(plain: str) -> dict[str, str]:
    """A query to the index: each word as a beginning; '' where the index cannot help.

    Of a word of several units the index knows only that a name has them all, of a long one only how it begins:
    `phrases` lists such words. A name has them for `sure` where all are its own words, or where `run` stands in it.
    """
    words = [units for word in plain.split() if (units := units_of(word))]
    phrases = [units for units in words if len(units) > 1 or len(units[0]) > MAX_JOINED]
    run = "".join(phrases[0]) if len(phrases) == 1 else ""
    is_long = all(len(units) == 1 for units in phrases)
    return {
        "words": " AND ".join(map(_match, words)) if len(words) <= _MAX_WORDS else "",
        "sure": " AND ".join(f'"{units[0]}" *' for units in phrases) if phrases and is_long else _NOTHING,
        "phrases": json.dumps(phrases) if phrases else "",
        "run": run if is_run(run) else "",
    }


def _match(units: Sequence[str]) -> str:
    *exact, last = units
    if exact:
        return " AND ".join([*(f'"{unit}"' for unit in exact), f'"{last}" *'])
    joined = f'OR "{last[:MAX_JOINED]}"' if len(last) > MAX_JOINED else ""
    return f'("{last}" * {joined} OR "{whole_word(last)}" * OR "{INITIALS}{last}" *)'


def _has_phrases(name: str, phrases: str) -> bool:
    return all(has_phrase(name, phrase) for phrase in json.loads(phrases))


def _hit(db: apsw.Connection, table: str, key: str, name: str, today: date) -> Hit:
    rows = db.execute(_DETAILS[table], {"id": key, "day": day_number(today.isoformat())})
    cells = [cell for row in rows for cell in row if cell]
    return Hit(table, key, name, ", ".join(Decoder(db).texts(cells)))
