"""What the lists one acts on would be under other values of the parameters in dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.sensitivity import PARAMETERS
from refgraph.views.terms import term
from refgraph.web.markup import number, table, text
from refgraph.web.names import account_link
from refgraph.web.plans import sensitivity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.sensitivity import Setting
    from refgraph.web.store import Scene

_NAMED = 4


def show_sensitivity(scene: Scene, budget: int, territory: str | None) -> None:
    """Tables for the weight of bad word of mouth and the horizon, computed when asked for."""
    words = scene.words
    with st.expander(words("sensitivity"), icon=":material/science:"):
        st.caption(words("sensitivity_help"))
        key = "sensitivity", *scene.key, budget, territory
        if st.button(words("compare")):
            st.session_state["sensitivity_asked"] = key
        if st.session_state.get("sensitivity_asked") != key:
            return
        with st.spinner(words("planning")):
            settings = sensitivity_of(scene, budget, territory)
        for parameter in PARAMETERS:
            st.markdown(f"**{term(PARAMETERS, parameter, words.language)}**")
            st.html(_table(scene, [one for one in settings if one.parameter == parameter]))


def _table(scene: Scene, settings: Sequence[Setting]) -> str:
    words = scene.words
    keys = ("setting", "setting_stays", "setting_order", "setting_reached", "setting_enters")
    return table([(words(key), "") for key in keys], [_row(scene, one) for one in settings])


def _row(scene: Scene, one: Setting) -> list[str]:
    words = scene.words
    name = f"{one.value:g} · {words('setting_in_use')}" if one.is_in_use else f"{one.value:g}"
    order = "–" if one.correlation is None else f"{one.correlation:.3f}"
    reached = "–" if one.reached is None else f"{one.reached[0]:,.1f}"
    entered = ", ".join(account_link(scene.scores.snapshot, account) for account in one.entered[:_NAMED])
    more = f" {text(words('more', count=len(one.entered) - _NAMED))}" if len(one.entered) > _NAMED else ""
    stays = words("setting_kept", kept=one.kept, size=one.size)
    return [text(name), number(stays), number(order), number(reached), entered + more or "–"]
