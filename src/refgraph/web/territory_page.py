"""The Territory page: which accounts to win next within a budget, spread or concentrated, and how good the plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.web import state
from refgraph.web.choices import day_input
from refgraph.web.footing import show_footing
from refgraph.web.markup import amount_bar, number, table, tag, text
from refgraph.web.names import account_link, person_name
from refgraph.web.plans import territory_plan_of
from refgraph.web.sensitivity_table import show_sensitivity
from refgraph.web.store import Scene, open_scene
from refgraph.web.tiles import tiles
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.decisions.territory import Chosen, Objective, TerritoryPlan

_BUDGET = 5
_MOST = 500
_NAMED = 3
_EVERYWHERE = ""
_LEAST = 0.005


def show() -> None:
    """Show the plan for the objective, budget and territory of the address."""
    scene = open_scene(Words(state.language()), state.as_of())
    objective, budget, territory = _asked(scene)
    with st.spinner(scene.words("planning")):
        plan = territory_plan_of(scene, objective, budget, territory)
    _plan(scene, plan)
    show_sensitivity(scene, budget, territory)
    show_footing(scene)


def _asked(scene: Scene) -> tuple[Objective, int, str | None]:
    """Objective, budget and territory: from the address, changed by three widgets."""
    words = scene.words
    objective: Objective = "concentrate" if state.get("objective") == "concentrate" else "spread"
    known = sorted(set(scene.scores.snapshot.accounts.territory) - {""})
    territory = state.get("territory") if state.get("territory") in known else None
    budget = _budget()
    kind, count, where, day = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
    st.session_state.update(
        plan_objective=objective, plan_budget=budget, plan_territory=territory or _EVERYWHERE
    )
    kind.segmented_control(
        words("objective"), ("spread", "concentrate"), key="plan_objective", required=True,
        format_func=words, help=words("objective_help"),
        on_change=lambda: state.put("objective", st.session_state["plan_objective"]),
    )  # fmt: skip
    count.number_input(
        words("budget"), min_value=1, max_value=_MOST, key="plan_budget", help=words("budget_help"),
        on_change=lambda: state.put("budget", str(st.session_state["plan_budget"])),
    )  # fmt: skip
    where.selectbox(
        words("territory"), [_EVERYWHERE, *known], key="plan_territory",
        format_func=lambda name: name or words("everywhere"),
        on_change=lambda: state.put("territory", st.session_state["plan_territory"] or None),
    )  # fmt: skip
    with day:
        day_input(scene)
    return objective, budget, territory


def _budget() -> int:
    """Budget of the address; the usual one where it names none that is allowed."""
    said = state.get("budget") or ""
    # Python refuses to read a number of thousands of digits.
    is_number = said.isascii() and said.isdigit() and len(said) <= len(str(_MOST))
    return int(said) if is_number and 1 <= int(said) <= _MOST else _BUDGET


def _plan(scene: Scene, plan: TerritoryPlan) -> None:
    words = scene.words
    st.html(tag("h1", text(words(f"{plan.objective}_title", budget=plan.budget)), kind="rg-title"))
    st.caption(words(f"{plan.objective}_help"))
    st.html(_figures(scene, plan))
    if not plan.chosen:
        st.html(f'<div class="rg-note">{text(words(f"{plan.objective}_nothing"))}</div>')
        return
    greatest = max(one.gain for one in plan.chosen)
    keys = ("chosen_account", "chosen_gain", "chosen_because")
    header = [
        ("", ""),
        *((words(key), words(f"{key}_help")) for key in keys[:2]),
        ("", ""),
        (words(keys[2]), ""),
    ]
    rows = [_row(scene, plan, rank, one, greatest) for rank, one in enumerate(plan.chosen, 1)]
    st.html(table(header, rows))
    if len(plan.chosen) < plan.budget:
        st.caption(words(f"{plan.objective}_left", left=plan.budget - len(plan.chosen)))


def _figures(scene: Scene, plan: TerritoryPlan) -> str:
    words, kind = scene.words, plan.objective
    shape = ",.1f" if kind == "spread" else ",.0f"
    bounds = f"{plan.lower_bound:{shape}} – {plan.upper_bound:{shape}}"
    return tiles((
        (words(f"{kind}_value"), f"{plan.value:{shape}}", words(f"{kind}_value_help")),
        (words("plan_baseline"), f"{plan.baseline:{shape}}", words(f"{kind}_baseline_help")),
        (words("plan_bound"), f"{plan.ratio:.1%}", words("territory_bound_help", bounds=bounds, confidence=f"{plan.confidence:.1%}")),
    ))  # fmt: skip


def _row(scene: Scene, plan: TerritoryPlan, rank: int, one: Chosen, greatest: float) -> list[str]:
    shape = "+.2f" if plan.objective == "spread" else "+.0f"
    because = _via(scene, one) if plan.objective == "spread" else _circles(scene, one)
    return [
        str(rank), account_link(scene.scores.snapshot, one.account), number(f"{one.gain:{shape}}"),
        amount_bar(one.gain, greatest, "rg-good"), because,
    ]  # fmt: skip


def _via(scene: Scene, one: Chosen) -> str:
    """The people through whom the account is heard most."""
    words, snapshot = scene.words, scene.scores.snapshot
    if not one.via:
        return text(words("spread_alone"))
    said = [
        words("spread_via", person=person_name(snapshot, person), reach=text(f"{reach:.2f}"))
        for person, reach in one.via[:_NAMED]
        if reach >= _LEAST
    ]
    return " · ".join(said) or text(words("spread_unheard"))


def _circles(scene: Scene, one: Chosen) -> str:
    words, names = scene.words, scene.scores.snapshot.circles.names
    done = [text(words("circle_completed", circle=names[circle])) for circle in one.completed]
    partly = [
        text(words("circle_counted", circle=names[circle]))
        for circle in one.circles
        if circle not in one.completed
    ]
    return " · ".join([*done, *partly])
