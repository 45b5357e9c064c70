from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.text import composed, folded, look_alike, mixes_scripts, shown, suspicions


def test_shown_text_is_short_and_escapes_what_acts_or_hides() -> None:
    assert shown("a\x1b[31m\u202eb\u200b") == "a\\x1b[31m\\u202eb\\u200b"
    assert shown("x" * 100) == "x" * 60 + "…"
    assert shown("王芳 Zoë") == "王芳 Zoë"


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_shown_text_never_holds_control_characters(text: str) -> None:
    assert not any(c < " " or "\x7f" <= c < "\xa0" or "\u202a" <= c <= "\u202e" for c in shown(text))


@pytest.mark.parametrize(
    "text",
    ["Zoë Martin", "王芳", "👨‍👩‍👧‍👦 Office", "🇳🇴 Nils", "“Anna” O’Neil", "می‌خواهم", "क्‍ष", "Ελλάδα", "Москва Moscow", "São Paulo", "Ångström"],
)  # fmt: skip
def test_names_of_the_world_are_not_suspicious(text: str) -> None:
    assert suspicions(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a\u2066b", ["bidi"]), ("soft\xadhyphen", ["invisible"]), ("\ufeffAnna", ["invisible"]), ("SÃ£o", ["mojibake"]),
        ("â€œhi", ["mojibake"]), ("Pаul", ["confusable"]), ("Αnna", ["confusable"]), ("x\ufdd0", ["invisible"]),
        ("a\u202eb\u200b", ["bidi", "invisible"]),
    ],
)  # fmt: skip
def test_suspicious_text_is_told_by_kind(text: str, codes: list[str]) -> None:
    assert [note.code for note in suspicions(text)] == codes


def test_folding_forgets_width_composition_case_and_spaces_but_not_letters() -> None:
    assert folded("Ａｎｎａ\u3000 Berg ") == folded("anna berg") == "anna berg"
    assert composed("Zoe\u0308") == "Zoë"
    assert folded("Anna") != folded("Аnna")
    assert look_alike("Еast") == look_alike("ＥＡＳＴ") == "east"


def test_scripts_mix_within_a_word_only() -> None:
    assert mixes_scripts("Аnna")
    assert not mixes_scripts("Анна Anna")
    assert not mixes_scripts("王Anna")
