"""What stands behind an edge of the map: the parts of a tie, a role, a membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.errors import UnknownId
from refgraph.snapshot.snapshot import Seniority, day_to_iso
from refgraph.views.network_neighbours import index_of
from refgraph.views.terms import (
    MEMBER_ROLES,
    RELATIONS,
    buying_role_name,
    seniority_name,
    term,
)
from refgraph.web.markup import text
from refgraph.web.names import person_name
from refgraph.web.opener_cards import tie_lines
from refgraph.web.origins import knows_keys, membership_keys, origin_note, role_keys

if TYPE_CHECKING:
    from refgraph.views.network_neighbours import Ref
    from refgraph.web.store import Scene


def show_edge(scene: Scene, relation: str, source: Ref, target: Ref) -> None:
    """Evidence for an edge; between two people every part of their tie, in both directions."""
    try:
        ends = index_of(scene.scores.snapshot, source), index_of(scene.scores.snapshot, target)
    except UnknownId:
        gone = f"{source[1]} → {target[1]}"
        st.html(f'<div class="rg-note">{text(scene.words("gone", key=gone))}</div>')
        return
    if source[0] == target[0] == "people":
        st.html(_tie(scene, *ends))
        return
    names = f"{_name(scene, source, ends[0])} → {_name(scene, target, ends[1])}"
    facts = {"works_at": _role, "member_of": _membership}.get(relation, _nothing)(scene, *ends)
    note = _origin(scene, relation, *ends)
    lines = "".join(f"<li>{text(fact)}</li>" for fact in facts)
    title = text(term(RELATIONS, relation, scene.words.language))
    st.html(f'<div class="rg-name">{names}</div><div>{title}</div><ul class="rg-hops">{lines}</ul>{note}')


def _origin(scene: Scene, relation: str, person: int, place: int) -> str:
    if relation == "works_at":
        return origin_note(scene, "roles", role_keys(scene, person, place))
    return (
        origin_note(scene, "memberships", membership_keys(scene, person, place))
        if relation == "member_of"
        else ""
    )


def _tie(scene: Scene, one: int, other: int) -> str:
    words, names = scene.words, [person_name(scene.scores.snapshot, person) for person in (one, other)]
    there, back = _one_way(scene, one, other), _one_way(scene, other, one)
    ways = [(f"{names[0]} → {names[1]}", there), (f"{names[1]} → {names[0]}", back)]
    if there == back:
        ways = [(text(words("both_ways")), there)]
    body = "".join(f"<p><b>{way}</b> · {evidence}" for way, evidence in ways)
    hint = f'<div class="rg-muted rg-small">{text(words("tie_help"))}</div>'
    note = origin_note(scene, "knows", knows_keys(scene, one, other))
    return f'<div class="rg-name">{names[0]} ↔ {names[1]}</div>{hint}{body}{note}'


def _one_way(scene: Scene, speaker: int, listener: int) -> str:
    """Chance and evidence of a tie in one direction, from within a paragraph on."""
    lines = "".join(f"<li>{text(line)}</li>" for line in tie_lines(scene, speaker, listener))
    chance = text(scene.words("chance", p=f"{scene.scores.ties.chance(speaker, listener):.1%}"))
    return f'{chance}</p><ul class="rg-hops">{lines or text(scene.words("no_tie"))}</ul>'


def _role(scene: Scene, person: int, account: int) -> list[str]:
    roles, words = scene.scores.snapshot.roles, scene.words
    facts = []
    for row in scene.scores.snapshot.roles_of(person):
        if roles.account[row] != account or not roles.current[row]:
            continue
        seniority = Seniority(roles.seniority[row])
        parts = [
            roles.title[row],
            seniority_name("" if seniority == Seniority.UNKNOWN else seniority.name, words.language),
            buying_role_name(roles.buying_role[row], words.language),
            _since(scene, int(roles.start[row])),
        ]
        facts.append(" · ".join(part for part in parts if part))
    return facts


def _membership(scene: Scene, person: int, circle: int) -> list[str]:
    members, words = scene.scores.snapshot.memberships, scene.words
    facts = []
    for row in scene.scores.snapshot.memberships_of(person):
        if members.circle[row] != circle or not members.current[row]:
            continue
        attendance = float(members.attendance[row])
        parts = [
            term(MEMBER_ROLES, members.role[row] or "", words.language),
            "" if np.isnan(attendance) else words("attends", share=f"{attendance:.0%}"),
            _since(scene, int(members.start[row])),
        ]
        facts.append(" · ".join(part for part in parts if part))
    return facts


def _nothing(scene: Scene, source: int, target: int) -> list[str]:
    return []


def _since(scene: Scene, day: int) -> str:
    found = day_to_iso(day)
    return scene.words("since", day=found) if found else ""


def _name(scene: Scene, ref: Ref, index: int) -> str:
    snapshot = scene.scores.snapshot
    names = {
        "accounts": snapshot.accounts.names, "people": snapshot.people.names, "circles": snapshot.circles.names
    }  # fmt: skip
    return text(names[ref[0]][index])
