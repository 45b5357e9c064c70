"""The Network page: a map around one account, person or circle, with the evidence for what one clicks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.errors import UnknownId
from refgraph.service.today import today_utc
from refgraph.snapshot.snapshot import day_to_iso
from refgraph.views.account_people import first_day
from refgraph.views.network_neighbours import index_of
from refgraph.web import state
from refgraph.web.component import load_library
from refgraph.web.footing import show_footing
from refgraph.web.markup import text
from refgraph.web.network_map import show_map
from refgraph.web.search_box import search_box
from refgraph.web.store import Scene, open_scene
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.store.port import Hit


def show() -> None:
    """Show what is near the start the address names, else the account looked at last."""
    scene = open_scene(Words(state.language()), state.as_of())
    start = state.start()
    _head(scene)
    if start is None:
        _note(scene.words("choose_start"))
    elif not _is_known(scene, start):
        _note(scene.words("unknown_start", key=start[1]))
    else:
        show_map(scene, start)
    show_footing(scene)
    load_library()


def _is_known(scene: Scene, start: tuple[str, str]) -> bool:
    try:
        index_of(scene.scores.snapshot, start)
    except UnknownId:
        return False
    return True


def _note(sentence: str) -> None:
    st.html(f'<div class="rg-note">{text(sentence)}</div>')


def _head(scene: Scene) -> None:
    search, colour, ties = st.columns([4, 2, 2], vertical_alignment="center")
    words = scene.words
    with search:
        search_box(scene, _choose)
    colour.segmented_control(
        words("colour_by"),
        ["opinion", "status"],
        format_func=lambda colouring: words(f"colour_{colouring}"),
        default="opinion",
        required=True,
        key="colouring",
        help=words("colour_help"),
        label_visibility="collapsed",
    )
    ties.toggle(words("with_ties"), key="with_ties", help=words("ties_help"))
    _day_slider(scene)


def _choose(hit: Hit) -> None:
    state.put_start((hit.table, hit.id))


def _day_slider(scene: Scene) -> None:
    day, today = scene.scores.snapshot.as_of, today_utc()
    first = _first_day(scene)
    st.session_state["network_day"] = day
    st.slider(
        scene.words("as_of"),
        min_value=min(first, day, today - timedelta(days=1)),
        max_value=max(today, day),
        step=timedelta(days=1),
        format="YYYY-MM-DD",
        key="network_day",
        help=scene.words("as_of_help"),
        on_change=lambda: state.put_as_of(st.session_state["network_day"]),
    )


def _first_day(scene: Scene) -> date:
    latest = scene.asked(lambda: scene.workspace.snapshot(as_of=today_utc()), scene.scores.snapshot)
    found = day_to_iso(first_day(latest) or latest.day)
    return date.fromisoformat(found) if found else today_utc()
