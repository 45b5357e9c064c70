"""What was learnt from a store's own outcomes, on the Evidence page, and the means to use it or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.evidence.fit_reading import fit_of
from refgraph.service.fits import fit_in_force, keep_fit
from refgraph.service.person import who
from refgraph.views.fit_wording import FAMILIES, KINDS, chances_text, used_text
from refgraph.views.terms import term
from refgraph.web.markup import number, table, tag, text
from refgraph.web.proofs import learn_now, lessons
from refgraph.web.saying import say

if TYPE_CHECKING:
    from refgraph.evidence.fit import Chances, Fit, Kind, Weights
    from refgraph.evidence.gains import Gain
    from refgraph.store.port import KeptFit
    from refgraph.web.proofs import Choice
    from refgraph.web.store import Scene
    from refgraph.web.words import Words


def show_learnt(scene: Scene, choice: Choice) -> None:
    """The fit in force, else the one made last for the choice; buttons to learn and to go back to the defaults."""
    words = scene.words
    st.html(tag("h2", text(words("learnt")), kind="rg-title"))
    st.caption(words("learnt_help"))
    kept = scene.asked(lambda: fit_in_force(scene.workspace.store), None)
    fit = _read(kept) if kept else None
    st.html(f'<div class="rg-note">{text(_in_force(words, kept, fit))}</div>')
    _buttons(scene, choice, is_in_force=kept is not None)
    if kept is None and (last := lessons().latest(scene.key[0], choice)):
        fit = last.answer.fit
    if fit is not None:
        _fit(words, fit)


def _read(kept: KeptFit) -> Fit | None:
    try:
        return fit_of(json.loads(kept.document))
    except ValueError:
        return None


def _in_force(words: Words, kept: KeptFit | None, fit: Fit | None) -> str:
    if kept is None:
        return words("learnt_defaults")
    if fit is None:
        return words("learnt_unreadable", version=kept.version)
    families = (("ties", fit.ties.used), ("evidence", fit.evidence.used), ("chances", fit.chances.used))
    used = [term(FAMILIES, name, words.language) for name, is_used in families if is_used]
    since = {"version": kept.version, "day": kept.applied_at[:10]}
    if not (fit.ties.used or fit.evidence.used):
        return words("learnt_chances_only", **since)
    return words("learnt_in_force", what=" · ".join(used), **since)


def _buttons(scene: Scene, choice: Choice, *, is_in_force: bool) -> None:
    words = scene.words
    left, right, _ = st.columns([2, 2, 3])
    if left.button(words("learnt_run"), help=words("learnt_run_help"), disabled=scene.is_away, key="learn"):
        found = learn_now(scene, choice)
        if found.kept is None:
            say(words("learnt_nothing"))
        fit = found.fit
        is_used = fit.ties.used or fit.evidence.used or fit.chances.used
        say(words("learnt_kept" if is_used else "learnt_taken_back", version=found.kept))
    if is_in_force and right.button(words("learnt_back"), disabled=scene.is_away, key="defaults"):
        say(words("learnt_went_back", version=keep_fit(scene.workspace.store, "", by=who())))


def _fit(words: Words, fit: Fit) -> None:
    for seen in fit.seen:
        if seen.outcomes:
            facts = {"outcomes": f"{seen.outcomes:,}", "cases": f"{seen.cases:,}", "version": seen.version}
            when = {"first": seen.first_day, "last": seen.last_day, "days": seen.horizon_days}
            st.caption(words("learnt_seen", periods=seen.periods, **facts, **when))
    _weights(words, "ties", fit.ties)
    _weights(words, "evidence", fit.evidence)
    _chances(words, fit.chances)


def _weights(words: Words, name: str, found: Weights) -> None:
    st.markdown(f"**{term(FAMILIES, name, words.language)}**")
    gains = (("learnt_elsewhere_auc", found.out_of_circle), ("learnt_later_auc", found.later))
    _said(words, used_text(found.why, words.language), gains, 3)
    if found.kinds:
        keys = ("learnt_share", "learnt_multiplier", "learnt_used")
        header = [(words("learnt_kind"), ""), *((words(key), words(f"{key}_help")) for key in keys)]
        rows = [_kind(words, one, is_used=found.used) for one in found.kinds]
        st.html(f'<div class="rg-scroll">{table(header, rows)}</div>')


def _kind(words: Words, one: Kind, *, is_used: bool) -> list[str]:
    high = "∞" if one.high is None else f"{one.high:.2f}"
    return [
        text(term(KINDS, one.name, words.language)),
        number(f"{one.share:.0%}"),
        number(f"×{one.multiplier:.2f} ({one.low:.2f}–{high})"),
        number(f"×{one.shrunk if is_used else 1.0:.2f}"),
    ]


def _chances(words: Words, found: Chances) -> None:
    st.markdown(f"**{term(FAMILIES, 'chances', words.language)}**")
    gains = (("learnt_elsewhere_loss", found.out_of_circle), ("learnt_later_loss", found.later))
    _said(words, chances_text(found.why, words.language), gains, 4)


def _said(words: Words, first: str, gains: tuple[tuple[str, Gain | None], ...], digits: int) -> None:
    """Why something is used or not, and by how much it does better elsewhere."""
    lines = [first]
    for key, gain in gains:
        if gain is not None:
            ends = {"gain": gain.estimate, "low": gain.low, "high": gain.high}
            lines.append(words(key, **{name: f"{value:+.{digits}f}" for name, value in ends.items()}))
    st.html(tag("div", "".join(tag("div", text(line)) for line in lines), kind="rg-small"))
