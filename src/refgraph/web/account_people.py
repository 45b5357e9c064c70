"""People of an account, and what stands behind the opinion of the one selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from refgraph.scores.opinion import opinion_evidence
from refgraph.views.account_people import Colleague, colleagues
from refgraph.views.terms import buying_role_name, seniority_name, word_name
from refgraph.views.wording import opinion_text
from refgraph.web.heard_table import heard_html
from refgraph.web.markup import amount_bar, number, table, tag, text
from refgraph.web.origins import origin_note, origin_texts

if TYPE_CHECKING:
    from refgraph.web.store import Scene


def show_people(scene: Scene, account: int) -> None:
    """Table of an account's people; the one selected with evidence and what they heard."""
    words = scene.words
    found = colleagues(scene.scores, account)
    if not found:
        st.html(f'<div class="rg-note">{text(words("no_people"))}</div>')
        return
    event = st.dataframe(
        _frame(scene, found),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="–",
        key=f"people:{scene.scores.snapshot.accounts.ids[account]}",
        column_config={
            words("opinion_net"): st.column_config.NumberColumn(format="%+.2f", help=words("opinion_help")),
            words("heard"): st.column_config.NumberColumn(format="%+.3f", help=words("heard_net_help")),
            words("met"): st.column_config.TextColumn(help=words("met_help")),
            words("stance"): st.column_config.TextColumn(help=words("stance_help")),
        },
    )
    if event.selection.rows:
        show_person(scene, found[event.selection.rows[0]].person)
    else:
        st.caption(words("select_person"))


def show_person(scene: Scene, person: int) -> None:
    """Evidence behind a person's opinion, and what has reached the person."""
    words = scene.words
    people = scene.scores.snapshot.people
    note = origin_note(scene, "people", [(people.ids[person],)])
    st.html(f'<div class="rg-name">{text(people.names[person])}</div>{note}')
    why, told = st.columns(2)
    with why:
        st.markdown(f"**{words('why_opinion')}**", help=words("evidence_help"))
        st.html(evidence_html(scene, person))
    with told:
        st.markdown(f"**{words('heard_by_person')}**", help=words("heard_help"))
        st.html(heard_html(scene, person))


def evidence_html(scene: Scene, person: int, *, most: int = 12) -> str:
    """Evidence behind a person's opinion, strongest first, with what each piece counts; one sentence for none."""
    words, snapshot = scene.words, scene.scores.snapshot
    found = opinion_evidence(snapshot, scene.scores.params, person)
    if not found:
        return f'<div class="rg-note">{text(words("no_opinion_evidence"))}</div>'
    counts = [piece.weight * piece.share * piece.decay * piece.value for piece in found]
    origins = origin_texts(scene, "events", [(piece.ref,) for piece in found[:most]])
    greatest = max(map(abs, counts))
    rows = [
        (
            tag(
                "span",
                text(opinion_text(piece, snapshot, words.language)),
                hint=origins.get((piece.ref,), ""),
            ),
            number(f"{count:+.2f}"),
            amount_bar(abs(count), greatest, "rg-good" if count >= 0 else "rg-bad"),
        )
        for piece, count in list(zip(found, counts, strict=True))[:most]
    ]
    left = len(found) - len(rows)
    more = f'<div class="rg-muted rg-small">{text(words("more", count=left))}</div>' if left > 0 else ""
    header = ((words("evidence"), ""), (words("counts"), words("counts_help")), ("", ""))
    return table(header, rows) + more


def _frame(scene: Scene, found: list[Colleague]) -> dict[str, list[Any]]:
    words, opinion = scene.words, scene.scores.opinion
    language, names = words.language, scene.scores.snapshot.people.names
    people = [one.person for one in found]
    listeners, at = np.unique(np.array(people, np.int32), return_inverse=True)
    heard = scene.scores.heard_by(listeners)
    return {
        words("person"): [names[person] for person in people],
        words("title"): [one.title or "" for one in found],
        words("seniority"): [seniority_name(one.seniority, language) for one in found],
        words("buying_role"): [buying_role_name(one.buying_role, language) for one in found],
        words("stance"): [word_name(one.stance or "unknown", language) for one in found],
        words("met"): [words("yes") if one.ever_met else words("never_met") for one in found],
        words("opinion"): [word_name(one.word, language) for one in found],
        words("opinion_net"): [
            None if one.word == "unknown" else float(opinion.net[one.person]) for one in found
        ],
        words("heard"): heard.net[at].tolist(),
    }
