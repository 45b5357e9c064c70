"""What happened at an account, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.timeline import happenings
from refgraph.web.markup import text
from refgraph.web.origins import origin_texts
from refgraph.web.store import rep_names

if TYPE_CHECKING:
    from refgraph.views.timeline import Happening
    from refgraph.web.store import Scene

_A_PAGE = 20


def show_timeline(scene: Scene, account: int) -> None:
    """Events of an account, newest first."""
    words = scene.words
    found = happenings(scene.scores.snapshot, account, words.language)
    if not found:
        st.html(f'<div class="rg-note">{text(words("no_events"))}</div>')
        return
    pages = -(-len(found) // _A_PAGE)
    page = 1
    if pages > 1:
        page = int(st.number_input(words("timeline_page", pages=pages), 1, pages, 1, width=220))
    first = (page - 1) * _A_PAGE
    shown = found[first : first + _A_PAGE]
    st.dataframe(
        _columns(scene, shown),
        hide_index=True,
        height="content",
        column_config={
            words("value"): st.column_config.TextColumn(help=words("value_help")),
            words("note"): st.column_config.TextColumn(width="large"),
            words("origin"): st.column_config.TextColumn(help=words("origin_help")),
        },
    )
    st.caption(words("events_shown", first=first + 1, last=first + len(shown), all=len(found)))


def _columns(scene: Scene, shown: list[Happening]) -> dict[str, list[str]]:
    words = scene.words
    reps = rep_names(scene, {one.rep for one in shown if one.rep})
    origins = origin_texts(scene, "events", [(one.event_id,) for one in shown])
    return {
        words("date"): [one.day for one in shown],
        words("event"): [one.what for one in shown],
        words("person"): [one.person for one in shown],
        words("value"): [one.value for one in shown],
        words("rep"): [reps.get(one.rep, "") for one in shown],
        words("note"): [one.text for one in shown],
        words("origin"): [origins.get((one.event_id,), "") for one in shown],
    }
