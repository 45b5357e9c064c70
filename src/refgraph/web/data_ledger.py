"""Imports on the Data page: what came in, when, from where, by whom; and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.person import who
from refgraph.service.undoing import undo_import
from refgraph.web.markup import table, text
from refgraph.web.saying import refusals, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.service.workspace import Workspace
    from refgraph.store.port import Import
    from refgraph.web.words import Words

_SHOWN = 100


def show_imports(words: Words, workspace: Workspace) -> None:
    """The imports, newest first, and the means to undo one."""
    found = workspace.store.imports()[::-1]
    if not found:
        st.html(f'<div class="rg-note">{text(words("imports_none"))}</div>')
        return
    st.caption(words("imports_help"))
    shown = found[:_SHOWN]
    if len(found) > len(shown):
        st.caption(words("imports_shown", shown=len(shown), all=len(found)))
    _undo(words, workspace, [one for one in shown if one.undone_by is None])
    header = [(words(f"imports_{name}"), "") for name in ("version", "when", "by", "source", "id", "state")]
    st.html(table(header, [_cells(words, one) for one in shown]))


def _cells(words: Words, one: Import) -> list[str]:
    state = ""
    if one.undone_by is not None:
        state = words("imports_undone", version=one.undone_by)
    elif one.undoes is not None:
        state = words("imports_undoes", version=one.undoes)
    when = one.applied_at[:16].replace("T", " ")
    return [text(cell) for cell in (one.version, when, one.by or "–", one.source, one.batch_id, state)]


def _undo(words: Words, workspace: Workspace, choices: Sequence[Import]) -> None:
    by_version = {one.version: one for one in choices}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        words("imports_choose"),
        list(by_version),
        index=None,
        placeholder=words("imports_choose_hint"),
        format_func=lambda version: (
            f"{version} · {by_version[version].source} · {by_version[version].applied_at[:10]}"
        ),
        key=f"undo_{workspace.state()}",
    )
    if chosen is None:
        return
    if right.button(words("imports_undo", version=chosen), width="stretch"):
        with refusals(words):
            undone = undo_import(workspace.store, by_version[chosen].batch_id, by=who())
            say(words("imports_did_undo", undone=chosen, version=undone.version))
