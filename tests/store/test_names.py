"""The forms of a name, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.store.names import (
    MAX_JOINED,
    MAX_READINGS,
    MAX_UNITS,
    compact,
    fold,
    has_word,
    name_forms,
    spaced,
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


def test_each_chinese_japanese_or_korean_character_stands_alone() -> None:
    assert spaced("李明朗 li") == "李 明 朗 li"
    assert spaced("abc公司2") == "abc 公 司 2"
    assert spaced("カナ 한국 𠮷野") == "カ ナ 한 국 𠮷 野"


def test_words_are_letters_or_digits() -> None:
    assert [has_word(text) for text in ("a", "7", "李", "-", "_", "* *", "", "…")] == [True] * 3 + [False] * 5


def test_a_chinese_name_has_all_its_readings() -> None:
    forms = name_forms("李明朗")
    assert forms.plain == "李明朗"
    assert forms.words == "李 明 朗"
    assert {"li", "ming", "lang", "liminglang", "minglang"} <= set(forms.sounds.split())
    assert forms.initials.split() == ["lml", "ml", "l"]
    assert forms.whole.startswith("\n李明朗\nliminglang\n")
    assert forms.whole_initials == "\nlml\n"


def test_a_latin_name_has_its_words_written_together_and_its_initials() -> None:
    forms = name_forms("Li Minglang")
    assert forms.sounds.split() == ["li", "minglang", "liminglang"]
    assert forms.initials.split() == ["lm", "m"]
    assert forms.whole == "\nliminglang\n"


def test_a_name_in_both_scripts_is_one_row_of_units() -> None:
    forms = name_forms("ABC公司 Ltd.")
    assert {"abcgongsiltd", "gongsiltd", "siltd"} <= set(forms.sounds.split())
    assert {"agsl", "gsl"} <= set(forms.initials.split())


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("曾国藩", {"zengguofan", "cengguofan"}),
        ("单雄信", {"shanxiongxin", "danxiongxin"}),
        ("吕布", {"lvbu", "lubu", "lyubu"}),
        ("重庆日报", {"chongqingribao"}),
        ("重庆市长安汽车集团有限公司", {"chongqingshichanganqiche"}),
    ],
)
def test_a_character_of_several_readings_is_found_by_each(name: str, readings: set[str]) -> None:
    assert readings <= set(name_forms(name).sounds.split())


def test_long_names_stay_small() -> None:
    """28 characters of two and more readings have over 2 to the 28th readings."""
    name = "重长行乐" * 7
    forms = name_forms(name)
    assert len(forms.whole.split()) <= MAX_READINGS + 1
    assert max(map(len, forms.sounds.split())) <= MAX_JOINED
    assert len(name_forms("重" * 10_000).initials) < MAX_READINGS * MAX_UNITS * MAX_JOINED


@pytest.mark.parametrize("name", ["", " ", "* * *", "—", "\0", "_", "\ufffd"])
def test_a_name_without_words_has_no_sounds(name: str) -> None:
    forms = name_forms(name)
    assert (forms.sounds, forms.initials) == ("", "")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_has_forms_and_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    forms = name_forms(text)
    assert forms.whole.count("\n") == len(forms.whole.split("\n")) - 1
    assert "\0" not in forms.plain
    assert forms.words.replace(" ", "") == compact(text)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


@settings(max_examples=50, deadline=None)
@given(HAN)
def test_every_reading_has_a_syllable_for_each_character(name: str) -> None:
    forms = name_forms(name)
    lengths = {len(initials) for initials in forms.whole_initials.split()}
    assert lengths == {len(name)}
