"""What has been heard, by source: good and bad word of mouth and from whom it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.scores.accounts import listening_weights
from refgraph.scores.heard import Contribution, Heard, contributions, contributions_to
from refgraph.web.markup import amount, amount_bar, number, table, text
from refgraph.web.names import accounts_of, person_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.web.store import Scene

_SOURCES = 10


def show_heard(scene: Scene, account: int) -> None:
    """What the people of an account have heard, all together or one of them."""
    words, snapshot, scores = scene.words, scene.scores.snapshot, scene.scores
    people = snapshot.current_people(account).tolist()
    if not people:
        st.html(f'<div class="rg-note">{text(words("no_people"))}</div>')
        return
    listener = st.selectbox(
        words("listener"),
        [-1, *people],
        format_func=lambda person: words("all_people") if person < 0 else snapshot.people.names[person],
        key=f"listener:{snapshot.accounts.ids[account]}",
        help=words("listener_help"),
        width=420,
    )
    if listener is not None and listener >= 0:
        st.html(heard_html(scene, listener))
        return
    weights = listening_weights(snapshot, scores.params, account)
    found = contributions_to(scores.ties, scores.opinion, scores.params, weights)
    st.html(by_source(scene, found, own=people, own_key="own_people"))


def heard_html(scene: Scene, person: int) -> str:
    """What one person has heard, by source."""
    scores = scene.scores
    found = contributions(scores.ties, scores.opinion, scores.params, person)
    return by_source(scene, found, own=[person])


def by_source(
    scene: Scene, found: Sequence[Contribution], *, own: Sequence[int], own_key: str = "own_word"
) -> str:
    """Sources of what was heard, greatest first; `own` are the listeners, marked by the text of `own_key`."""
    words = scene.words
    if not found:
        return f'<div class="rg-note">{text(words("nothing_heard_long"))}</div>'
    greatest = max(max(one.positive, one.negative) for one in found)
    rows = [
        _row(scene, one, greatest, own=words(own_key) if one.source in own else "")
        for one in found[:_SOURCES]
    ]
    rest = found[_SOURCES:]
    if rest:
        left = [sum(one.positive for one in rest), sum(one.negative for one in rest)]
        rows.append(
            [
                text(words("other_sources", count=len(rest))),
                number(amount(left[0])),
                "",
                number(amount(left[1])),
                "",
            ]
        )
    header = (
        (words("source"), words("source_help")),
        (words("good"), words("good_help")),
        ("", ""),
        (words("bad"), words("bad_help")),
        ("", ""),
    )
    return _summary(scene, found) + table(header, rows)


def _summary(scene: Scene, found: Sequence[Contribution]) -> str:
    params = scene.scores.params
    good = np.array([sum(one.positive for one in found)])
    bad = np.array([sum(one.negative for one in found)])
    heard = Heard(good, bad, params.negative_weight, params.certainty_half)
    facts = scene.words(
        "heard_summary",
        good=amount(float(good[0])),
        bad=amount(float(bad[0])),
        net=f"{heard.net[0]:+.3f}",
        tone=f"{heard.tone[0]:+.2f}",
        certainty=f"{heard.certainty[0]:.0%}",
    )
    return f'<p title="{text(scene.words("heard_help"))}">{text(facts)}</p>'


def _row(scene: Scene, one: Contribution, greatest: float, *, own: str) -> list[str]:
    snapshot = scene.scores.snapshot
    mark = f' <span class="rg-muted">({text(own)})</span>' if own else ""
    where = f'<div class="rg-muted rg-small">{accounts_of(snapshot, one.source)}</div>'
    return [
        person_name(snapshot, one.source) + mark + where,
        number(amount(one.positive)),
        amount_bar(one.positive, greatest, "rg-good"),
        number(amount(one.negative)),
        amount_bar(one.negative, greatest, "rg-bad"),
    ]
