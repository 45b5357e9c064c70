"""Duplicates on the Data page: proposals with their reasons, merged one by one when somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.duplicates import likely_duplicates, not_the_same
from refgraph.service.merging import merge
from refgraph.service.person import who
from refgraph.views.reasons import reason_name
from refgraph.web import state
from refgraph.web.markup import label, text
from refgraph.web.saying import refusals, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.matching.proposal import Proposal, Reason
    from refgraph.service.workspace import Workspace
    from refgraph.web.words import Words

_SHOWN = 30
_TABLES = ("people", "accounts")


def show_duplicates(words: Words, workspace: Workspace) -> None:
    """Choose what to look among; the likeliest pairs, each with its reasons and two buttons."""
    st.caption(words("duplicates_help"))
    named = state.get("among")
    st.session_state["data_among"] = named if named in _TABLES else "people"
    table = st.segmented_control(
        words("duplicates_of"),
        _TABLES,
        format_func=lambda name: words(f"duplicates_{name}"),
        required=True,
        key="data_among",
        on_change=lambda: state.put("among", st.session_state["data_among"]),
    )
    with st.spinner(words("duplicates_looking")):
        found = _proposals(workspace.state(), table or _TABLES[0], workspace)
    if not found:
        st.html(f'<div class="rg-note">{text(words("duplicates_none"))}</div>')
        return
    st.caption(words("duplicates_shown", shown=min(_SHOWN, len(found)), all=len(found)))
    shown = found[:_SHOWN]
    for proposal in shown:
        _card(words, workspace, proposal)


@st.cache_resource(show_spinner=False, max_entries=4)
def _proposals(key: tuple[str, int], table: str, _workspace: Workspace) -> Sequence[Proposal]:
    return likely_duplicates(_workspace.store, table)


def _card(words: Words, workspace: Workspace, proposal: Proposal) -> None:
    pairs = list(zip(proposal.ids, proposal.names, strict=True))
    head = " ＝ ".join(
        f"<b>{text(name)}</b> <span class='rg-muted'>{text(one)}</span>" for one, name in pairs
    )
    sure = text(words("duplicates_confidence", confidence=f"{proposal.confidence:.0%}"))
    with st.container(border=True):
        st.html(
            f'<div>{head} <span class="rg-small rg-muted">{sure}</span></div>'
            f"{_reasons(words, 'duplicates_for', proposal.reasons)}"
            f"{_reasons(words, 'duplicates_against', proposal.against)}"
        )
        *columns, last = st.columns([*[3] * len(pairs), 1])
        for column, (keep, name) in zip(columns, pairs, strict=True):
            said = label(words("duplicates_merge", name=name, id=keep))
            key = f"merge_{proposal.table}_{'|'.join(proposal.ids)}_{keep}"
            if column.button(said, key=key, width="stretch"):
                _merge(words, workspace, proposal, keep)
        if last.button(
            words("duplicates_not"), key=f"part_{proposal.table}_{'|'.join(proposal.ids)}", width="stretch"
        ):
            _part(words, workspace, proposal)


def _reasons(words: Words, side: str, reasons: Sequence[Reason]) -> str:
    if not reasons:
        return ""
    said = " · ".join(f"{reason_name(one.kind, words.language)}: {one.detail}" for one in reasons)
    return f'<div class="rg-small">{text(words(side))} {text(said)}</div>'


def _merge(words: Words, workspace: Workspace, proposal: Proposal, keep: str) -> None:
    with refusals(words):
        others = [one for one in proposal.ids if one != keep]
        done = merge(workspace.store, proposal.table, keep, others, by=who())
        say(words("duplicates_merged", version=done.version))


def _part(words: Words, workspace: Workspace, proposal: Proposal) -> None:
    with refusals(words):
        done = not_the_same(workspace.store, proposal.table, proposal.ids, by=who())
        say(words("duplicates_parted", version=done.version))
