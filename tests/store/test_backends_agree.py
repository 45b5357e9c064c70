"""Both backends give the same answers about the same rows, at random, with names that are hard on an index."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from refgraph.store.names import name_words
from tests.store.batches import add
from tests.store.conftest import Neo4jFactory, SqliteFactory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.store.port import Store
    from tests.facts import Cells
    from tests.neo4j.server import Server

RNGS = range(3)
PIECES = (
    "李", "李明", "李明朗", "王伟", "曾国藩", "重庆", "长安乐", "吕思雨", "银行", "报社", "𠮷野", "カナ", "한국", "々",
    "Li", "li", "Minglang", "Anna", "Annabel", "Seán", "O'Brien", "Müller", "Straße", "ﬁn", "ＬＭＬ", "İstanbul", "Ωmega",
    "International", "Internationale", "Trading", "Co", "a", "b", "x1", "2020",
    "AND", "OR", "NOT", "TO", "and", "name:li", "words:*", "li*", "l?", "li~2", "li^9", '"li ming"', "(li", "[a TO b]",
    "{a TO b}", "+li", "-li", "&&", "||", "!", "\\", "\\u006c", "/l.*/", "a-b", "a.b", "a/b", "—", "·", "%", "_", "* *",
    "'); MATCH (n) DETACH DELETE n //", "`n`", "$plain", "$id", "${x}", "</b>", "\x80li", "\x81lm", "\x82", "x" * 300, "李" * 150,
)  # fmt: skip
GLUE = ("", " ", " ", " ", "-", "·", ". ")
TEXTS = (
    *PIECES, "l", "lm", "lml", "liming", "wangwei", "chongqing", "zhongqing", "lv", "inglan", "nn", "lang li", "annab",
    "internationaltrading", "internationalet", "li OR anna", "*:*", "*", "?", "x" * 299, "x" * 301, "x" * 5000,
    "x" * 255 + "*", "李" * 149, "李" * 151, ".".join(f"a{i}" for i in range(1500)), "li " * 17, "a b " * 9,
)  # fmt: skip
DAYS = (None, "2019-05-01", "2020-01-01", "2020-06-30", "2021-01-01")


@dataclass(frozen=True, slots=True)
class Both:
    """A store of each backend with the same rows."""

    sqlite: Store
    neo4j: Store

    def add(self, **tables: list[Cells]) -> None:
        for store in (self.sqlite, self.neo4j):
            add(store, **tables)


@pytest.fixture
def both(tmp_path: Path, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    sqlite, neo4j = SqliteFactory(tmp_path), Neo4jFactory(neo4j_server, monkeypatch)
    yield Both(sqlite.new(), neo4j.new())
    sqlite.close()
    neo4j.close()


def some_name(rng: random.Random) -> str:
    pieces = rng.choices(PIECES, k=rng.randint(1, 4))
    return "".join(piece + rng.choice(GLUE) for piece in pieces).strip() or "—"


def piece_of(rng: random.Random, name: str) -> str:
    """What somebody may type to find a name: some of it, as it stands or as it is read, in any case and order."""
    words = name_words(name)
    start = rng.randrange(len(name))
    chosen = rng.choice(
        [
            name,
            name[start : start + rng.randint(1, 12)],
            name[start:],
            rng.choice(words)[: rng.randint(1, 14)],
            " ".join(word[: rng.randint(1, 9)] for word in rng.choices(words, k=2)),
            "".join(rng.choices(words, k=2)),
        ]
    )
    return rng.choice([chosen, chosen.upper(), chosen.replace(" ", "")])


def rows(rng: random.Random, table: str, key: str, count: int) -> list[Cells]:
    return [
        {key: rng.choice([f"{table}{i}", f"{some_name(rng)} {i}"]), "name": some_name(rng)}
        for i in range(count)
    ]


def town(rng: random.Random, size: int) -> dict[str, list[Cells]]:
    """Rows of all tables that are walked, with parallel, ended and coming relations."""
    people = rows(rng, "p", "person_id", size)
    accounts = rows(rng, "a", "account_id", size // 3)
    circles = rows(rng, "c", "circle_id", size // 4)
    for account in accounts:
        account |= {"industry": rng.choice([None, "press"]), "region": rng.choice([None, "上海"])}
        account["parent_id"] = rng.choice([None, *(other["account_id"] for other in accounts)])
    return {
        "people": people,
        "accounts": accounts,
        "circles": [circle | {"kind": rng.choice([None, "social"])} for circle in circles],
        "roles": some_roles(rng, people, accounts, size),
        "memberships": some_memberships(rng, people, circles, size),
        "knows": some_ties(rng, people, 2 * size),
    }


def some_span(rng: random.Random) -> Cells:
    return {"from": rng.choice(DAYS), "to": rng.choice([None, None, "2020-06-30", "2021-01-01"])}


def some_roles(rng: random.Random, people: list[Cells], accounts: list[Cells], count: int) -> list[Cells]:
    managers = [None, "nobody", *(person["person_id"] for person in people)]
    found = {}
    for _ in range(count):
        row = {"person_id": rng.choice(people)["person_id"], "account_id": rng.choice(accounts)["account_id"]}
        span = some_span(rng)
        found[row["person_id"], row["account_id"], span["from"]] = {
            **row,
            **span,
            "reports_to": rng.choice(managers),
        }
    return list(found.values())


def some_memberships(
    rng: random.Random, people: list[Cells], circles: list[Cells], count: int
) -> list[Cells]:
    found = {}
    for _ in range(count):
        row = {"person_id": rng.choice(people)["person_id"], "circle_id": rng.choice(circles)["circle_id"]}
        span = some_span(rng)
        share = rng.choice([None, 0.0, 0.25, 0.5, 1.0])
        found[row["person_id"], row["circle_id"], span["from"]] = {**row, **span, "attendance": share}
    return list(found.values())


def some_ties(rng: random.Random, people: list[Cells], count: int) -> list[Cells]:
    found: dict[object, Cells] = {}
    for _ in range(count):
        ends = [str(person["person_id"]) for person in rng.sample(people, 2)]
        is_directed = rng.random() < 0.3
        a, b = ends if is_directed else sorted(ends)
        kind = rng.choice([None, "friend"])
        found[a, b, is_directed, kind] = {
            "person_a": a, "person_b": b, "directed": is_directed, "kind": kind,
            "strength": rng.choice([None, 0.0, 0.25, 0.5, 1.0]), "since": rng.choice(DAYS),
        }  # fmt: skip
    return list(found.values())


@pytest.mark.parametrize("number", RNGS)
def test_both_find_the_same_by_name(both: Both, number: int) -> None:
    rng = random.Random(number)
    tables = town(rng, 60)
    both.add(**tables)
    named = [row for table in ("people", "accounts", "circles") for row in tables[table]]
    pieces = [piece_of(rng, str(rng.choice(named)["name"])) for _ in range(120)]
    ids = [str(next(iter(row.values()))) for row in rng.sample(named, 10)]
    for text in [*TEXTS, *pieces, *ids]:
        limit = rng.choice([1, 3, 10, 200])
        assert both.neo4j.search(text, limit=limit) == both.sqlite.search(text, limit=limit), (text, limit)


@pytest.mark.parametrize("number", RNGS)
def test_both_walk_the_same_surroundings(both: Both, number: int) -> None:
    rng = random.Random(number)
    tables = town(rng, 30)
    both.add(**tables)
    starts = [
        (table, str(next(iter(row.values()))))
        for table in ("people", "accounts", "circles")
        for row in tables[table]
    ]
    days = (date(2019, 4, 30), date(2020, 6, 30), date(2020, 7, 1), date(2026, 1, 1))
    for (table, key), day in product(rng.sample(starts, 12), days):
        hops, limit = rng.randint(0, 3), rng.choice([1, 2, 4, 8, 100])
        of_neo4j, of_sqlite = (
            store.ego(table, key, hops=hops, limit=limit, as_of=day) for store in (both.neo4j, both.sqlite)
        )
        assert of_neo4j == of_sqlite, (table, key, hops, limit, day)
