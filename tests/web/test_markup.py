from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from refgraph.web.markup import amount, label, link, opinion_bar, table, text
from tests.web.networks import HOSTILE, MARKED, ODD_ID

_JOINER = "\u2060"
_READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def test_text_cannot_leave_an_element_or_an_attribute() -> None:
    assert text("</b><img src='x' onerror=\"y\">&") == (
        "&lt;/b&gt;&lt;img src=&#x27;x&#x27; onerror=&quot;y&quot;&gt;&amp;"
    )


def test_a_name_cannot_turn_the_words_after_it() -> None:
    assert text("x\u202eabc\u2067") == "xabc"
    assert _read(label("x\u202eabc\u2067")) == "xabc"


def test_an_amount_too_small_for_three_decimals_is_not_shown_as_nothing() -> None:
    assert [amount(0.0), amount(0.0004), amount(0.0996)] == ["0.000", "< 0.001", "0.100"]


@pytest.mark.parametrize(
    "name", [HOSTILE, MARKED, "# x", "1. x", "- x", "> x", "`x`", "a_b_c", "![i](j)", "~~x~~"]
)
def test_a_label_reads_as_the_text_it_was_made_of(name: str) -> None:
    assert _read(label(name)) == name


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_any_ascii_label_reads_as_its_text_with_blanks_joined(name: str) -> None:
    assert _read(label(name)) == " ".join(name.split())


@pytest.mark.parametrize(
    "code", [":smile:", ":red[x]", ":material/home:", "www.a.example", "a@b.example", "->", "<-", "--"]
)
def test_a_label_parts_what_is_read_after_the_escapes(code: str) -> None:
    assert code not in _READER.renderInline(label(f"x {code} y")).replace("&lt;", "<").replace("&gt;", ">")


def test_a_link_carries_ids_of_any_characters() -> None:
    assert link("account", "x", account=ODD_ID, lang=None) == (
        '<a class="rg-link" target="_self" href="account?account=a%3Fb%26c%23d%25%2Fe+f">x</a>'
    )


def test_the_parts_of_an_opinion_bar_fill_it() -> None:
    bar = opinion_bar(0.5, 0.125)
    assert [part in bar for part in ("width:50.00%", "width:37.50%", "width:12.50%")] == [True] * 3


def test_a_table_escapes_its_header_alone() -> None:
    assert "<th>&lt;i&gt;</th>" in table([("<i>", "")], [["<b>x</b>"]])
    assert "<td><b>x</b></td>" in table([("<i>", "")], [["<b>x</b>"]])


def _read(markdown: str) -> str:
    """Text of what Markdown makes of a label, its tags removed by being none."""
    rendered = _READER.renderInline(markdown)
    assert "<" not in rendered
    return html.unescape(rendered).replace(_JOINER, "")
