"""The frame around every page: navigation, language, where the facts come from."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from refgraph.views.terms import LANGUAGES
from refgraph.web import state
from refgraph.web.markup import text
from refgraph.web.style import STYLE
from refgraph.web.words import LANGUAGE_NAMES, Words

_PAGES = Path(__file__).parent / "pages"


def run() -> None:
    """Show the page the address names; the bare address leads to the account page."""
    state.keep("lang")
    words = Words(state.language())
    pages = [
        st.Page(_PAGES / "home.py", title="refgraph", default=True, visibility="hidden"),
        st.Page(_PAGES / "account.py", title=words("page_account"), icon=":material/domain:", url_path="account"),
        st.Page(_PAGES / "network.py", title=words("page_network"), icon=":material/hub:", url_path="network"),
    ]
    page = st.navigation(pages)
    st.set_page_config(page_title=f"{page.title} · refgraph", page_icon=":material/hub:", layout="wide")
    st.html(STYLE)
    with st.sidebar:
        _language_switch(words)
    page.run()


def about(lines: list[str]) -> None:
    """Say at the foot of the sidebar what the page rests on."""
    with st.sidebar:
        st.html("".join(f'<div class="rg-muted rg-small">{text(line)}</div>' for line in lines))


def _language_switch(words: Words) -> None:
    st.session_state["language_switch"] = words.language
    st.segmented_control(
        words("language"),
        LANGUAGES,
        format_func=lambda code: LANGUAGE_NAMES[code],
        required=True,
        key="language_switch",
        on_change=lambda: state.put("lang", st.session_state["language_switch"]),
    )
