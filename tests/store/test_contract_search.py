"""What every backend keeps: finding by name, in both scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.store.port import Hit
from tests.store.batches import add

if TYPE_CHECKING:
    from refgraph.model.tables import Cell
    from refgraph.store.port import Store
    from tests.store.conftest import StoreFactory


def named(**names: str) -> list[dict[str, Cell]]:
    return [{"person_id": key, "name": name} for key, name in names.items()]


def found(store: Store, text: str, *, limit: int = 20) -> list[str]:
    return [hit.id for hit in store.search(text, limit=limit)]


@pytest.fixture
def people(store: Store) -> Store:
    add(
        store,
        people=named(
            li="李明朗",
            both="李明朗 Li Minglang",
            latin="Li Minglang",
            zeng="曾国藩",
            lv="吕思雨",
            obrien="Seán O'Brien-Müller",
            markup="</script><img src=x onerror=alert(1)>",
            sql="Robert'); DROP TABLE people;--",
            percent="100% Pure_Oil",
            stars="* * *",
        ),
    )
    return store


@pytest.mark.parametrize(
    "text",
    [
        "李", "明", "朗", "李明", "明朗", "李明朗", " 李 明 朗 ", "lml", "ml", "LML", "ＬＭＬ", "liminglang", "LiMingLang",
        "li ming", "li minglang", "ming lang", "minglang", "mingla", "lang", "lim", "ｌｉ　ｍｉｎｇ", "lang li",
    ],
)  # fmt: skip
def test_a_chinese_name_is_found_by(people: Store, text: str) -> None:
    assert {"li", "both"} <= set(found(people, text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("lm", "latin"), ("liminglang", "latin"), ("minglang", "latin"), ("li m", "latin"), ("inglan", "latin"),
        ("zengguofan", "zeng"), ("cengguofan", "zeng"), ("zgf", "zeng"), ("国藩", "zeng"),
        ("lvsiyu", "lv"), ("lusiyu", "lv"), ("lyu", "lv"), ("lü", "lv"), ("lsy", "lv"),
        ("sean", "obrien"), ("SEÁN", "obrien"), ("o'brien", "obrien"), ("obrien", "obrien"), ("muller", "obrien"),
        ("Müller sean", "obrien"), ("rien-m", "obrien"), ("sobm", "obrien"),
        ("<img", "markup"), ("</script><img src=x onerror=alert(1)>", "markup"), ("nerror", "markup"),
        ("DROP TABLE", "sql"), ("'); drop", "sql"), (";--", "sql"),
        ("%", "percent"), ("100%", "percent"), ("pure_oil", "percent"), ("_", "percent"), ("e_o", "percent"),
        ("*", "stars"), ("* *", "stars"),
    ],
)  # fmt: skip
def test_a_name_is_found_by(people: Store, text: str, key: str) -> None:
    assert key in found(people, text)


@pytest.mark.parametrize("text", ["", "  ", "　", "\0", "\n\t"])
def test_blank_text_finds_nothing(people: Store, text: str) -> None:
    assert found(people, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "明李", "李朗", "lgl", "li OR robert", "NEAR(li ming)", "name:li", "l_m", "l%g", "li NOT ming", '"', "{words}: li",
        "\ud800", "李* 明^ x", "a" * 100_000, "li " * 1000, "李" * 5000,
    ],
)  # fmt: skip
def test_text_means_itself_and_finds_nothing_else(people: Store, text: str) -> None:
    assert found(people, text) == []


@pytest.mark.parametrize("text", ["^li", "-li +", "(li", "li*", '"li"'])
def test_punctuation_around_a_word_does_not_matter(people: Store, text: str) -> None:
    assert set(found(people, text)) == {"li", "both", "latin"}


def test_wildcards_find_only_names_that_have_them(people: Store) -> None:
    assert found(people, "%") == ["percent"]
    assert found(people, "_") == ["percent"]
    assert found(people, "*") == ["stars"]


def test_exact_names_come_first_then_beginnings_then_words_then_the_rest(store: Store) -> None:
    add(
        store,
        people=named(
            inside="Bankers Anna", rest="Susanna", begins="Annabel", word="Zoe Anna", exact="Anna", b="ANNA"
        ),
        accounts=[
            {"account_id": "anna", "name": "Quite another name"},
            {"account_id": "c", "name": "Anna & Co"},
        ],
    )
    exact = ["b", "exact", "anna"]
    assert found(store, "anna") == [*exact, "c", "begins", "inside", "word", "rest"]
    assert found(store, "anna", limit=4) == [*exact, "c"]
    assert found(store, "anna", limit=0) == []


def test_equal_names_come_by_id(store: Store) -> None:
    keys = ["p3", "p1", "p10", "p2"]
    add(store, people=named(**dict.fromkeys(keys, "王伟")))
    for text in ("王伟", "wangwei", "ww", "伟"):
        assert found(store, text) == sorted(keys)
        assert found(store, text, limit=2) == ["p1", "p10"]


def test_full_pinyin_counts_as_the_exact_name(store: Store) -> None:
    add(store, people=named(longer="王伟强", exact="王伟", latin="Wang Weiqiang"))
    assert found(store, "wangwei") == ["exact", "latin", "longer"]


def test_an_exact_id_is_found(store: Store) -> None:
    add(
        store,
        people=[{"person_id": "P-007/x", "name": "Bond"}],
        circles=[{"circle_id": "—", "name": "Choir"}],
    )
    assert found(store, "P-007/x") == ["P-007/x"]
    assert found(store, " P-007/x ") == ["P-007/x"]
    assert found(store, "—") == ["—"]
    assert found(store, "P-007") == []


def test_details_tell_namesakes_apart(store: Store) -> None:
    ended = {"person_id": "b", "account_id": "zeta", "to": "2025-12-31"}
    ending = {"person_id": "a", "account_id": "acme", "to": "2026-01-01"}
    coming = {"person_id": "a", "account_id": "coming", "from": "2026-01-02"}
    add(
        store,
        people=named(a="Wei", b="Wei"),
        accounts=[
            {"account_id": "acme", "name": "Acme", "industry": "press", "region": "上海"},
            {"account_id": "zeta", "name": "Zeta", "region": "Wien"},
            {"account_id": "coming", "name": "Coming"},
        ],
        circles=[{"circle_id": "choir", "name": "Wei choir", "kind": "social"}],
        roles=[
            ended,
            ending,
            coming,
            {"person_id": "a", "account_id": "zeta"},
            {**ending, "from": "2020-01-01"},
        ],
    )
    assert store.search("wei") == [
        Hit("people", "a", "Wei", "Acme, Zeta"),
        Hit("people", "b", "Wei", ""),
        Hit("circles", "choir", "Wei choir", "social"),
    ]
    assert [hit.detail for hit in store.search("acme") + store.search("zeta")] == ["press, 上海", "Wien"]


def test_a_renamed_entity_is_found_by_its_new_name_alone(store: Store) -> None:
    add(store, people=named(a="Old Name", b="Other"), accounts=[{"account_id": "a", "name": "Old Company"}])
    add(store, people=named(a="新名"))
    assert (found(store, "old"), found(store, "xinming"), found(store, "name")) == (["a"], ["a"], [])
    assert store.search("old")[0].table == "accounts"
    assert store.check() == []


def test_the_same_id_in_two_tables_is_two_entities(store: Store) -> None:
    add(
        store,
        people=named(x="Lee"),
        accounts=[{"account_id": "x", "name": "Lee"}],
        circles=[{"circle_id": "x", "name": "Lee"}],
    )
    assert [hit.table for hit in store.search("lee")] == ["accounts", "people", "circles"]
    assert [hit.table for hit in store.search("x")] == ["accounts", "people", "circles"]


HAN = st.text("李明朗王伟曾国藩张三丰重庆长安乐山单于解放行长", min_size=1, max_size=6)


def test_every_run_of_characters_finds_the_names_that_have_it(store_factory: StoreFactory) -> None:
    @settings(max_examples=store_factory.examples(25), deadline=None)
    @given(st.lists(HAN, min_size=1, max_size=6, unique=True), st.data())
    def holds(names: list[str], data: st.DataObject) -> None:
        store = store_factory.new()
        add(store, people=[{"person_id": name} for name in names])
        name = data.draw(st.sampled_from(names))
        start = data.draw(st.integers(0, len(name) - 1))
        run = name[start : data.draw(st.integers(start + 1, len(name)))]
        assert set(found(store, run)) == {other for other in names if run in other}
        store.close()

    holds()
