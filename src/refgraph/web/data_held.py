"""Held rows on the Data page: read the reason, edit the text, import again or throw away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

import streamlit as st

from refgraph.service.holding import discard, repair
from refgraph.service.person import who
from refgraph.service.today import today_utc
from refgraph.views.plain import shown
from refgraph.web.markup import label, text
from refgraph.web.saying import refusals, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import HeldRow
    from refgraph.service.workspace import Workspace
    from refgraph.web.words import Words

_SHOWN = 20
_LONGEST = 20_000
"""Characters of a row that a text field still shows well."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that a text field hides, changes or cannot hold."""


def show_held(words: Words, workspace: Workspace, count: int) -> None:
    """The first of `count` held rows, each with its reason and its text to be edited."""
    rows = workspace.store.held(limit=_SHOWN)
    if not rows:
        st.html(f'<div class="rg-note">{text(words("held_none"))}</div>')
        return
    st.caption(words("held_help"))
    if count > len(rows):
        st.caption(words("held_shown", shown=len(rows), all=count))
    edited = [_row(words, row) for row in rows]
    chosen = [row for row, (_, is_chosen) in zip(rows, edited, strict=True) if is_chosen]
    changed = [
        (row, raw) for row, (raw, is_chosen) in zip(rows, edited, strict=True) if is_chosen or raw != row.raw
    ]
    left, right = st.columns(2)
    if left.button(words("held_import"), type="primary", width="stretch"):
        _repair(words, workspace, changed)
    if right.button(words("held_discard"), width="stretch"):
        _discard(words, workspace, chosen)


def _row(words: Words, row: HeldRow) -> tuple[str, bool]:
    """One held row; its text as it is now, and whether it is chosen."""
    place = f"{row.file} · {row.row}" + (f" · {row.column}" if row.column else "")
    with st.container(border=True):
        left, right = st.columns([6, 1], vertical_alignment="center")
        left.html(f"<b>{text(place)}</b> <span class='rg-small'>{text(row.reason)}</span>")
        is_chosen = right.checkbox(words("held_chosen"), key=f"choose_{row.key}")
        if not _is_editable(row):
            st.code(shown(row.raw[:_LONGEST]) + ("…" if len(row.raw) > _LONGEST else ""), language=None)
            return row.raw, is_chosen
        edit = st.text_area if "\n" in row.raw else st.text_input
        said = label(f"{words('held_text')} {place}")
        return edit(said, row.raw, key=f"edit_{row.key}", label_visibility="collapsed"), is_chosen


def _is_editable(row: HeldRow) -> bool:
    """Whether a text field can hold the row as it is."""
    return len(row.raw) <= _LONGEST and not any(
        category(char) in _UNSEEN and char not in "\t\r\n" for char in row.raw
    )


def _repair(words: Words, workspace: Workspace, changed: Sequence[tuple[HeldRow, str]]) -> None:
    if not changed:
        st.warning(words("held_nothing_chosen"))
        return
    with refusals(words):
        report = repair(workspace.store, changed, today=today_utc(), by=who())
        counts = report.plan.files.values()
        done = sum(count.imported + count.merged for count in counts)
        say(words("held_done", imported=done, held=sum(count.held for count in counts)))


def _discard(words: Words, workspace: Workspace, chosen: Sequence[HeldRow]) -> None:
    if not chosen:
        st.warning(words("held_nothing_chosen"))
        return
    with refusals(words):
        discard(workspace.store, chosen, by=who())
        say(words("held_discarded", count=len(chosen)))
