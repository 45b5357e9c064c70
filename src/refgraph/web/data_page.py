"""The Data page: bring data in, put held rows right, settle duplicates, undo an import, take everything out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.web import state
from refgraph.web.data_duplicates import show_duplicates
from refgraph.web.data_export import show_export
from refgraph.web.data_held import show_held
from refgraph.web.data_import import show_import
from refgraph.web.data_ledger import show_imports
from refgraph.web.markup import tag, text
from refgraph.web.saying import refusals, show_said
from refgraph.web.store import open_data
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.service.workspace import Workspace

_PARTS = ("import", "held", "duplicates", "imports", "export")


def show() -> None:
    """Show the part the address names; without a store there is only importing."""
    words = Words(state.language())
    workspace = open_data(words)
    st.html(tag("h1", text(words("data_title")), kind="rg-title"))
    show_said()
    if workspace is None:
        show_import(words, None)
        return
    with refusals(words):
        _show_part(words, workspace)


def _show_part(words: Words, workspace: Workspace) -> None:
    held = _held_count(workspace.state(), workspace)
    part = _part(words, held)
    if part == "held":
        show_held(words, workspace, held)
    elif part == "duplicates":
        show_duplicates(words, workspace)
    elif part == "imports":
        show_imports(words, workspace)
    elif part == "export":
        show_export(words, workspace)
    else:
        show_import(words, workspace)


@st.cache_data(show_spinner=False, max_entries=4)
def _held_count(key: tuple[str, int], _workspace: Workspace) -> int:
    """Count the held rows, once for a version of the store: only what is written changes them."""
    return len(_workspace.store.held_keys())


def _part(words: Words, held: int) -> str | None:
    named = state.get("part")
    st.session_state["data_part"] = named if named in _PARTS else "import"
    return st.segmented_control(
        words("page_data"),
        _PARTS,
        format_func=lambda part: words(f"data_tab_{part}", count=held),
        required=True,
        key="data_part",
        label_visibility="collapsed",
        on_change=lambda: state.put("part", st.session_state["data_part"]),
    )
