from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.sources.presets.fields import id_note, iso_day, long_id, parts_of

# Pairs of 15 and 18 characters as Salesforce's documentation and real records show them.
PAIRS = [
    ("001D000000IqhSL", "001D000000IqhSLIAZ"),
    ("00530000001fANe", "00530000001fANeAAM"),
    ("006A0000001Oo6h", "006A0000001Oo6hIAC"),
    ("001300000000001", "001300000000001AAA"),
]


@pytest.mark.parametrize(("short", "long"), PAIRS)
def test_a_salesforce_id_of_15_characters_gets_its_check_characters(short: str, long: str) -> None:
    assert long_id(short) == long_id(long) == long


@pytest.mark.parametrize(("short", "long"), PAIRS)
def test_a_tool_that_changed_the_case_is_put_right(short: str, long: str) -> None:
    assert long_id(long.upper()) == long_id(long.lower()) == long


@pytest.mark.parametrize("text", ["", "12", "0035g00000001AAA", "not an id at all", "ä" * 15])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert long_id(text) == text


@given(st.text("0123456789abcXYZ", min_size=15, max_size=15))
def test_the_long_id_tells_apart_in_any_case_and_is_its_own(short: str) -> None:
    long = long_id(short)
    assert long.startswith(short)
    assert long_id(long) == long
    swapped = short.swapcase()
    assert (long_id(swapped).casefold() == long.casefold()) == (swapped == short)


def test_days_of_a_format_become_iso_and_others_stay() -> None:
    formats = ("%d %b %Y", "%d-%b-%y")
    assert iso_day("05 Mar 2024", formats) == "2024-03-05"
    assert iso_day("7-Feb-22", formats) == "2022-02-07"
    assert iso_day("31 Feb 2024", formats) == "31 Feb 2024"
    assert iso_day("٠٥ Mar 2024", formats) == "٠٥ Mar 2024"
    assert iso_day("", formats) == ""


def test_parts_are_cut_trimmed_and_told_apart() -> None:
    assert parts_of("* myContacts ::: A :::  B ::: A", ":::", ("[*]*",)) == ["A", "B"]
    assert parts_of("王伟、刘洋，王伟", "、 ，", ()) == ["王伟", "刘洋"]
    assert parts_of(" ; ", ";", ()) == []


def test_a_rounded_id_is_told() -> None:
    note = id_note("1.0E+11")
    assert note is not None
    assert (note.code, note.holds) == ("scientific", True)
    assert id_note("100000000000") is None
