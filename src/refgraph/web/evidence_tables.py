"""Tables of the Evidence page: every figure behind the verdict, and which facts are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.evidence.measures import KS
from refgraph.evidence.pairs import K
from refgraph.views.proof_wording import FACTORS, OPENER_SCORES, SCORES, missing_text
from refgraph.views.terms import term
from refgraph.web.markup import amount_bar, number, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.fit import Coefficient
    from refgraph.evidence.measures import Measures, Precision
    from refgraph.evidence.missing import Missing
    from refgraph.evidence.proof import Proof
    from refgraph.web.words import Words

_NONE = "–"


def show_tables(words: Words, proof: Proof) -> None:
    """All scores beside each other, the factors, and the referrals."""
    _scores(words, proof)
    _factors(words, proof)
    _referrals(words, proof)


def show_missing(words: Words, proof: Proof) -> None:
    """Facts that are missing, as a ranked list."""
    st.markdown(f"**{words('proof_missing')}**", help=words("proof_missing_help"))
    if not proof.missing:
        if proof.backtest.periods:
            st.caption(words("proof_missing_nothing"))
        return
    header = [("", ""), (words("proof_missing_fact"), ""), (words("proof_missing_share"), ""), ("", "")]
    rows = [_missing(words, rank, one) for rank, one in enumerate(proof.missing, 1)]
    st.html(table(header, rows))


def _missing(words: Words, rank: int, one: Missing) -> list[str]:
    share, bar = number(f"{one.share:.1%}"), amount_bar(one.share, 1.0, "rg-bad")
    return [str(rank), text(missing_text(one, words.language)), share, bar]


def _scores(words: Words, proof: Proof) -> None:
    found = proof.backtest
    st.markdown(f"**{words('proof_scores')}**", help=words("proof_scores_help"))
    header = [
        *((words(f"proof_{key}"), "") for key in ("ranked_by", "auc", "auc_inside")),
        *((words("proof_of_first", k=k), "") for k in KS),
        (words("proof_gain"), words("proof_gain_help")),
    ]
    rows = []
    for name, one in found.measures.items():
        gain = None if name == "refgraph" else found.gain_over(name)
        rows.append([*_measures(words, name, one), _gain(gain)])
    st.html(f'<div class="rg-scroll">{table(header, rows)}</div>')


def _measures(words: Words, name: str, one: Measures) -> list[str]:
    said = text(term(SCORES, name, words.language))
    return [
        f"<b>{said}</b>" if name == "refgraph" else said,
        _area(one.auc, one.auc_interval),
        _area(one.auc_inside, one.auc_inside_interval),
        *_precisions(one.by_circle or one.by_period),
    ]


def _area(value: float | None, bounds: tuple[float, float] | None) -> str:
    if value is None:
        return _NONE
    return number(f"{value:.3f}" + (f" ({bounds[0]:.3f}–{bounds[1]:.3f})" if bounds else ""))


def _precisions(found: Sequence[Precision]) -> list[str]:
    by_k = {one.k: one for one in found}
    return [_precision(by_k.get(k)) for k in KS]


def _precision(one: Precision | None) -> str:
    if one is None or one.precision is None:
        return _NONE
    return number(f"{one.precision:.1%}" + (f" (×{one.lift:.2f})" if one.lift is not None else ""))


def _gain(gain: tuple[float, float, float] | None) -> str:
    return number(f"{gain[0]:+.3f} ({gain[1]:+.3f} – {gain[2]:+.3f})") if gain else ""


def _factors(words: Words, proof: Proof) -> None:
    if proof.chances is None or not proof.chances.coefficients:
        return
    st.markdown(f"**{words('proof_factors')}**", help=words("proof_factors_help"))
    header = [(words(f"proof_{key}"), "") for key in ("factor", "odds", "log_odds")]
    rows = [_factor(words, one) for one in proof.chances.coefficients]
    st.html(f'<div class="rg-scroll">{table(header, rows)}</div>')


def _factor(words: Words, one: Coefficient) -> list[str]:
    odds = np.exp([one.estimate, one.low, one.high]).tolist()
    return [
        text(term(FACTORS, one.name, words.language)),
        number("×{:.2f} ({:.2f}–{:.2f})".format(*odds)),
        number(f"{one.estimate:+.2f} ({one.low:+.2f} – {one.high:+.2f})"),
    ]


def _referrals(words: Words, proof: Proof) -> None:
    found = proof.pairs
    if not found.referrals:
        st.caption(words("proof_no_referrals"))
        return
    title = words("proof_referrals", referrals=found.referrals, targets=found.targets)
    st.markdown(f"**{title}**", help=words("proof_referrals_help"))
    header = [
        (words("proof_ranked_by"), ""),
        (words("proof_auc"), ""),
        (words("proof_opener_first", k=K), ""),
    ]
    rows = [
        [
            text(term(OPENER_SCORES, name, words.language)),
            number("–" if one.auc is None else f"{one.auc:.3f}"),
            number(f"{one.hit_share:.0%}"),
        ]
        for name, one in found.measures.items()
    ]
    st.html(table(header, rows))
    if found.unforeseen:
        st.caption(words("proof_unforeseen", count=found.unforeseen))
