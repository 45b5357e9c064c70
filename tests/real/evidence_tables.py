"""Tables of docs/evidence.md: scores beside each other, gains, factors and kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.backtest import PLACEBO, REFGRAPH
from refgraph.evidence.bootstrap import interval
from refgraph.views.proof_wording import FACTORS, SCORES
from refgraph.views.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.fit import Chances, Fit, Weights
    from refgraph.evidence.measures import Measures

K = 10


@dataclass(frozen=True, slots=True)
class Pooled:
    """A score over several backtests, weighted by their positives."""

    auc: float
    inside: float
    inside_interval: tuple[float, float]
    precision: float
    lift: float


def pooled(backtests: Sequence[Backtest], name: str) -> Pooled:
    """One score over all; intervals hold for backtests that draw the same circles."""
    weights = [one.positives for one in backtests]
    each = [one.measures[name] for one in backtests]
    at_k = [next(p for p in one.by_circle if p.k == K) for one in each]
    found, base = (
        sum(w * (value or 0.0) for w, value in zip(weights, values, strict=True))
        for values in ([p.precision for p in at_k], [p.base for p in at_k])
    )
    return Pooled(
        auc=float(np.average([one.auc or 0.5 for one in each], weights=weights)),
        inside=float(np.average([one.auc_inside or 0.5 for one in each], weights=weights)),
        inside_interval=interval(mean_draws(backtests, name)) or (0.0, 1.0),
        precision=found / sum(weights),
        lift=found / base,
    )


def mean_draws(backtests: Sequence[Backtest], name: str) -> np.ndarray:
    """Area inside circles of each bootstrap draw, over all backtests; shape (draws,)."""
    return np.average(
        [one.measures[name].draws for one in backtests], axis=0, weights=[one.positives for one in backtests]
    )


def pooled_gain(backtests: Sequence[Backtest], name: str) -> tuple[float, float, float]:
    """Gain inside circles over another score, with its interval."""
    low, high = interval(mean_draws(backtests, REFGRAPH) - mean_draws(backtests, name)) or (-1.0, 1.0)
    return pooled(backtests, REFGRAPH).inside - pooled(backtests, name).inside, low, high


_HEADER = (
    "ranked by",
    "AUC",
    "inside circles",
    f"of the first {K} in a circle",
    "lift",
    "refgraph gains inside",
)


def scores_table(found: Backtest) -> list[str]:
    """Every score of one backtest."""
    return table(
        _HEADER,
        (
            (
                term(SCORES, name, "en"),
                ranged(one.auc, one.auc_interval),
                ranged(one.auc_inside, one.auc_inside_interval),
                *_at_k(one),
                gained(found.gain_over(name)) if name != REFGRAPH else "",
            )
            for name, one in found.measures.items()
        ),
    )


def pooled_table(backtests: Sequence[Backtest]) -> list[str]:
    """Every score of several backtests together."""
    return table(
        _HEADER,
        (
            (
                term(SCORES, name, "en"),
                f"{one.auc:.3f}",
                ranged(one.inside, one.inside_interval),
                f"{one.precision:.1%}",
                f"{one.lift:.2f}",
                gained(pooled_gain(backtests, name)) if name != REFGRAPH else "",
            )
            for name in backtests[0].measures
            for one in [pooled(backtests, name)]
        ),
    )


def pooled_comparison(backtests: Sequence[Backtest]) -> str:
    """Over how many, and which plain scores do as well."""
    plain = [name for name in backtests[0].measures if name not in (REFGRAPH, PLACEBO, "random")]
    gains = {name: pooled_gain(backtests, name) for name in plain}
    alike = [f"{term(SCORES, name, 'en')} ({gained(gain)})" for name, gain in gains.items() if gain[1] <= 0]
    total = sum(one.positives for one in backtests)
    told = f"Inside circles refgraph cannot be told from, or is behind: {', '.join(alike)}." if alike else ""
    return f"{total:,} first orders. {told}".strip()


def products_table(names: Sequence[str], backtests: Sequence[Backtest]) -> list[str]:
    """One line a product."""
    return table(
        ("practice", "first orders", "AUC", "inside circles", "redrawn contacts, inside", "p", "verdict"),
        (
            (
                name,
                str(one.positives),
                ranged(one.measures[REFGRAPH].auc, None),
                ranged(one.measures[REFGRAPH].auc_inside, one.measures[REFGRAPH].auc_inside_interval),
                ranged(one.measures[PLACEBO].auc_inside, None),
                f"{one.verdict.p_rewired:.3f}",
                one.verdict.word.replace("_", " "),
            )
            for name, one in zip(names, backtests, strict=True)
        ),
    )


def factors_table(chances: Chances) -> list[str]:
    """What each factor adds."""
    return table(
        ("factor", "adds to the log-odds of an order, a standard deviation"),
        (
            (term(FACTORS, one.name, "en"), gained((one.estimate, one.low, one.high), 2))
            for one in chances.coefficients
        ),
    )


def kinds_lines(fit: Fit) -> list[str]:
    """What was learnt about kinds of ties and of evidence, and whether it is used."""
    return [*_kinds("kinds of ties", fit.ties), *_kinds("kinds of evidence", fit.evidence)]


def _kinds(name: str, weights: Weights) -> list[str]:
    if not weights.kinds:
        return [f"- {name}: not fitted ({weights.why.value.replace('_', ' ')})."]
    told = ", ".join(
        f"{kind.name.replace('_', ' ')} {kind.multiplier:.2f}"
        f" ({kind.low:.2f} to {'∞' if kind.high is None else f'{kind.high:.2f}'})"
        for kind in weights.kinds
    )
    gain = weights.out_of_circle
    judged = (
        f" out of circle it gains {gained((gain.estimate, gain.low, gain.high))} inside circles"
        if gain
        else ""
    )
    used = "in use" if weights.used else f"the defaults stay ({weights.why.value.replace('_', ' ')})"
    return [f"- {name}, as multiples of what all have in common: {told};{judged}: {used}."]


def table(header: Iterable[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    header = list(header)
    return ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *rows)]


def ranged(value: float | None, bounds: tuple[float, float] | None) -> str:
    """A figure with its interval."""
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" ({bounds[0]:.3f}–{bounds[1]:.3f})" if bounds else "")


def gained(found: tuple[float, float, float] | None, digits: int = 3) -> str:
    """A difference with its interval."""
    if found is None:
        return "–"
    return "{:+.{d}f} ({:+.{d}f} to {:+.{d}f})".format(*found, d=digits)


def _at_k(one: Measures) -> tuple[str, str]:
    for at in one.by_circle or one.by_period:
        if at.k == K and at.precision is not None:
            return f"{at.precision:.1%}", f"{at.lift:.2f}" if at.lift is not None else "–"
    return "–", "–"
