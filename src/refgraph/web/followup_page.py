"""The Follow-up page: what to do next after orders, incidents, judgements and job moves, most pressing first."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.decisions.repeat_business import CLAIMED_PROFIT_SHARE, CLAIMED_REVENUE_SHARE
from refgraph.snapshot.snapshot import day_to_iso
from refgraph.views.followup_evidence import evidence
from refgraph.views.followup_text import action_name, why_text
from refgraph.web import state
from refgraph.web.choices import rep_and_day
from refgraph.web.footing import show_footing
from refgraph.web.markup import badge, tag, text
from refgraph.web.names import account_link, person_name
from refgraph.web.plans import follow_ups_of
from refgraph.web.store import Scene, open_scene
from refgraph.web.tiles import tiles
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.decisions.followup import FollowUp
    from refgraph.decisions.repeat_business import RepeatBusiness, Share

_OVERDUE, _SOON, _LATER = "#c2410c", "#b45309", "#4b5563"
_SOON_DAYS = 7
_PAGE = 25


def show() -> None:
    """Show what the representative the address names is to do, else what all are."""
    scene = open_scene(Words(state.language()), state.as_of())
    words = scene.words
    rep = rep_and_day(scene, with_all=True)
    with st.spinner(words("planning")):
        found = follow_ups_of(scene, rep)
    st.html(tag("h1", text(words("followup_title", count=len(found.rows))), kind="rg-title"))
    if found.rows:
        st.caption(words("followup_help"))
        _rows(scene, found.rows)
    else:
        st.html(f'<div class="rg-note">{text(words("followup_nothing"))}</div>')
    _figures(scene, found.repeat_business)
    show_footing(scene)


def _rows(scene: Scene, rows: tuple[FollowUp, ...]) -> None:
    pages = -(-len(rows) // _PAGE)
    page = 1
    if pages > 1:
        page = st.number_input(scene.words("timeline_page", pages=pages), min_value=1, max_value=pages)
    first = (page - 1) * _PAGE
    st.html("".join(_card(scene, row) for row in rows[first : first + _PAGE]))


def _card(scene: Scene, row: FollowUp) -> str:
    words, snapshot = scene.words, scene.scores.snapshot
    who = person_name(snapshot, row.person) if row.person >= 0 else ""
    where = account_link(snapshot, row.account) if row.account >= 0 else ""
    head = (
        f"<div class='rg-name'>{text(action_name(row.action, words.language))}"
        f" <span class='rg-muted'>{' · '.join(part for part in (who, where) if part)}</span></div>"
    )
    why = f"<div>{text(why_text(row, snapshot, words.language))}</div>"
    body = f"<div>{head}{why}{_hears(scene, row)}{_evidence(scene, row)}{_parts(scene, row)}</div>"
    return f'<div class="rg-card rg-todo">{body}<div class="rg-score">{_due(scene, row)}</div></div>'


def _due(scene: Scene, row: FollowUp) -> str:
    left = row.due - scene.scores.snapshot.day
    kind = "due_past" if left < 0 else "due_now" if left == 0 else "due_ahead"
    colour = _OVERDUE if left < 0 else _SOON if left <= _SOON_DAYS else _LATER
    day = day_to_iso(row.due) or ""
    return (
        f"{badge(day, colour)}<div class='rg-muted rg-small'>{text(scene.words(kind, days=abs(left)))}</div>"
    )


def _hears(scene: Scene, row: FollowUp) -> str:
    """Who outside hears of an incident, and whom to call first."""
    if not row.hears:
        return ""
    words, snapshot = scene.words, scene.scores.snapshot
    names = ", ".join(
        person_name(snapshot, one.person)
        + (f" ({account_link(snapshot, one.account)})" if one.account >= 0 else "")
        for one in row.hears
    )
    first = (
        words("call_first", person=f"<b>{person_name(snapshot, row.call_first)}</b>")
        if row.call_first >= 0
        else ""
    )
    return f'<div class="rg-path">{words("hears_of_it", names=names)} {first}</div>'


def _evidence(scene: Scene, row: FollowUp) -> str:
    lines = "".join(
        f"<li>{text(piece.text)}</li>" for piece in evidence(row, scene.scores.snapshot, scene.words.language)
    )
    return f"<details><summary>{text(scene.words('evidence'))}</summary><ul class='rg-hops'>{lines}</ul></details>"


def _parts(scene: Scene, row: FollowUp) -> str:
    """Priority and the parts it is the product of."""
    words = scene.words
    names = [field.name for field in fields(row.parts)]
    parts = "<span>×</span>".join(
        f'<span title="{text(words(f"part_{name}_help"))}">{text(words(f"part_{name}"))} <b>{value:.2f}</b></span>'
        for name, value in zip(names, astuple(row.parts), strict=True)
    )
    whole = f"<span>{text(words('priority'))} <b>{row.priority:.2f}</b></span><span>=</span>"
    return f'<div class="rg-factors">{whole}{parts}</div>'


def _figures(scene: Scene, figures: RepeatBusiness) -> None:
    """Share of revenue and profit from repeat orders, beside the book's claim."""
    words = scene.words
    if not figures.orders:
        return
    st.markdown(f"**{words('repeat_title')}**", help=words("repeat_title_help"))
    claim = words(
        "repeat_claim", revenue=f"{CLAIMED_REVENUE_SHARE:.0%}", profit=f"{CLAIMED_PROFIT_SHARE:.0%}"
    )
    st.html(
        tiles((
            (words("repeat_all"), _share(scene, figures.repeat), words("repeat_all_help", orders=figures.orders)),
            (words("repeat_small"), _share(scene, figures.small), claim),
        ))
    )  # fmt: skip
    st.caption(claim)
    if figures.without_value or figures.without_margin:
        st.caption(words("repeat_missing", values=figures.without_value, margins=figures.without_margin))


def _share(scene: Scene, share: Share) -> str:
    """Number of orders, share of revenue and of profit."""
    revenue, profit = (
        scene.words("unknown") if part is None else f"{part:.0%}" for part in (share.revenue, share.profit)
    )
    return scene.words("repeat_share", orders=share.orders, revenue=revenue, profit=profit)
