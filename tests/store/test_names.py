"""What a name is found by, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.store.names import (
    INITIALS,
    MAX_JOINED,
    MAX_READINGS,
    MAX_UNITS,
    MORE,
    WHOLE,
    compact,
    fold,
    has_phrase,
    is_run,
    likeness,
    name_words,
    units_of,
    whole_word,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Li\t Ming \n", "li ming"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("Seán MÜLLER Ångström", "sean muller angstrom"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Чайковский", "чаиковскии"),
        ("ﬁrm ㈱", "firm (株)"),
        ("がくせい ｶﾞ", "がくせい ガ"),
        ("李\0明", "李 明"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert compact(text) == folded.replace(" ", "")


@pytest.mark.parametrize(
    ("folded", "units"),
    [
        ("李明朗 li", ["李", "明", "朗", "li"]),
        ("abc公司2", ["abc", "公", "司", "2"]),
        ("カナ 한국 𠮷野", ["カ", "ナ", "한", "국", "𠮷", "野"]),
        ("sean o'brien-muller", ["sean", "o", "brien", "muller"]),
        ("pure_oil 100%", ["pure", "oil", "100"]),
        ("* _ … -", []),
        ("", []),
    ],
)
def test_units_are_characters_or_runs_of_letters_and_digits(folded: str, units: list[str]) -> None:
    assert units_of(folded) == units


def test_a_run_is_of_characters_alone() -> None:
    assert [is_run(text) for text in ("李明", "李", "李li", "li", "李·明", "")] == [True] * 2 + [False] * 4


def test_a_chinese_name_has_its_characters_pinyin_and_initials() -> None:
    words = set(name_words("李朗"))
    assert words == {"李", "朗", "li", "lang", f"{WHOLE}李朗", f"{WHOLE}lilang", f"{INITIALS}ll"}
    assert set(name_words("李明朗")) >= {
        "李", "明", "朗", "li", "ming", "lang", "minglang", "ml",
        f"{WHOLE}李明朗", f"{WHOLE}liminglang", f"{INITIALS}lml",
    }  # fmt: skip


def test_a_latin_name_has_its_words_the_whole_and_its_initials() -> None:
    assert set(name_words("Li Minglang")) == {"li", "minglang", f"{WHOLE}liminglang", f"{INITIALS}lm"}
    assert set(name_words("Anna")) == {"anna", f"{WHOLE}anna"}


def test_a_whole_name_goes_as_far_as_its_letters() -> None:
    assert [whole_word(text) for text in ("anna", "o'brien", "<img", "")] == [
        f"{WHOLE}anna", f"{WHOLE}o{MORE}", f"{WHOLE}{MORE}", WHOLE,
    ]  # fmt: skip
    assert {f"{WHOLE}seano{MORE}", f"{WHOLE}seanobrien"} <= set(name_words("Seán O'Brien"))


def test_a_name_in_both_scripts_is_one_row_of_units() -> None:
    words = set(name_words("ABC公司 Ltd."))
    assert {f"{WHOLE}abcgongsilt{MORE}", "gongsilt", "siltd", f"{INITIALS}agsl", "gsl", "sl"} <= words


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("曾国藩", {"zengguofan", "cengguofan"}),
        ("单雄信", {"shanxiongxin", "danxiongxin"}),
        ("吕布", {"lvbu", "lubu", "lyubu"}),
        ("重庆日报", {"chongqingribao"}),
        ("重庆市长安汽车集团有限公司", {"chongqingshichanganqichejituanyouxiangongsi"}),
    ],
)
def test_a_character_of_several_readings_is_found_by_each(name: str, readings: set[str]) -> None:
    assert {whole_word(reading) for reading in readings} <= set(name_words(name))
    assert {likeness(name, reading) for reading in readings} == {0}


def test_a_name_is_like_a_text_that_it_is_or_begins_with() -> None:
    name = "李明朗 O'Brien"
    texts = [
        "李明朗o'brien",
        "limenglangobrien",
        "李明",
        "liming",
        "李明朗o'b",
        "lmlo",
        "mlob",
        "brien",
        "明",
    ]
    assert [likeness(name, text) for text in texts] == [0, 0, 1, 1, 1, 1, 2, 2, 2]


def test_a_long_word_goes_on_as_the_units_of_a_name_do() -> None:
    name = "International Trading 有限公司"
    words = [
        "tradingyouxiangong",
        "youxiangongsi",
        "international",
        "internationaltra",
        "rading",
        "tradingyouxiang0",
    ]
    assert [has_phrase(name, [word]) for word in words] == [True] * 4 + [False] * 2


def test_long_names_stay_small() -> None:
    """28 characters of two and more readings have over 2 to the 28th readings."""
    words = name_words("重长行乐" * 7)
    assert sum(word.startswith(WHOLE) for word in words) <= MAX_READINGS + 1
    assert max(len(word) for word in words if word[0] not in (WHOLE, INITIALS)) <= MAX_JOINED
    assert len(name_words("重" * 10_000)) < 3 * MAX_READINGS * MAX_UNITS


@pytest.mark.parametrize("name", ["", " ", "* * *", "—", "\0", "_", "\ufffd"])
def test_a_name_without_letters_has_no_words_but_that_for_the_whole(name: str) -> None:
    assert all(word.startswith(WHOLE) for word in name_words(name))


@pytest.mark.parametrize(
    ("phrase", "is_there"),
    [
        (["明", "朗"], True), (["li", "ming"], True), (["ming", "lan"], True), (["朗"], True), (["o", "brien"], True),
        (["明", "李"], False), (["l", "ming"], False), (["朗", "li"], False), (["li", "lang"], False),
    ],
)  # fmt: skip
def test_a_phrase_is_units_that_follow_each_other_in_one_script(phrase: list[str], is_there: bool) -> None:
    assert has_phrase("李明朗 O'Brien", phrase) == is_there


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_has_words_and_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    words = name_words(text)
    assert len(set(words)) == len(words)
    # The index parts words at what is neither a letter nor a digit of ASCII, nor beyond ASCII.
    assert all(char.isalnum() or ord(char) > 127 for word in words for char in word)
    assert set(units_of(fold(text))) <= set(words)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)


@settings(max_examples=50, deadline=None)
@given(HAN)
def test_every_reading_has_a_syllable_for_each_character(name: str) -> None:
    lengths = {len(word) - 1 for word in name_words(name) if word.startswith(INITIALS)}
    assert lengths == {len(name)}
