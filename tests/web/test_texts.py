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
    pages = (path for path in Path(refgraph.web.__file__).parent.glob("*.py") if "texts_" not in path.name)
    sources = "".join(path.read_text("utf-8") for path in pages)
    asked = set(re.findall(r"(?:words|texts)\(\s*[\"']([a-z_]+)[\"']", sources))
    listed = set(re.findall(r"[\"']([a-z_]+)[\"']", sources))
    assert asked - set(TEXTS["en"]) == set()
    made = [
        re.sub(r"\{[^}]*\}", "[a-z_]+", key) for key in re.findall(r'f"((?:[a-z_]|\{[^}]*\})+)"', sources)
    ]
    unused = set(TEXTS["en"]) - listed
    assert {
        key
        for key in unused
        if not any(re.fullmatch(pattern, key) for pattern in made if "_" in pattern.replace("[a-z_]+", ""))
    } == set()


def test_a_name_in_braces_is_filled_in_as_it_is() -> None:
    assert Words("en")("nothing_found", wanted="{key}") == "Nothing found for “{key}”."


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
