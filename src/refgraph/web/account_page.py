"""The Account page: facts, people, who can open it and why, what its people have heard, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Status
from refgraph.web import state
from refgraph.web.account_facts import all_accounts, show_facts
from refgraph.web.account_people import show_people
from refgraph.web.account_timeline import show_timeline
from refgraph.web.choices import day_input
from refgraph.web.footing import show_footing
from refgraph.web.heard_table import show_heard
from refgraph.web.markup import text
from refgraph.web.opener_cards import show_openers, show_targets
from refgraph.web.routes import NETWORK
from refgraph.web.search_box import search_box
from refgraph.web.store import Scene, open_scene
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.store.port import Hit


def show() -> None:
    """Show the account the address names, or all of them to choose from."""
    if chosen := st.session_state.pop("go_to_network", None):
        st.switch_page(NETWORK, query_params=state.address(start=chosen))
    scene = open_scene(Words(state.language()), state.as_of())
    _head(scene)
    account_id = state.get("account")
    if account_id is None:
        all_accounts(scene)
    elif account_id not in scene.scores.snapshot.account_index:
        st.html(f'<div class="rg-note">{text(scene.words("unknown_account", key=account_id))}</div>')
        all_accounts(scene)
    else:
        _account(scene, scene.scores.snapshot.account(account_id))
    show_footing(scene)


def _head(scene: Scene) -> None:
    search, day = st.columns([7, 2])
    with search:
        search_box(scene, lambda hit: _choose(scene, hit))
    with day:
        day_input(scene)


def _choose(scene: Scene, hit: Hit) -> None:
    """Open an account, a person's account, or a circle on the network page."""
    snapshot = scene.scores.snapshot
    if hit.table == "accounts":
        state.put("account", hit.id)
    elif hit.table == "people" and hit.id in snapshot.person_index:
        home = int(home_accounts(snapshot)[snapshot.person(hit.id)])
        if home >= 0:
            state.put("account", snapshot.accounts.ids[home])
            return
    if hit.table != "accounts":
        st.session_state["go_to_network"] = (hit.table, hit.id)


def _account(scene: Scene, account: int) -> None:
    words = scene.words
    st.button(
        words("all_accounts"),
        key="back_to_all",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=lambda: state.put("account", None),
    )
    show_facts(scene, account)
    is_ours = scene.scores.snapshot.accounts.status[account] == Status.CUSTOMER
    names = ["tab_openers", "tab_people", "tab_heard", "tab_timeline"]
    if is_ours:
        names.append("tab_targets")
    shown = dict(zip(names, st.tabs([words(name) for name in names]), strict=True))
    with shown["tab_openers"]:
        show_openers(scene, account)
    with shown["tab_people"]:
        show_people(scene, account)
    with shown["tab_heard"]:
        show_heard(scene, account)
    with shown["tab_timeline"]:
        show_timeline(scene, account)
    if is_ours:
        with shown["tab_targets"]:
            show_targets(scene, account)
