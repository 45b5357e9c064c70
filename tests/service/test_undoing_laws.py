"""Whatever was done, undoing it leaves what was before: imports, merges, repairs and undos in any order."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.errors import RefgraphError
from refgraph.model.changes import applied
from refgraph.model.tables import TABLES
from refgraph.service.duplicates import not_the_same
from refgraph.service.holding import discard, repair
from refgraph.service.importing import import_into
from refgraph.service.merging import merge
from refgraph.service.undoing import undo_import
from refgraph.sources.plan import ReadOptions
from tests.service.books import FileBooks
from tests.store.batches import table_rows

if TYPE_CHECKING:
    from refgraph.model.columns import Columns
    from tests.service.books import Books

TODAY = date(2026, 1, 1)
STEPS = 14
PEOPLE, ACCOUNTS = [f"p{i}" for i in range(5)], [f"a{i}" for i in range(4)]

FILES = {
    "people": ["person_id,name,consent", *(f"{one},{{A|B|C}},{{yes|no||perhaps}}" for one in PEOPLE)],
    "accounts": ["account_id,name,parent_id", *(f"{one},{{A|B|C}},{{A}}" for one in ACCOUNTS)],
    "circles": ["circle_id,name", "c,{A|B|C}"],
    "roles": ["person_id,account_id,title,reports_to", *["{p},{a},{A|B|C},{P}"] * 4],
    "memberships": ["person_id,circle_id,attendance", *["{p},c,{|.5|9}"] * 2],
    "knows": ["person_a,person_b,strength", *["{p},{p},{|.2|9}"] * 4],
    "events": [
        "event_id,kind,date,person_id,account_id",
        *(f"e{{n}}{i},call,202{i}-01-01,{{p}},{{A}}" for i in range(3)),
    ],
}
"""Header and patterns of rows: what stands in braces is drawn."""


@dataclass
class Actor:
    """Does one thing after the other to a store, at random."""

    folder: Path
    rng: np.random.Generator
    books: Books
    imports: int = 0

    def act(self) -> None:
        deeds = [self.bring, self.unite, self.part, self.undo, self.mend, self.throw]
        deeds[self.rng.choice(len(deeds), p=[0.35, 0.2, 0.05, 0.25, 0.1, 0.05])]()

    def one_of(self, *options: str) -> str:
        return str(options[self.rng.integers(len(options))])

    def bring(self) -> None:
        bundle = self.folder / f"bundle{self.imports}"
        self.imports += 1
        bundle.mkdir()
        for name, lines in self.files().items():
            chosen = [line for line in lines[1:] if self.rng.random() < 0.5]
            if chosen:
                (bundle / f"{name}.csv").write_text("\n".join([lines[0], *chosen]) + "\n", encoding="utf-8")
        if any(bundle.iterdir()):
            import_into(self.books, bundle, options=ReadOptions(), today=TODAY)

    def files(self) -> dict[str, list[str]]:
        """Lines of all files, the header first; some rows are wrong, and some name who may be nowhere."""
        return {
            name: [lines[0], *(re.sub(r"\{(.*?)\}", self.drawn, line) for line in lines[1:])]
            for name, lines in FILES.items()
        }

    def drawn(self, marked: re.Match[str]) -> str:
        """One of the cells a pattern leaves open."""
        cells = {
            "p": PEOPLE,
            "a": ACCOUNTS,
            "P": ["", *PEOPLE],
            "A": ["", *ACCOUNTS],
            "n": [str(self.imports)],
        }
        return self.one_of(*(cells.get(marked[1]) or marked[1].split("|")))

    def some_ids(self) -> tuple[str, list[str]]:
        table = self.one_of("people", "accounts")
        ids = sorted(self.books.ids(table))
        self.rng.shuffle(ids)
        return table, ids[: int(self.rng.integers(2, 4))]

    def unite(self) -> None:
        table, ids = self.some_ids()
        with suppress(RefgraphError):
            merge(self.books, table, ids[0] if ids else "nobody", ids[1:])

    def part(self) -> None:
        table, ids = self.some_ids()
        if len(ids) > 1:
            not_the_same(self.books, table, ids)

    def mend(self) -> None:
        rows = [row for row in self.books.held() if self.rng.random() < 0.5]
        if rows:
            repair(
                self.books,
                [(row, row.raw.replace("perhaps", "no").replace("9", "")) for row in rows],
                today=TODAY,
            )

    def throw(self) -> None:
        discard(self.books, [row for row in self.books.held() if self.rng.random() < 0.5])

    def undo(self) -> None:
        with suppress(RefgraphError):
            undo_import(self.books, int(self.rng.integers(2, self.books.version() + 2)))


@dataclass
class State:
    """What a store says, but for its version and history."""

    digest: str
    held: frozenset[str]
    aliases: list[dict[str, str]]
    distinct: list[frozenset[tuple[str, str]]]

    @classmethod
    def of(cls, books: Books) -> State:
        tables = ("people", "accounts")
        return cls(books.digest(), books.held_keys(), [dict(books.aliases(t)) for t in tables], [books.distinct(t) for t in tables])  # fmt: skip


def rows_of(columns: Columns) -> dict[str, list[object]]:
    return {name: list(table_rows(columns, name)) for name in TABLES}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(10))
def test_all_done_is_undone_from_the_last_to_the_first(number: int) -> None:
    with TemporaryDirectory() as folder:
        actor = Actor(Path(folder), np.random.default_rng(number), FileBooks(Path(folder)))
        with actor.books as books:
            first = books.version()
            states, columns = {first: State.of(books)}, {first: books.snapshot()}
            for _ in range(STEPS):
                actor.act()
                states[books.version()] = State.of(books)
                columns[books.version()] = books.snapshot()
                assert books.check() == []
                for since in {first, int(actor.rng.choice(list(columns))), books.version()}:
                    brought = applied(columns[since], books.changes_since(since))
                    assert rows_of(brought) == rows_of(columns[books.version()])
            for version in range(books.version(), first, -1):
                undo_import(books, version)
                assert State.of(books) == states[version - 1]
            assert books.check() == []
