"""What has been heard, by source: good and bad word of mouth and from whom it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.scores.accounts import listening_weights
from refgraph.scores.heard import Contribution, Heard, contributions, contributions_to
from refgraph.web.markup import amount, amount_bar, number, table, text
from refgraph.web.names import accounts_of, person_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.scores.scores import Scores
    from refgraph.web.store import Key, Scene

_SOURCES = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has heard, and from whom most of it came."""

    sources: tuple[Contribution, ...]
    """Greatest first, at most ten."""
    positive: float
    """Of all sources together; as `negative`."""
    negative: float
    others: int
    """Sources beyond those."""

    @classmethod
    def of(cls, found: Sequence[Contribution]) -> Told:
        """Keep the first and add up all."""
        good, bad = sum(one.positive for one in found), sum(one.negative for one in found)
        return cls(tuple(found[:_SOURCES]), good, bad, max(0, len(found) - _SOURCES))


def show_heard(scene: Scene, account: int) -> None:
    """What the people of an account have heard, all together or one of them."""
    words, snapshot = scene.words, scene.scores.snapshot
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
    st.html(account_heard_html(scene, account))


def account_heard_html(scene: Scene, account: int) -> str:
    """What the people of an account have heard together, by source."""
    people = scene.scores.snapshot.current_people(account).tolist()
    return _by_source(scene, told_account(scene.key, account, scene.scores), people, "own_people")


def heard_html(scene: Scene, person: int) -> str:
    """What one person has heard, by source."""
    return _by_source(scene, told_person(scene.key, person, scene.scores), [person], "own_word")


@st.cache_resource(show_spinner=False, max_entries=256)
def told_account(key: Key, account: int, _scores: Scores) -> Told:
    """What an account has heard, traced once for the scores of a key."""
    weights = listening_weights(_scores.snapshot, _scores.params, account)
    return Told.of(
        contributions_to(
            _scores.ties, _scores.opinion, _scores.params, weights, mixing=_scores.network.mixing
        )
    )


@st.cache_resource(show_spinner=False, max_entries=256)
def told_person(key: Key, person: int, _scores: Scores) -> Told:
    """What a person has heard, traced once for the scores of a key."""
    mixing = _scores.network.mixing
    return Told.of(contributions(_scores.ties, _scores.opinion, _scores.params, person, mixing=mixing))


def _by_source(scene: Scene, told: Told, own: Sequence[int], own_key: str) -> str:
    """Sources of what was heard, greatest first; `own` are the listeners, marked by the text of `own_key`."""
    words = scene.words
    if not told.sources:
        return f'<div class="rg-note">{text(words("nothing_heard_long"))}</div>'
    greatest = max(max(one.positive, one.negative) for one in told.sources)
    rows = [
        _row(scene, one, greatest, own=words(own_key) if one.source in own else "") for one in told.sources
    ]
    if told.others:
        rows.append(_rest(scene, told))
    header = (
        (words("source"), words("source_help")),
        (words("good"), words("good_help")),
        ("", ""),
        (words("bad"), words("bad_help")),
        ("", ""),
    )
    return _summary(scene, told) + table(header, rows)


def _rest(scene: Scene, told: Told) -> list[str]:
    good = told.positive - sum(one.positive for one in told.sources)
    bad = told.negative - sum(one.negative for one in told.sources)
    others = text(scene.words("other_sources", count=told.others))
    # What is left of equal sums may be below 0 by rounding.
    return [others, number(amount(max(0.0, good))), "", number(amount(max(0.0, bad))), ""]


def _summary(scene: Scene, told: Told) -> str:
    params = scene.scores.params
    good, bad = np.array([told.positive]), np.array([told.negative])
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
