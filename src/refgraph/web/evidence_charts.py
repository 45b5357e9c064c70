"""Charts of the Evidence page, drawn by Streamlit's own Vega-Lite, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.fit_wording import chances_text
from refgraph.web.evidence_specs import areas_spec, calibration_spec, precision_spec, rewired_spec
from refgraph.web.markup import text

if TYPE_CHECKING:
    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.proof import Proof
    from refgraph.web.evidence_specs import Spec
    from refgraph.web.words import Words


def show_charts(words: Words, proof: Proof) -> None:
    """Areas inside circles and the head of the list; redrawn networks and calibration."""
    left, right = st.columns(2, gap="large")
    with left:
        _areas(words, proof.backtest)
    with right:
        _precision(words, proof.backtest)
    left, right = st.columns(2, gap="large")
    with left:
        _rewired(words, proof.backtest)
    with right:
        _calibration(words, proof)


def _areas(words: Words, found: Backtest) -> None:
    if any(one.auc_inside is not None for one in found.measures.values()):
        _draw(words, "areas", words("proof_chart_areas_help"), areas_spec(words, found))


def _precision(words: Words, found: Backtest) -> None:
    by = "circle" if found.measures["refgraph"].by_circle else "period"
    _draw(words, "precision", words(f"proof_chart_precision_{by}"), precision_spec(words, found))


def _rewired(words: Words, found: Backtest) -> None:
    area = found.measures["refgraph"].auc_inside
    if area is not None and len(found.rewired):
        said = words("proof_chart_rewired_help", networks=len(found.rewired), pairs=f"{found.redrawn:,}")
        _draw(words, "rewired", said, rewired_spec(words, found, area))
        p = {"rewired": found.verdict.p_rewired, "dealt": found.verdict.p_dealt}
        st.caption(words("proof_p", **{key: "–" if one is None else f"{one:.4f}" for key, one in p.items()}))
    elif not found.redrawn:
        _instead(words, "rewired", words("proof_no_rewired"))


def _calibration(words: Words, proof: Proof) -> None:
    """The calibration, where chances may be told; else why they may not."""
    chances = proof.chances
    if proof.backtest.verdict.word != "evidence" or chances is None:
        _instead(words, "calibration", words("proof_no_chances"))
    elif not chances.used or chances.calibration is None:
        _instead(words, "calibration", chances_text(chances.why, words.language))
    else:
        found = chances.calibration
        _draw(words, "calibration", words("proof_chart_calibration_help"), calibration_spec(words, found))
        off = sum(not one.low <= one.expected <= one.high for one in found.bins)
        slope = "–" if found.slope is None else f"{found.slope:.2f}"
        told = {"slope": slope, "brier": f"{found.brier:.4f}", "off": off, "groups": len(found.bins)}
        st.caption(words("proof_slope", **told))


def _draw(words: Words, name: str, said: str, spec: Spec) -> None:
    title = words(f"proof_chart_{name}")
    st.markdown(f"**{title}**", help=said)
    st.vega_lite_chart(None, spec, key=f"chart_{name}", alt=title)


def _instead(words: Words, name: str, said: str) -> None:
    st.markdown(f"**{words(f'proof_chart_{name}')}**")
    st.html(f'<div class="rg-note">{text(said)}</div>')
