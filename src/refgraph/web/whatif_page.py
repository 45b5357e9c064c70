"""The What-if page: suppose accounts won or lost, incidents solved, stances taken; see what becomes of our name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.errors import RefgraphError
from refgraph.web import state
from refgraph.web.choices import day_input
from refgraph.web.footing import show_footing
from refgraph.web.markup import text
from refgraph.web.plans import what_if_of
from refgraph.web.store import Scene, open_scene
from refgraph.web.supposing import Supposed, show_choices, supposed
from refgraph.web.whatif_answer import show_answer
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.decisions.whatif import WhatIf


def show() -> None:
    """Show the supposition the address holds, and the means to change it."""
    scene = open_scene(Words(state.language()), state.as_of())
    words = scene.words
    left, right = st.columns([7, 2])
    with right:
        day_input(scene)
    now = supposed()
    with left:
        show_choices(scene, now)
    if now.is_empty:
        st.html(f'<div class="rg-note">{text(words("whatif_nothing"))}</div>')
    elif answer := _answer(scene, now):
        show_answer(scene, answer)
    show_footing(scene)


def _answer(scene: Scene, now: Supposed) -> WhatIf | None:
    """The answer; None, and the reason in a sentence, where the address supposes what cannot be."""
    try:
        with st.spinner(scene.words("supposing")):
            return what_if_of(scene, now.win, now.lose, now.resolve, now.stances)
    except RefgraphError as error:
        st.html(f'<div class="rg-note">{text(scene.words("failed", why=str(error)))}</div>')
        return None
