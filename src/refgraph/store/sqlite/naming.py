"""The index of names: which words each entity is found by, kept in the transaction of its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.names import NAMED, fold, name_words
from refgraph.store.sqlite.layout import Layout, sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

TABLES = len(NAMED)


def entry_number(table: str, num: int) -> int:
    """Number of an entity in the index: the numbers of the tables interleaved, in the order of `NAMED`."""
    return num * TABLES + NAMED.index(table)


def plain_unless_lower(name: str) -> str | None:
    """Folded form of a name where SQLite's `lower`, which knows the letters of ASCII, does not give it."""
    plain = fold(name)
    return (
        None
        if plain == name.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
        else plain
    )


def index_names(db: apsw.Connection, layout: Layout, entities: Iterable[tuple[int, str]]) -> None:
    """Put names by `num` into the index, which has none of them."""
    table = layout.table.name
    db.executemany(
        "INSERT INTO names_words (rowid, words) VALUES (?, ?)",
        [(entry_number(table, num), " ".join(name_words(name))) for num, name in entities],
    )


def tidy_names(db: apsw.Connection) -> None:
    """Put the parts of the index together, which many names at once leave it in: it takes less room then."""
    db.execute("INSERT INTO names_words (names_words) VALUES ('optimize')")


def forget_names(db: apsw.Connection, layout: Layout, nums: Iterable[int]) -> None:
    """Take entities out of the index."""
    db.executemany(
        "DELETE FROM names_words WHERE rowid = ?", [(entry_number(layout.table.name, num),) for num in nums]
    )


def unindexed(db: apsw.Connection, layout: Layout) -> int:
    """Count the entities of a table that are not in the index."""
    # The index keeps the number of each entry in a table of its own.
    missing = sql(
        "SELECT count(*) FROM", layout.name, "AS entity WHERE NOT EXISTS",
        "(SELECT 1 FROM names_words_docsize WHERE id = entity.num * :tables + :at)",
    )  # fmt: skip
    return int(db.execute(missing, {"tables": TABLES, "at": NAMED.index(layout.table.name)}).get)
