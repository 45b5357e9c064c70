"""The frame around every page: navigation, language, where the facts come from."""

from __future__ import annotations

import streamlit as st

from refgraph.errors import StoreError
from refgraph.views.terms import LANGUAGES
from refgraph.web import state
from refgraph.web.routes import (
    ACCOUNT,
    DATA,
    EVIDENCE,
    FOLLOW_UP,
    HOME,
    ICON,
    NETWORK,
    TERRITORY,
    WEEK,
    WHAT_IF,
)
from refgraph.web.store import show_failure
from refgraph.web.style import STYLE
from refgraph.web.words import LANGUAGE_NAMES, Words


def run() -> None:
    """Show the page the address names; the bare address leads to the account page."""
    words = Words(state.language())
    st.set_page_config(page_icon=str(ICON), layout="wide", initial_sidebar_state=230)
    pages = [
        st.Page(HOME, title="refgraph", default=True, visibility="hidden"),
        st.Page(ACCOUNT, title=words("page_account"), url_path="account"),
        st.Page(NETWORK, title=words("page_network"), url_path="network"),
        st.Page(FOLLOW_UP, title=words("page_followup"), url_path="followup"),
        st.Page(WEEK, title=words("page_week"), url_path="week"),
        st.Page(TERRITORY, title=words("page_territory"), url_path="territory"),
        st.Page(WHAT_IF, title=words("page_whatif"), url_path="whatif"),
        st.Page(EVIDENCE, title=words("page_evidence"), url_path="evidence"),
        st.Page(DATA, title=words("page_data"), url_path="data"),
    ]
    page = st.navigation(pages, position="hidden")
    state.follow(page.url_path)
    st.set_page_config(page_title=f"{page.title} · refgraph")
    st.html(STYLE)
    with st.sidebar:
        _page_links(words)
        _language_switch(words)
    try:
        page.run()
    except StoreError as error:
        show_failure(words, error)


def _page_links(words: Words) -> None:
    """The way to each page as it was left."""
    rep = state.last_rep()
    ways = (
        (FOLLOW_UP, "page_followup", state.address(rep=rep)),
        (WEEK, "page_week", state.address(rep=rep)),
        (ACCOUNT, "page_account", state.address(account=state.last_account())),
        (NETWORK, "page_network", state.address(start=state.last_start())),
        (TERRITORY, "page_territory", state.address()),
        (WHAT_IF, "page_whatif", state.address()),
        (EVIDENCE, "page_evidence", state.address()),
        (DATA, "page_data", state.address()),
    )
    with st.container(gap="small"):
        for page, name, address in ways:
            st.page_link(page, label=words(name), query_params=address, width="stretch")
    st.divider()


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
