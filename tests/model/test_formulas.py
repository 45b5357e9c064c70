from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.formulas import harmless, restored

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"]
texts = st.one_of(st.text(), st.text(alphabet="'=+-@ \t\rax＝"))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u3000", "'", "''", " ' "])
def test_a_text_that_begins_with_a_sign_gets_an_apostrophe(sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", "a=1", "O'Brien", "'t Hooft", "1-2", "李明朗", "a@b.c", "''"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
    assert restored(text) == text


@given(texts)
def test_a_harmless_text_is_restored_whatever_it_was(text: str) -> None:
    assert restored(harmless(text)) == text
    assert restored(restored(harmless(harmless(text)))) == text


@given(texts)
def test_nothing_harmless_begins_with_a_sign(text: str) -> None:
    assert harmless(text)[:1] not in SIGNS
    assert harmless(text).lstrip()[:1] not in SIGNS
