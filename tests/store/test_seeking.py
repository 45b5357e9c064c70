"""What a text asks an index of names for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.store.names import INITIALS, MORE, WHOLE, compact, fold, name_words
from refgraph.store.port import Hit
from refgraph.store.seeking import MAX_WORDS, Clause, Sought, Term, has_phrases, rank, search, sought_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.store.seeking import Entry

PEOPLE = ["李明朗", "Ann Lee", "Anna", "Joanna", "重庆", "Émile Zola", "Bob O'Hara-Longfellow", "张三"]


class Names:
    """People by name, found by looking at every one; their ids are p0, p1, …"""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def by_words(self, sought: Sought, limit: int) -> list[Entry]:
        self.asked.append(("words", limit))
        return self._first(sought, limit, [entry for entry in entries() if by_words(sought, entry[2])])

    def within(self, sought: Sought, limit: int) -> list[Entry]:
        self.asked.append(("within", limit))
        return self._first(sought, limit, [entry for entry in entries() if sought.plain in fold(entry[2])])

    def details(self, entries: Sequence[Entry]) -> Iterator[str]:
        return (f"no {key}" for _, key, _ in entries)

    def _first(self, sought: Sought, limit: int, found: list[Entry]) -> list[Entry]:
        by_id = [entry for entry in entries() if entry[1] == sought.exact_id and entry not in found]
        key = [(rank(sought, key, name), name, key) for _, key, name in found + by_id]
        return [("people", at, name) for _, name, at in sorted(key)][:limit]


def entries() -> list[Entry]:
    return [("people", f"p{i}", name) for i, name in enumerate(PEOPLE)]


def holds(clause: Clause, name: str) -> bool:
    words = name_words(name)
    return any(
        word.startswith(term.word) if term.is_beginning else word == term.word
        for term in clause
        for word in words
    )


def by_words(sought: Sought, name: str) -> bool:
    return all(holds(clause, name) for clause in sought.clauses) and has_phrases(name, sought.phrases)


def asked(text: str) -> Sought:
    sought = sought_by(text)
    assert sought is not None
    return sought


def whole(word: str) -> Term:
    return Term(word, is_beginning=False)


def beginning(word: str) -> Term:
    return Term(word, is_beginning=True)


@pytest.mark.parametrize("text", ["", "  \t\n", "\u3000"])
def test_blank_texts_ask_for_nothing(text: str) -> None:
    assert sought_by(text) is None
    assert search(Names(), text, limit=9) == []


def test_each_word_may_begin_a_word_a_whole_name_or_initials() -> None:
    sought = asked("Ann LEE")
    assert sought.clauses == (
        (beginning("ann"), beginning(f"{WHOLE}ann"), beginning(f"{INITIALS}ann")),
        (beginning("lee"), beginning(f"{WHOLE}lee"), beginning(f"{INITIALS}lee")),
    )
    assert (sought.phrases, sought.run, sought.sure) == ((), "", ())
    assert (sought.whole, sought.exact) == ("annlee", whole(f"{WHOLE}annlee"))
    assert sought.begins == (beginning(f"{WHOLE}annlee"), beginning(f"{INITIALS}annlee"))


def test_characters_without_a_space_are_a_phrase() -> None:
    sought = asked("李明")
    assert sought.clauses == ((whole("李"),), (beginning("明"),))
    assert (sought.phrases, sought.run, sought.sure) == ((("李", "明"),), "李明", ())


def test_punctuation_parts_units_of_one_phrase_that_no_run_tells_of() -> None:
    sought = asked("o'hara")
    assert sought.clauses == ((whole("o"),), (beginning("hara"),))
    assert (sought.phrases, sought.run) == ((("o", "hara"),), "")


def test_a_long_word_is_sure_where_a_word_of_the_name_begins_with_it() -> None:
    sought = asked("longfellow")
    assert sought.clauses[0][:2] == (beginning("longfellow"), whole("longfell"))
    assert sought.sure == ((beginning("longfellow"),),)
    assert sought.phrases == (("longfellow",),)


@pytest.mark.parametrize(
    ("text", "needs"), [("longfellows", False), ("longfellows' inn", True), ("o'h", True), ("ann", False)]
)
def test_names_are_looked_at_where_the_index_has_their_beginning_alone(text: str, *, needs: bool) -> None:
    sought = asked(text)
    assert sought.needs_names is needs
    assert (MORE in sought.exact.word) is needs


def test_of_very_many_words_the_index_is_not_asked() -> None:
    assert asked("a " * MAX_WORDS).clauses
    sought = asked("a " * (MAX_WORDS + 1))
    assert sought.clauses == ()
    index = Names()
    search(index, sought.plain, limit=3)
    assert index.asked == [("within", 3)]


def test_texts_of_punctuation_alone_are_looked_for_within_names() -> None:
    assert [hit.id for hit in search(Names(), "'", limit=9)] == ["p6"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ann", ["Anna", "Ann Lee", "Joanna"]),
        ("lml", ["李明朗"]),
        ("chongqing", ["重庆"]),
        ("zola émile", ["Émile Zola"]),
        ("ohara", ["Bob O'Hara-Longfellow"]),
        ("p4", ["重庆"]),
        ("明朗", ["李明朗"]),
        ("nna", ["Anna", "Joanna"]),
    ],
)
def test_hits_come_by_rank_then_by_name(text: str, names: list[str]) -> None:
    hits = search(Names(), text, limit=9)
    expected = sorted(names, key=lambda name: (rank(asked(text), f"p{PEOPLE.index(name)}", name), name))
    assert [hit.name for hit in hits] == expected


def test_what_is_found_twice_is_a_hit_once() -> None:
    index = Names()
    assert search(index, "ann", limit=3) == [
        Hit("people", "p1", "Ann Lee", "no p1"),
        Hit("people", "p2", "Anna", "no p2"),
        Hit("people", "p3", "Joanna", "no p3"),
    ]
    assert index.asked == [("words", 3), ("within", 5)]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_hits_are_asked_for(limit: int) -> None:
    assert search(Names(), "ann", limit=limit) == []


def test_the_very_id_ranks_with_the_very_name() -> None:
    sought = asked("ann")
    assert [rank(sought, "ann", "Bob"), rank(sought, "x", "Ann"), rank(sought, "x", "Anna"), rank(sought, "x", "Jo")] == [
        0, 0, 1, 2,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["caf\udce9", "李\ud800"])
def test_lone_surrogates_are_question_marks(text: str) -> None:
    assert "?" in asked(text).plain
    assert asked(text).whole == compact(asked(text).plain)
