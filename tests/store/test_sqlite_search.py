"""Long words, of which the index of names keeps the beginning alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = {
    "trading": "International Trading Company",
    "tracking": "International Tracking Company",
    "printing": "华东精工机械 Printing",
    "painting": "华东精工机床 Painting",
    "dotted": "Huadong.Jinggong-Jixie",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "store.db", create=True) as opened:
        add(opened, people=[{"person_id": key, "name": name} for key, name in NAMES.items()])
        yield opened


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("internationaltrading", ["trading"]),
        ("internationaltra", ["tracking", "trading"]),
        ("international", ["tracking", "trading"]),
        ("tradingcompany", ["trading"]),
        ("tradingcompanz", []),
        ("internationalx", []),
        ("huadongjinggongjixie", ["dotted", "printing"]),
        ("jinggongjixieprinting", ["printing"]),
        ("jinggongji", ["dotted", "painting", "printing"]),
        ("jinggongjichuangpain", ["painting"]),
        ("huadong.jinggong-jix", ["dotted"]),
        ("huadong.jinggongjixie", []),
        ("internationaltracking co", ["tracking"]),
        ("international-tracking co", ["tracking"]),
    ],
)
def test_a_long_word_finds_the_names_that_go_on_as_it_does(
    store: SqliteStore, text: str, keys: list[str]
) -> None:
    assert sorted(hit.id for hit in store.search(text)) == keys


def test_of_long_words_too_the_name_itself_comes_first(store: SqliteStore) -> None:
    add(store, people=[{"person_id": "more", "name": "A International Trading Company Limited"}])
    add(store, people=[{"person_id": "all", "name": "International Trading Company Limited"}])
    found = [hit.id for hit in store.search("internationaltradingcompany")]
    assert found == ["trading", "all", "more"]
