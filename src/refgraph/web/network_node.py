"""What stands behind a node of the map: evidence, what was heard, and where to go from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.errors import UnknownId
from refgraph.scores.one_account import account_score
from refgraph.scores.opinion import opinion_word
from refgraph.scores.reputation import Reputation, reputations
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Status
from refgraph.views.account_people import ever_met, stance_seen
from refgraph.views.network_colours import CIRCLE_COLOUR, OPINION_COLOURS, STATUS_COLOURS
from refgraph.views.network_neighbours import index_of
from refgraph.views.terms import circle_kind_name, status_name, word_name
from refgraph.web import state
from refgraph.web.account_people import evidence_html
from refgraph.web.heard_table import account_heard_html, heard_html
from refgraph.web.markup import badge, number, opinion_bar, table, tag, text
from refgraph.web.names import accounts_of, person_name, standing
from refgraph.web.origins import origin_note
from refgraph.web.routes import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.scores.scores import Scores
    from refgraph.views.network_neighbours import Ref
    from refgraph.web.store import Scene


def show_node(scene: Scene, ref: Ref, *, expand: Callable[[Ref], None]) -> None:
    """Facts and evidence of one node, with buttons to go on from it."""
    try:
        index = index_of(scene.scores.snapshot, ref)
    except UnknownId:
        st.html(f'<div class="rg-note">{text(scene.words("gone", key=ref[1]))}</div>')
        return
    show = {"accounts": _account, "people": _person, "circles": _circle}[ref[0]]
    head, body = show(scene, index)
    st.html(head + origin_note(scene, ref[0], [(ref[1],)]))
    _buttons(scene, ref, index, expand)
    st.html(body)


def _buttons(scene: Scene, ref: Ref, index: int, expand: Callable[[Ref], None]) -> None:
    words, snapshot = scene.words, scene.scores.snapshot
    with st.container(horizontal=True, gap="small"):
        st.button(words("expand"), key="expand", icon=":material/add_circle:", on_click=expand, args=(ref,))
        if st.button(words("start_here"), key="start_here", icon=":material/my_location:"):
            state.put_start(ref)
            st.rerun()
        home = index if ref[0] == "accounts" else -1
        if ref[0] == "people":
            home = int(home_accounts(snapshot)[index])
        if home >= 0 and st.button(words("open_account"), key="open_account", icon=":material/domain:"):
            account_id = snapshot.accounts.ids[home]
            st.switch_page(ACCOUNT, query_params=state.address(account=account_id))


def _person(scene: Scene, person: int) -> tuple[str, str]:
    words, snapshot, opinion = scene.words, scene.scores.snapshot, scene.scores.opinion
    home = int(home_accounts(snapshot)[person])
    where = standing(snapshot, person, home) if home >= 0 else accounts_of(snapshot, person)
    stance = word_name(stance_seen(snapshot, person) or "unknown", words.language)
    met = "" if ever_met(snapshot, person) else f" · {words('never_met')}"
    head = _head(person_name(snapshot, person), where) + _opinion(
        scene, float(opinion.belief[person]), float(opinion.disbelief[person])
    )
    head += f'<div class="rg-muted rg-small">{text(words("stance_line", stance=stance) + met)}</div>'
    body = _section(words("why_opinion"), evidence_html(scene, person, most=6))
    return head, body + _section(words("heard_by_person"), heard_html(scene, person))


def _account(scene: Scene, account: int) -> tuple[str, str]:
    words, snapshot, scores = scene.words, scene.scores.snapshot, scene.scores
    status = Status(snapshot.accounts.status[account]).name.lower()
    mark = badge(status_name(status, words.language), STATUS_COLOURS[status])
    facts = " · ".join(filter(None, (snapshot.accounts.industry[account], snapshot.accounts.region[account])))
    opinion = account_score(scores, account)[0]
    head = _head(f"{text(snapshot.accounts.names[account])} {mark}", text(facts)) + _opinion(
        scene, float(opinion.belief[0]), float(opinion.disbelief[0])
    )
    return head, _section(words("heard_by_account"), account_heard_html(scene, account))


def _circle(scene: Scene, circle: int) -> tuple[str, str]:
    words, circles = scene.words, scene.scores.snapshot.circles
    name = _reputations(scene.rankings_key, scene.everybody)[circle]
    mark = badge(circle_kind_name(circles.kind[circle] or "", words.language), CIRCLE_COLOUR)
    meetings = float(circles.meetings_per_year[circle])
    facts = words("members", members=name.members)
    if not np.isnan(meetings):
        facts += f" · {words('meetings', count=f'{meetings:g}')}"
    head = _head(f"{text(circles.names[circle])} {mark}", text(facts))
    rows = [
        (tag("span", text(words(key)), hint=words(f"{key}_help")), text(value))
        for key, value in _our_name(scene, name)
    ]
    body = table(((words("our_name"), words("our_name_help")), ("", "")), rows)
    carriers = [
        (
            person_name(scene.scores.snapshot, one.person),
            accounts_of(scene.scores.snapshot, one.person),
            number(f"{one.contribution:.3f}"),
        )
        for one in name.carriers
    ]
    if carriers:
        header = (
            (words("carriers"), words("carriers_help")),
            ("", ""),
            (words("contribution"), words("carriers_help")),
        )
        body += table(header, carriers)
    return head, body


def _our_name(scene: Scene, name: Reputation) -> list[tuple[str, str]]:
    words = scene.words
    reputation = words("nothing_heard")
    if name.reputation is not None and name.interval is not None:
        reputation = words(
            "reputation_value",
            value=f"{name.reputation:+.2f}",
            low=f"{name.interval[0]:+.2f}",
            high=f"{name.interval[1]:+.2f}",
        )
    share = "–" if name.penetration is None else f"{name.penetration:.0%}"
    accounts = words("accounts_count", ours=name.ours, lost=name.lost, open=name.open)
    return [
        ("reputation", reputation),
        ("penetration", share),
        ("accounts_here", accounts),
    ]


@st.cache_resource(show_spinner=False, max_entries=16)
def _reputations(key: tuple[str, int, object], _scores: Scores) -> list[Reputation]:
    return reputations(_scores)


def _head(name: str, below: str) -> str:
    return f'<div class="rg-name">{name}</div><div class="rg-muted rg-small">{below}</div>'


def _section(title: str, body: str) -> str:
    return f'<p style="margin:.8rem 0 .2rem"><b>{text(title)}</b></p>{body}'


def _opinion(scene: Scene, belief: float, disbelief: float) -> str:
    words = scene.words
    word = opinion_word(belief, disbelief, scene.scores.params)
    numbers = words(
        "opinion_numbers", b=f"{belief:.2f}", u=f"{1 - belief - disbelief:.2f}", d=f"{disbelief:.2f}"
    )
    mark = badge(word_name(word, words.language), OPINION_COLOURS[word], hint=words("opinion_help"))
    return f'<div style="margin:.3rem 0">{mark} {opinion_bar(belief, disbelief, hint=numbers)}<div class="rg-small">{text(numbers)}</div></div>'
