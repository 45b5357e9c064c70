"""The head of the Account page: what the account is to us, and the list of all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from refgraph.scores.one_account import account_score
from refgraph.scores.opinion import opinion_word
from refgraph.snapshot.snapshot import Status
from refgraph.views.network_colours import OPINION_COLOURS, STATUS_COLOURS
from refgraph.views.terms import status_name, word_name
from refgraph.web import state
from refgraph.web.markup import badge, opinion_bar, tag, text
from refgraph.web.names import account_link
from refgraph.web.origins import origin_texts
from refgraph.web.routes import NETWORK
from refgraph.web.store import account_scores, rep_names

if TYPE_CHECKING:
    from refgraph.scores.heard import Heard
    from refgraph.web.store import Scene


def show_facts(scene: Scene, account: int) -> None:
    """Name, status and facts of an account, its opinion of us and what it has heard."""
    words = scene.words
    name, button = st.columns([7, 2], vertical_alignment="center")
    name.html(_title(scene, account))
    if button.button(words("show_on_map"), icon=":material/hub:", width="stretch"):
        here = ("accounts", scene.scores.snapshot.accounts.ids[account])
        st.switch_page(NETWORK, query_params=state.address(start=here))
    facts = "".join(
        f"<div>{tag('dt', text(words(key)), hint=words(f'{key}_help'))}{tag('dd', value)}</div>"
        for key, value in _about(scene, account)
    )
    tiles = "".join(
        f'<div class="rg-tile" title="{text(words(f"{key}_help"))}">'
        f'<div class="rg-muted rg-small">{text(words(key))}</div>{value}</div>'
        for key, value in _measured(scene, account)
    )
    st.html(
        f'<div class="rg-head"><div class="rg-tiles">{tiles}</div><dl class="rg-facts">{facts}</dl></div>'
    )


def all_accounts(scene: Scene) -> None:
    """Every account as a table to choose from: prospects that heard most good first."""
    words = scene.words
    st.subheader(words("all_accounts"), anchor=False)
    if not scene.scores.snapshot.accounts.ids:
        st.html(f'<div class="rg-note">{text(words("no_accounts"))}</div>')
        return
    order, columns = _accounts_table(scene)
    event = st.dataframe(
        columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=560,
        key="all_accounts",
        placeholder="–",
        column_config={
            words("heard"): st.column_config.NumberColumn(format="%+.3f", help=words("heard_net_help")),
            words("opinion_net"): st.column_config.NumberColumn(format="%+.2f", help=words("opinion_help")),
        },
    )
    if event.selection.rows:
        state.put("account", scene.scores.snapshot.accounts.ids[order[event.selection.rows[0]]])
        st.rerun()


def _title(scene: Scene, account: int) -> str:
    accounts = scene.scores.snapshot.accounts
    status = Status(accounts.status[account]).name.lower()
    mark = badge(
        status_name(status, scene.words.language), STATUS_COLOURS[status], hint=scene.words("status_help")
    )
    return tag("h1", f"{text(accounts.names[account])} {mark}", kind="rg-title")


def _about(scene: Scene, account: int) -> list[tuple[str, str]]:
    accounts, words = scene.scores.snapshot.accounts, scene.words
    unknown = f'<span class="rg-muted">{text(words("unknown"))}</span>'
    owner = accounts.owner[account]
    size, potential = float(accounts.size[account]), float(accounts.potential[account])
    facts = [
        ("industry", text(accounts.industry[account] or "") or unknown),
        ("region", text(accounts.region[account] or "") or unknown),
        ("size", unknown if np.isnan(size) else text(words("employees", count=f"{size:,.0f}"))),
        ("owner", text(rep_names(scene, {owner})[owner]) if owner else unknown),
        ("territory", text(accounts.territory[account] or "") or unknown),
        ("potential", unknown if np.isnan(potential) else f"{potential:,.0f}"),
    ]
    key = (accounts.ids[account],)
    origin = origin_texts(scene, "accounts", [key]).get(key)
    facts += [("origin", text(origin))] if origin else []
    return facts + _family(scene, account)


def _family(scene: Scene, account: int) -> list[tuple[str, str]]:
    snapshot = scene.scores.snapshot
    parent = int(snapshot.accounts.parent[account])
    branches = np.flatnonzero(snapshot.accounts.parent == account).tolist()
    facts = [("parent", account_link(snapshot, parent))] if parent >= 0 else []
    if branches:
        facts.append(("branches", "<br>".join(account_link(snapshot, branch) for branch in branches)))
    return facts


def _measured(scene: Scene, account: int) -> list[tuple[str, str]]:
    words, params = scene.words, scene.scores.params
    opinion, heard = account_score(scene.scores, account)
    belief, disbelief = float(opinion.belief[0]), float(opinion.disbelief[0])
    word = opinion_word(belief, disbelief, params)
    numbers = words(
        "opinion_numbers", b=f"{belief:.2f}", u=f"{1 - belief - disbelief:.2f}", d=f"{disbelief:.2f}"
    )
    said = badge(word_name(word, words.language), OPINION_COLOURS[word])
    bar = opinion_bar(belief, disbelief, hint=numbers)
    net = "" if word == "unknown" else f"<b>{opinion.net[0]:+.2f}</b> "
    opinion_tile = f'{net}{said}<div>{bar}</div><div class="rg-small">{text(numbers)}</div>'
    return [("opinion", opinion_tile), ("heard", _heard_tile(scene, heard))]


def _heard_tile(scene: Scene, heard: Heard) -> str:
    """What one account has heard, in arrays of shape (1,)."""
    words = scene.words
    if heard.volume[0] <= 0:
        return f'<div class="rg-muted">{text(words("nothing_heard"))}</div>'
    detail = words("heard_numbers", tone=f"{heard.tone[0]:+.2f}", certainty=f"{heard.certainty[0]:.0%}")
    volume = float(heard.volume[0])
    share = float(heard.positive[0]) / volume
    bar = opinion_bar(share, 1.0 - share, hint=words("good_and_bad"))
    return f'<b>{heard.net[0]:+.3f}</b><div>{bar}</div><div class="rg-small">{text(detail)}</div>'


def _accounts_table(scene: Scene) -> tuple[list[int], dict[str, list[Any]]]:
    """Accounts in order, prospects first, by what was heard falling; and the columns about them."""
    words, accounts, params = scene.words, scene.scores.snapshot.accounts, scene.scores.params
    opinion, heard = account_scores(scene)
    is_open = accounts.status == Status.PROSPECT
    order = np.lexsort((np.arange(len(accounts.ids)), -np.round(heard.net, 12), ~is_open)).tolist()
    statuses = [Status(accounts.status[i]).name.lower() for i in order]
    opinions = [opinion_word(float(opinion.belief[i]), float(opinion.disbelief[i]), params) for i in order]
    return order, {
        words("account"): [accounts.names[i] for i in order],
        words("status"): [status_name(status, words.language) for status in statuses],
        words("industry"): [accounts.industry[i] or "" for i in order],
        words("region"): [accounts.region[i] or "" for i in order],
        words("opinion"): [word_name(word, words.language) for word in opinions],
        words("opinion_net"): [
            None if word == "unknown" else float(opinion.net[i])
            for i, word in zip(order, opinions, strict=True)
        ],
        words("heard"): heard.net[order].tolist(),
    }
