"""The Week page: whom a representative asks this week to open which account, and what limits the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.plan_wording import limit_name
from refgraph.web import state
from refgraph.web.choices import rep_and_day
from refgraph.web.footing import show_footing
from refgraph.web.markup import table, tag, text
from refgraph.web.names import account_link, person_name, standing
from refgraph.web.opener_cards import opener_card
from refgraph.web.plans import week_plan_of
from refgraph.web.store import Scene, open_scene
from refgraph.web.tiles import tiles
from refgraph.web.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.week import Ask, LeftOut, WeekPlan


def show() -> None:
    """Show the week of the representative the address names, else of the first one."""
    scene = open_scene(Words(state.language()), state.as_of())
    words = scene.words
    rep = rep_and_day(scene, with_all=False)
    if rep is None:
        st.html(f'<div class="rg-note">{text(words("no_reps"))}</div>')
    else:
        with st.spinner(words("planning")):
            plan = week_plan_of(scene, rep)
        _plan(scene, plan)
    show_footing(scene)


def _plan(scene: Scene, plan: WeekPlan) -> None:
    words = scene.words
    st.html(
        tag("h1", text(words("week_title", rep=scene.scores.snapshot.reps.names[plan.rep])), kind="rg-title")
    )
    if not plan.asks:
        st.html(f'<div class="rg-note">{text(_why_nobody(scene, plan))}</div>')
    else:
        st.caption(words("week_help"))
        st.html(_summary(scene, plan))
        st.html("".join(_ask(scene, plan, ask, rank) for rank, ask in enumerate(plan.asks, 1)))
    if plan.not_chosen:
        st.markdown(f"**{words('week_left_out')}**", help=words("week_left_out_help"))
        st.html("".join(_left_out(scene, one) for one in plan.not_chosen))
    _limits(scene, plan)


def _why_nobody(scene: Scene, plan: WeekPlan) -> str:
    """Why there are no asks: nothing to open, nobody who may be asked, or no room for those who may."""
    words = scene.words
    if not plan.targets:
        return words("week_no_targets")
    if not plan.not_chosen:
        return words("week_nobody", targets=plan.targets)
    full = {name for one in plan.not_chosen for name in one.kept_out_by}
    return words("week_no_room", limits=_limit_names(scene, [name for name in plan.limits if name in full]))


def _summary(scene: Scene, plan: WeekPlan) -> str:
    words = scene.words
    parts = (
        (words("week_asks"), str(len(plan.asks)), words("week_asks_help", targets=plan.targets)),
        (words("plan_value"), f"{plan.value:,.1f}", words("week_value_help")),
        (
            words("plan_bound"),
            f"{plan.ratio:.1%}",
            words("plan_bound_help", bound=f"{plan.upper_bound:,.1f}"),
        ),
    )
    return tiles(parts)


def _ask(scene: Scene, plan: WeekPlan, ask: Ask, rank: int) -> str:
    words = scene.words
    lines = [words("week_gain", gain=f"{ask.gain:,.1f}"), *_owner(scene, plan, ask)]
    if ask.binding:
        lines.append(words("week_binding", limits=_limit_names(scene, ask.binding)))
    more = f'<div class="rg-small">{text(" · ".join(lines))}</div>'
    return opener_card(scene, ask.opener, rank, more=more)


def _owner(scene: Scene, plan: WeekPlan, ask: Ask) -> list[str]:
    """Whose customer is asked, where it is another representative's."""
    snapshot = scene.scores.snapshot
    owner = snapshot.accounts.owner[ask.opener.account]
    if not owner or owner == snapshot.reps.ids[plan.rep]:
        return []
    known = snapshot.rep_index.get(owner)
    return [scene.words("week_owner", rep=owner if known is None else snapshot.reps.names[known])]


def _left_out(scene: Scene, one: LeftOut) -> str:
    words, snapshot, row = scene.words, scene.scores.snapshot, one.opener
    who = f"<b>{person_name(snapshot, row.person)}</b> <span class='rg-muted'>{standing(snapshot, row.person, row.account)}</span>"
    sentence = words("week_would_open", person=who, account=account_link(snapshot, row.target))
    why = words("week_kept_out", gain=f"{one.gain:,.1f}", limits=_limit_names(scene, one.kept_out_by) or "–")
    return (
        f'<div class="rg-card rg-inside"><div>{sentence}<div class="rg-small">{text(why)}</div></div></div>'
    )


def _limit_names(scene: Scene, names: Sequence[str]) -> str:
    return " · ".join(limit_name(name, scene.words.language) for name in names)


def _limits(scene: Scene, plan: WeekPlan) -> None:
    words = scene.words
    st.markdown(f"**{words('limits')}**", help=words("limits_help"))
    header = [
        (words(key), words(f"{key}_help"))
        for key in ("limit_kind", "limit_most", "limit_used", "limit_worth")
    ]
    rows = [
        [text(limit_name(name, words.language)), text(f"{limit.limit:g}"), text(f"{limit.used:g}"),
         text(f"+{limit.worth:,.1f}" if limit.is_binding else words("limit_slack"))]
        for name, limit in plan.limits.items()
    ]  # fmt: skip
    st.html(table(header, rows))
