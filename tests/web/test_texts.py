from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import refgraph.web
from refgraph.views.terms import LANGUAGES, Language
from refgraph.web.words import LANGUAGE_NAMES, TEXTS, Words


def test_every_language_has_the_same_keys() -> None:
    assert [language for language in LANGUAGES if set(TEXTS[language]) != set(TEXTS["en"])] == []
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("key", sorted(TEXTS["en"]))
def test_a_text_names_the_same_facts_in_both_languages(key: str) -> None:
    assert _facts(TEXTS["en"][key]) == _facts(TEXTS["zh"][key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_hold_no_markup_so_that_they_may_stand_in_html(language: Language) -> None:
    assert [key for key, text in TEXTS[language].items() if re.search(r"[<>&\"]", text)] == []


def test_every_text_the_pages_ask_for_is_there_and_no_other() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(refgraph.web.__file__).parent.glob("*.py"))
    asked = set(re.findall(r"(?:words|texts)\(\s*[\"']([a-z_]+)[\"']", sources))
    listed = set(re.findall(r"[\"']([a-z_]+)[\"']", sources.replace("texts_en", "")))
    assert asked - set(TEXTS["en"]) == set()
    derived = {f"{key}_help" for key in listed} | {
        f"{kind}_{key}" for key in listed for kind in ("colour", "word")
    }
    assert set(TEXTS["en"]) - listed - derived == set()


def test_a_name_in_braces_is_filled_in_as_it_is() -> None:
    assert Words("en")("nothing_found", wanted="{key}") == "Nothing found for “{key}”."


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
