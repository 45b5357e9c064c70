"""A backtest as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.plain import table
from refgraph.views.proof_wording import FACTORS, OPENER_SCORES, SCORES, VERDICTS, missing_text, why
from refgraph.views.terms import term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.fit import Chances
    from refgraph.evidence.measures import Precision
    from refgraph.evidence.pairs import Pairs
    from refgraph.evidence.proof import Proof
    from refgraph.evidence.shuffles import FalseAlarms

_K = 10
_LEARNT = (
    "Parameters learnt from this store's own orders are in force: on the orders they were learnt from these figures"
    " flatter (refgraph fit --defaults)."
)


def proof_lines(proof: Proof, *, is_learnt: bool = False) -> list[str]:
    """The verdict and why, then every score beside it, gains, factors, referrals, and what is missing."""
    found = proof.backtest
    return [
        f"{term(VERDICTS, found.verdict.word, 'en')}: {why(found, 'en')}",
        "",
        *([_LEARNT, ""] if is_learnt else []),
        *_periods(proof),
        *_scores(found),
        *_factors(proof.chances),
        *_pairs(proof.pairs),
        *(f"Missing: {missing_text(row, 'en')}" for row in proof.missing),
        *_shuffles(proof.shuffles),
    ]


def _periods(proof: Proof) -> list[str]:
    found = proof.backtest
    if not found.periods:
        return [f"No period of {proof.horizon_days} days in which a ranked account ordered first."]
    return [
        f"{found.positives} first orders among {found.candidates} rankings of accounts ({found.share:.1%}),"
        f" in {_count(found.periods, 'period')} of {_count(proof.horizon_days, 'day')}"
        f" from {proof.first_day} to {proof.last_day};"
        f" {found.skipped} without an order. Intervals: 95 % over {found.drawn}.",
        "",
    ]


def _scores(found: Backtest) -> list[str]:
    rows = [
        [
            term(SCORES, name, "en"),
            _with_interval(one.auc, one.auc_interval),
            _with_interval(one.auc_inside, one.auc_inside_interval),
            _precision(one.by_circle or one.by_period),
            _gain(found.gain_over(name)) if name != "refgraph" else "",
        ]
        for name, one in found.measures.items()
    ]
    header = [
        "ranked by",
        "AUC (.5 is chance)",
        "inside circles",
        f"of the first {_K} (lift)",
        "refgraph gains inside",
    ]
    return [*table(header, rows), ""] if rows else []


def _factors(chances: Chances | None) -> list[str]:
    if chances is None or not chances.coefficients:
        return []
    rows = [
        [term(FACTORS, one.name, "en"), f"{one.estimate:+.2f} ({one.low:+.2f} to {one.high:+.2f})"]
        for one in chances.coefficients
    ]
    return [*table(["what adds to the chance of an order", "above 0: more orders (95 %)"], rows), ""]


def _pairs(found: Pairs) -> list[str]:
    if not found.referrals:
        return []
    rows = [
        [term(OPENER_SCORES, name, "en"), _with_interval(one.auc, None), f"{one.hit_share:.0%}"]
        for name, one in found.measures.items()
    ]
    header = [f"{found.referrals} referrals to {found.targets} targets", "AUC", "opener among the first 3"]
    return [*table(header, rows), ""]


def _shuffles(found: FalseAlarms | None) -> list[str]:
    if found is None or found.interval is None:
        return []
    low, high = found.interval
    return [
        f"With orders dealt out by chance inside circles the verdict was evidence in {found.evidence}"
        f" of {found.count} trials ({found.share:.1%}, {low:.1%} to {high:.1%})."
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _with_interval(value: float | None, bounds: tuple[float, float] | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" ({bounds[0]:.3f}–{bounds[1]:.3f})" if bounds else "")


def _precision(found: Sequence[Precision]) -> str:
    for one in found:
        if one.k == _K and one.precision is not None:
            return f"{one.precision:.1%}" + (f" ({one.lift:.2f})" if one.lift is not None else "")
    return "–"


def _gain(found: tuple[float, float, float] | None) -> str:
    return f"{found[0]:+.3f} ({found[1]:+.3f} to {found[2]:+.3f})" if found else "–"
