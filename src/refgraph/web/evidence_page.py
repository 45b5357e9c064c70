"""The Evidence page: whether the suggestions would have worked on this history, and what was learnt from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.model.params import QUARTER_DAYS, Params
from refgraph.service.today import today_utc
from refgraph.snapshot.snapshot import EventKind
from refgraph.views.proof_verdict import ADVICE, HEADLINES, compared, larger_history
from refgraph.views.proof_wording import why
from refgraph.views.terms import term
from refgraph.web import state
from refgraph.web.evidence_charts import show_charts
from refgraph.web.evidence_learnt import show_learnt
from refgraph.web.evidence_tables import show_missing, show_tables
from refgraph.web.footing import show_footing
from refgraph.web.markup import tag, text
from refgraph.web.proofs import Choice, params_text, proofs, prove_now
from refgraph.web.saying import refusals, show_said
from refgraph.web.store import Scene, open_scene
from refgraph.web.tiles import tiles
from refgraph.web.words import Words

if TYPE_CHECKING:
    from refgraph.evidence.proof import Proof
    from refgraph.web.proofs import Kept

_LEAST_DAYS, _MOST_DAYS = 7, 3660


def show() -> None:
    """Show the verdict for the first day and horizon of the address, whichever day other pages look at."""
    scene = open_scene(Words(state.language()), today_utc())
    show_said()
    head = st.container()
    choice, is_asked = _asked(scene)
    with refusals(scene.words):
        kept = _kept(scene, choice, is_asked=is_asked)
        with head:
            _head(scene, kept)
        if kept is not None:
            _whole(scene, kept.answer)
        show_learnt(scene, choice)
    show_footing(scene)


def _asked(scene: Scene) -> tuple[Choice, bool]:
    """First day and horizon, from the address, changed by two widgets; whether the button was pressed."""
    words, choice = scene.words, Choice(_since(), _horizon())
    first, days, button = st.columns([2, 2, 3], vertical_alignment="bottom")
    st.session_state.update(proof_since=choice.since, proof_horizon=choice.horizon_days)
    first.date_input(
        words("proof_since"), key="proof_since", min_value="1900-01-01", max_value="2100-12-31",
        format="YYYY-MM-DD", help=words("proof_since_help"), on_change=_put_since,
    )  # fmt: skip
    days.number_input(
        words("proof_horizon"), min_value=_LEAST_DAYS, max_value=_MOST_DAYS, key="proof_horizon",
        help=words("proof_horizon_help"),
        on_change=lambda: state.put("horizon", str(st.session_state["proof_horizon"])),
    )  # fmt: skip
    is_there = proofs().latest(scene.key[0], choice) is not None
    name = words("proof_again") if is_there else words("proof_run")
    return choice, button.button(
        name, type="secondary" if is_there else "primary", disabled=scene.is_away, key="proof_run"
    )


def _since() -> date | None:
    """First day of the address; None where it names no day from 1900 to 2100."""
    try:
        day = date.fromisoformat(state.get("since") or "")
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= date(2100, 12, 31) else None


def _put_since() -> None:
    day = st.session_state["proof_since"]
    state.put("since", day.isoformat() if day else None)


def _horizon() -> int:
    """Horizon of the address; a quarter where it names none that is allowed."""
    said = state.get("horizon") or ""
    # Python refuses to read a number of thousands of digits.
    is_number = said.isascii() and said.isdigit() and len(said) <= len(str(_MOST_DAYS))
    return int(said) if is_number and _LEAST_DAYS <= int(said) <= _MOST_DAYS else QUARTER_DAYS


def _kept(scene: Scene, choice: Choice, *, is_asked: bool) -> Kept[Proof] | None:
    """The answer to a choice; made, and the page run again, where it was asked for or where nobody has to wait."""
    kept = proofs().latest(scene.key[0], choice)
    has_orders = bool((scene.scores.snapshot.events.kind == EventKind.DEAL_WON).any())
    is_instant = not has_orders and (kept is None or kept.version != scene.key[1])
    if (is_asked or is_instant) and not scene.is_away:
        prove_now(scene, choice)
        st.rerun()
    return kept


def _head(scene: Scene, kept: Kept[Proof] | None) -> None:
    words = scene.words
    if kept is None:
        st.html(tag("h1", text(words("proof_title")), kind="rg-title"))
        st.html(f'<div class="rg-note">{text(words("proof_not_yet"))}</div>')
        return
    found, language = kept.answer.backtest, words.language
    st.html(tag("h1", text(term(HEADLINES, found.verdict.word, language)), kind="rg-title"))
    said = [why(found, language), larger_history(found.verdict, language)]
    advice = [term(ADVICE, found.verdict.word, language), *compared(found, language)]
    listed = tag("ul", "".join(tag("li", text(one)) for one in advice), kind="rg-list")
    st.html(tag("div", text(words("proof_and").join(filter(None, said)))) + listed)
    for key in _doubts(scene, kept):
        st.html(f'<div class="rg-note">{text(words(key, was=kept.version, now=scene.key[1]))}</div>')


def _doubts(scene: Scene, kept: Kept[Proof]) -> list[str]:
    """Keys of what is to be known before one reads the figures."""
    doubts = []
    if kept.params != params_text(scene.scores.params):
        doubts.append("proof_other_parameters")
    elif kept.version != scene.key[1]:
        doubts.append("proof_older")
    if kept.params != params_text(Params()):
        doubts.append("proof_flatters")
    return doubts


def _whole(scene: Scene, proof: Proof) -> None:
    words, found = scene.words, proof.backtest
    st.html(_figures(scene, proof))
    if found.periods:
        drawn = words(f"proof_drawn_{found.drawn}")
        days = {"days": proof.horizon_days, "first": proof.first_day, "last": proof.last_day}
        st.caption(words("proof_span", drawn=drawn, **days))
        with st.expander(words("proof_tried"), icon=":material/science:"):
            st.html(text(words("proof_tried_text")))
        show_charts(words, proof)
        show_tables(words, proof)
    else:
        st.html(f'<div class="rg-note">{text(words("proof_no_period", days=proof.horizon_days))}</div>')
    show_missing(words, proof)


def _figures(scene: Scene, proof: Proof) -> str:
    words, found, verdict = scene.words, proof.backtest, proof.backtest.verdict
    share = "–" if found.share is None else f"{found.share:.1%}"
    ranked = words("proof_rankings_value", candidates=f"{found.candidates:,}", share=share)
    skipped = words("proof_periods_help", skipped=found.skipped)
    parts = [
        (words("proof_orders"), f"{found.positives:,}", words("proof_orders_help")),
        (words("proof_rankings"), ranked, words("proof_rankings_help")),
        (words("proof_periods"), f"{found.periods:,}", skipped),
        (words("proof_detectable"), f"{verdict.detectable:.3f}", words("proof_detectable_help")),
    ]
    if verdict.needed > verdict.positives:
        parts.append((words("proof_needed"), f"{verdict.needed:,}", words("proof_needed_help")))
    return tiles(tuple(parts))
