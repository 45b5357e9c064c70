"""Who can open an account and why, and who may not be asked now: cards of plain text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.scores.tie_evidence import tie_evidence
from refgraph.snapshot.snapshot import day_to_iso
from refgraph.views.terms import buying_role_name, factor_name
from refgraph.views.wording import blocked_path_text, blocked_text, reference_calls_text, tie_text
from refgraph.web.markup import text
from refgraph.web.names import account_link, person_name, standing
from refgraph.web.store import openers_of, targets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.openers import Blocked, Inside, Opener
    from refgraph.scores.paths import Path
    from refgraph.web.store import Scene

_ROWS = 10
_INSIDE = 8
_UNFOLDED = 3
"""Ranks up to which the evidence stands open."""
_NAMED = 4


def show_openers(scene: Scene, account: int) -> None:
    """Openers of an account ranked, people inside, blocked ones with the reason."""
    answer = openers_of(scene, account, _ROWS)
    words = scene.words
    if answer.no_evidence:
        st.html(f'<div class="rg-note">{text(words("no_evidence"))}</div>')
    _ranked(scene, answer.rows, answer.blocked, explained="openers_help")
    former = [one for one in answer.inside if one.former_account >= 0][:_INSIDE]
    if former:
        st.markdown(f"**{words('inside')}**", help=words("inside_help"))
        st.html("".join(_inside(scene, one) for one in former))
    _not_now(scene, answer.blocked)


def show_targets(scene: Scene, account: int) -> None:
    """Accounts that the people of a customer can open, and those they could but for what blocks them."""
    answer = targets_of(scene, account, _ROWS)
    if answer.no_evidence:
        st.html(f'<div class="rg-note">{text(scene.words("no_targets"))}</div>')
    _ranked(scene, answer.rows, answer.blocked, explained="targets_help")
    _not_now(scene, answer.blocked)


def path_html(scene: Scene, path: Path, *, is_open: bool = True) -> str:
    """A path: its people as one sentence, then the evidence of each hop with rate and date, to be unfolded if not open."""
    words, snapshot = scene.words, scene.scores.snapshot
    people = [f"<b>{person_name(snapshot, person)}</b>" for person in path.people]
    sentence = words("talks_first", a=people[0], b=people[1])
    for a, b in pairwise(people[1:]):
        sentence += words("talks_next", a=a, b=b)
    sentence += text(words("path_chance", p=f"{path.probability:.1%}"))
    hops = "".join(_hop(scene, a, b, is_only=len(path.people) == 2) for a, b in pairwise(path.people))
    if not is_open:
        hops = f"<details><summary>{text(words('hops'))}</summary>{hops}</details>"
    return f'<div class="rg-path">{sentence}</div>{hops}'


def tie_lines(scene: Scene, speaker: int, listener: int) -> list[str]:
    """Evidence for a tie as plain lines: the reason, how often they talk, and the day the ageing runs from."""
    words, snapshot = scene.words, scene.scores.snapshot
    lines = []
    for part in tie_evidence(snapshot, scene.scores.params, speaker, listener):
        day = day_to_iso(part.day)
        aged = words("aged_from", day=day) if day else words("holds_now")
        rate = words("rate", rate=f"{part.rate:.2f}")
        lines.append(f"{tie_text(part, snapshot, words.language)} · {rate} · {aged}")
    return lines


def _ranked(scene: Scene, rows: Sequence[Opener], blocked: Sequence[Blocked], *, explained: str) -> None:
    """Cards of openers, before them who is not among them."""
    words, names = scene.words, scene.scores.snapshot.people.names
    if rows:
        st.caption(words(explained))
    elif blocked:
        st.html(f'<div class="rg-note">{text(words("all_blocked"))}</div>')
    if rows and blocked:
        first = list(dict.fromkeys(names[row.person] for row in blocked))
        said, left = " · ".join(first[:_NAMED]), len(first) - _NAMED
        said += f" · {words('more_people', count=left)}" if left > 0 else ""
        st.html(f'<div class="rg-note rg-small">{text(words("blocked_note", names=said))}</div>')
    if rows:
        st.html("".join(opener_card(scene, row, rank) for rank, row in enumerate(rows, 1)))


def _not_now(scene: Scene, blocked: Sequence[Blocked]) -> None:
    if blocked:
        st.markdown(f"**{scene.words('blocked')}**", help=scene.words("blocked_help"))
        st.html("".join(_blocked(scene, row) for row in blocked))


def _hop(scene: Scene, speaker: int, listener: int, *, is_only: bool) -> str:
    snapshot = scene.scores.snapshot
    lines = "".join(f"<li>{text(line)}</li>" for line in tie_lines(scene, speaker, listener))
    evidence = f'<ul class="rg-hops">{lines}</ul>'
    if is_only:
        return evidence
    chance = text(scene.words("chance", p=f"{scene.scores.ties.chance(speaker, listener):.1%}"))
    names = f"{person_name(snapshot, speaker)} → {person_name(snapshot, listener)}"
    return f'<div class="rg-small">{names} · {chance}</div>{evidence}'


def opener_card(scene: Scene, row: Opener, rank: int, *, more: str = "") -> str:
    """One opener: who reaches whom, the path with its evidence, the factors; `more` is HTML at the end."""
    words, snapshot = scene.words, scene.scores.snapshot
    who = f'{person_name(snapshot, row.person)} <span class="rg-muted">{standing(snapshot, row.person, row.account)}</span>'
    role = buying_role_name(row.details.buying_role, words.language)
    contact = words(
        "contact_line",
        contact=f"<b>{person_name(snapshot, row.contact)}</b>",
        role=text(role),
        account=account_link(snapshot, row.target),
    )
    score = f'<div class="rg-score" title="{text(words("score_help"))}"><b>{row.score:.4f}</b><div class="rg-muted rg-small">{text(words("score"))}</div></div>'
    body = f"<div><div class='rg-name'>{who}</div><div>{contact}</div>{path_html(scene, row.path, is_open=rank <= _UNFOLDED)}{_factors(scene, row)}{_calls(scene, row)}{_alternatives(scene, row)}{_closed(scene, row)}{more}</div>"
    return f'<div class="rg-card"><div class="rg-rank">{rank}</div>{body}{score}</div>'


def _factors(scene: Scene, row: Opener) -> str:
    words = scene.words
    parts = [
        f'<span title="{text(words(f"{name}_help"))}">{text(factor_name(name, words.language))} <b>{value:.2f}</b></span>'
        for name, value in row.factors.named().items()
    ]
    return f'<div class="rg-factors">{"<span>×</span>".join(parts)}</div>'


def _alternatives(scene: Scene, row: Opener) -> str:
    if not row.alternatives:
        return ""
    names = scene.scores.snapshot.people.names
    lines = "".join(
        f"<li>{text(' → '.join(names[person] for person in path.people))} · "
        f"{text(scene.words('chance', p=f'{path.probability:.2%}'))}</li>"
        for path in row.alternatives
    )
    summary = text(scene.words("alternatives", count=len(row.alternatives)))
    return f'<details><summary>{summary}</summary><ul class="rg-hops">{lines}</ul></details>'


def _calls(scene: Scene, row: Opener) -> str:
    """The reference calls behind the willingness, where there are any."""
    said = reference_calls_text(row, scene.scores.snapshot, scene.words.language)
    return f'<div class="rg-muted rg-small">{text(said)}</div>' if said else ""


def _closed(scene: Scene, row: Opener) -> str:
    """The better path that is closed, where there is one."""
    said = blocked_path_text(row, scene.scores.snapshot, scene.words.language)
    return f'<div class="rg-muted rg-small">{text(said)}</div>' if said else ""


def _inside(scene: Scene, one: Inside) -> str:
    snapshot = scene.scores.snapshot
    sentence = scene.words(
        "inside_line",
        person=f"<b>{person_name(snapshot, one.person)}</b>",
        account=account_link(snapshot, one.former_account),
        net=f"{one.net:+.2f}",
    )
    return f'<div class="rg-card rg-inside"><div>{sentence}</div></div>'


def _blocked(scene: Scene, row: Blocked) -> str:
    snapshot = scene.scores.snapshot
    who = f'<div class="rg-name">{person_name(snapshot, row.person)} <span class="rg-muted">{standing(snapshot, row.person, row.account)}</span></div>'
    why = f"<div>{text(blocked_text(row, snapshot, scene.words.language))}</div>"
    return f'<div class="rg-card rg-blocked"><div>{who}{why}{path_html(scene, row.path, is_open=False)}</div></div>'
