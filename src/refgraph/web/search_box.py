"""The search over all accounts, people and circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.terms import CIRCLE_KINDS, ENTITIES, term
from refgraph.web.markup import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.store.port import Hit
    from refgraph.web.store import Scene

_HITS = 12
_ICONS = {"accounts": ":material/domain:", "people": ":material/person:", "circles": ":material/groups:"}


@st.fragment
def search_box(scene: Scene, choose: Callable[[Hit], None]) -> None:
    """Search while one types; `choose` gets the hit that was picked, then the page runs again."""
    words = scene.words
    if st.session_state.pop("has_picked", False):
        st.rerun()
    st.text_input(
        words("search"),
        placeholder=words("search_hint"),
        key="search_text",
        type="search",
        icon=":material/search:",
        live="300ms",
        label_visibility="collapsed",
    )
    wanted = st.session_state["search_text"].strip()
    if not wanted:
        return
    hits = scene.asked(lambda: scene.workspace.search(wanted, limit=_HITS), None)
    if hits is None:
        st.text(words("away_search"))
        return
    with st.container(border=True, gap=None):
        if not hits:
            st.text(words("nothing_found", wanted=wanted))
        for hit in hits:
            st.button(
                _hit_label(hit, scene),
                key=f"hit:{hit.table}:{hit.id}",
                icon=_ICONS[hit.table],
                type="tertiary",
                on_click=_picked,
                args=(choose, hit),
            )


def _picked(choose: Callable[[Hit], None], hit: Hit) -> None:
    st.session_state["search_text"] = ""
    st.session_state["has_picked"] = True
    choose(hit)


def _hit_label(hit: Hit, scene: Scene) -> str:
    language = scene.words.language
    known = term(CIRCLE_KINDS, hit.detail, language) if hit.table == "circles" else hit.detail
    detail = " · ".join(part for part in (term(ENTITIES, hit.table, language), known) if part)
    return f"**{label(hit.name)}** :gray[{label(detail)}]"
