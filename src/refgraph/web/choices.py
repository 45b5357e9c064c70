"""What a page is asked for, beside the account: the day and the sales representative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.web import state
from refgraph.web.markup import text

if TYPE_CHECKING:
    from refgraph.web.store import Scene


def day_input(scene: Scene) -> None:
    """The day looked at."""
    words = scene.words
    st.session_state["day_input"] = scene.scores.snapshot.as_of
    st.date_input(
        words("as_of"),
        key="day_input",
        min_value="1900-01-01",
        max_value="2100-12-31",
        format="YYYY-MM-DD",
        required=True,
        help=words("as_of_help"),
        label_visibility="collapsed",
        on_change=lambda: state.put_as_of(st.session_state["day_input"]),
    )


def rep_and_day(scene: Scene, *, with_all: bool) -> int | None:
    """The representative, as `rep_input`, and the day beside it."""
    left, right = st.columns([7, 2])
    with left:
        rep = rep_input(scene, with_all=with_all)
    with right:
        day_input(scene)
    return rep


def rep_input(scene: Scene, *, with_all: bool) -> int | None:
    """Index of the representative chosen; None for all of them, which only `with_all` offers, or where there is none.

    An id in the address that the store does not know is named, and nobody is chosen.
    """
    words, reps = scene.words, scene.scores.snapshot.reps
    asked = state.last_rep()
    known = asked if asked in scene.scores.snapshot.rep_index else None
    if asked is not None and known is None:
        st.html(f'<div class="rg-note">{text(words("unknown_rep", key=asked))}</div>')
    options = ([None] if with_all else []) + list(reps.ids)
    if not options:
        return None
    st.session_state["rep_input"] = known if known is not None or with_all else options[0]
    st.selectbox(
        words("rep_choice"),
        options,
        format_func=lambda rep_id: (
            words("all_reps") if rep_id is None else reps.names[reps.ids.index(rep_id)]
        ),
        key="rep_input",
        label_visibility="collapsed",
        on_change=lambda: state.put_rep(st.session_state["rep_input"]),
    )
    chosen = st.session_state["rep_input"]
    return None if chosen is None else scene.scores.snapshot.rep(chosen)
