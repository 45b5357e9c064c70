"""The map with the list beside it; a click on either shows the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.today import today_utc
from refgraph.views.network_colours import (
    CIRCLE_COLOUR,
    OPINION_COLOURS,
    STATUS_COLOURS,
    Colouring,
    colour_words,
)
from refgraph.views.network_layout import Place, placed
from refgraph.views.network_picture import node_id, picture, ref_of
from refgraph.views.network_surroundings import Surroundings, surroundings
from refgraph.views.terms import ENTITIES, Language, status_name, term, word_name
from refgraph.web.component import clicked, show_focus, show_network
from refgraph.web.markup import text
from refgraph.web.network_node import show_node
from refgraph.web.network_tie import show_edge
from refgraph.web.store import account_scores

if TYPE_CHECKING:
    from datetime import date

    from refgraph.scores.scores import Scores
    from refgraph.views.network_neighbours import Ref
    from refgraph.web.store import Scene

_KEY = "network"


@st.fragment
def show_map(scene: Scene, start: Ref) -> None:
    """Map, list and evidence; a click runs this part of the page alone."""
    expanded: list[Ref] = list(st.session_state.get("expanded", []))
    around = surroundings(
        scene.scores, start, expanded=expanded, with_ties=bool(st.session_state.get("with_ties"))
    )
    colouring: Colouring = st.session_state.get("colouring") or "opinion"
    words = colour_words(scene.scores, account_scores(scene)[0], around.nodes, colouring)
    selected = st.session_state.get("selected")
    st.html(f'<h1 class="rg-title">{text(scene.words("around", name=around.nodes[0].name))}</h1>')
    drawing, beside = st.columns([8, 5], gap="medium")
    with drawing:
        places = _places(scene, start, tuple(expanded), around)
        drawn = picture(around, places, words, language=scene.words.language)
        show_network(drawn, key=_KEY, on_clicked=_on_clicked, on_expanded=_on_expanded)
        st.html(_legend(scene, colouring, has_ties=bool(st.session_state.get("with_ties"))))
        if expanded:
            st.button(scene.words("fold_in"), key="fold_in", icon=":material/compress:", on_click=_fold_in)
        if around.left_out:
            st.caption(scene.words("left_out", count=around.left_out, shown=len(around.nodes)))
    with beside:
        _list(scene, around, words, colouring)
        _detail(scene, selected)
    show_focus(selected, key="focus")


def expand(ref: Ref) -> None:
    """Show what is near an entity too."""
    expanded = st.session_state.setdefault("expanded", [])
    if ref not in expanded:
        st.session_state["expanded"] = [*expanded, ref]


def _fold_in() -> None:
    st.session_state.pop("expanded", None)


def _detail(scene: Scene, selected: str | None) -> None:
    parts = ref_of(selected) if selected else None
    if parts is None:
        st.html(f'<div class="rg-note">{text(scene.words("click_hint"))}</div>')
    elif len(parts) == 2:
        show_node(scene, (parts[0], parts[1]), expand=expand)
    else:
        show_edge(scene, parts[0], (parts[1], parts[2]), (parts[3], parts[4]))


def _on_clicked() -> None:
    event = clicked(_KEY, "clicked")
    if event is not None:
        st.session_state["selected"] = event["id"]
        if st.session_state[_list_key()]["selection"]["rows"]:
            st.session_state["list_turn"] = st.session_state.get("list_turn", 0) + 1


def _on_expanded() -> None:
    event = clicked(_KEY, "expanded")
    parts = ref_of(event["id"]) if event and event["kind"] == "node" else None
    if parts is not None:
        expand((parts[0], parts[1]))


def _places(scene: Scene, start: Ref, expanded: tuple[Ref, ...], around: Surroundings) -> dict[Ref, Place]:
    """Places for the nodes: those of today's network first, so that neither a click nor the slider moves any."""
    today = today_utc()
    latest = scene.asked(lambda: scene.workspace.scores(as_of=today), scene.scores)
    base = _base_places(scene.key[:2], today, start, expanded, latest)
    return placed(around, base)


@st.cache_data(show_spinner=False, max_entries=64)
def _base_places(
    key: tuple[str, int], today: date, start: Ref, expanded: tuple[Ref, ...], _scores: Scores
) -> dict[Ref, Place]:
    known: dict[Ref, Place] = {}
    for count in range(len(expanded) + 1):
        known |= placed(surroundings(_scores, start, expanded=expanded[:count]), known)
    return known


def _list(scene: Scene, around: Surroundings, words: list[str], colouring: Colouring) -> None:
    texts, language = scene.words, scene.words.language
    frame = {
        texts("name"): [node.name for node in around.nodes],
        texts("kind"): [term(ENTITIES, node.ref[0], language) for node in around.nodes],
        texts(f"word_{colouring}"): [_named(word, language) for word in words],
    }
    st.dataframe(
        frame,
        hide_index=True,
        height=250,
        key=_list_key(),
        on_select=lambda: _on_listed(around),
        selection_mode="single-row",
        column_config={texts("name"): st.column_config.TextColumn(width="medium")},
    )


def _list_key() -> str:
    """Key of the list, another one after a click on the map that ends a selection in the list."""
    return f"nodes:{st.session_state.get('list_turn', 0)}"


def _on_listed(around: Surroundings) -> None:
    rows = st.session_state[_list_key()]["selection"]["rows"]
    if rows and rows[0] < len(around.nodes):
        st.session_state["selected"] = node_id(around.nodes[rows[0]].ref)


def _named(word: str, language: Language) -> str:
    if not word:
        return ""
    return word_name(word, language) if word in OPINION_COLOURS else status_name(word, language)


def _legend(scene: Scene, colouring: Colouring, *, has_ties: bool) -> str:
    words, language = scene.words, scene.words.language
    colours = OPINION_COLOURS if colouring == "opinion" else STATUS_COLOURS
    marks = [
        f'<span><i class="rg-dot" style="background:{colour}"></i>{text(_named(word, language))}</span>'
        for word, colour in colours.items()
    ]
    shapes = [
        f'<span><i class="{kind}" style="background:{colour}"></i>{text(term(ENTITIES, table, language))}</span>'
        for table, kind, colour in (
            ("accounts", "rg-square", "#5d6b7e"),
            ("people", "rg-dot", "#5d6b7e"),
            ("circles", "rg-hexagon", CIRCLE_COLOUR),
        )
    ]
    lines = text(words("legend_ties" if has_ties else "legend_lines"))
    return f'<div class="rg-legend">{"".join(shapes)}<span class="rg-muted">|</span>{"".join(marks)}</div><div class="rg-muted rg-small">{lines}</div>'
