"""A backtest as a JSON document (contract.md §2, "Backtest")."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.evidence.backtest import PLACEBO, REFGRAPH
from refgraph.evidence.fit_document import chances_document
from refgraph.evidence.pairs import K
from refgraph.views.proof_wording import missing_text, why

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from refgraph.evidence.fit import Chances
    from refgraph.evidence.measures import Measures, Precision
    from refgraph.evidence.pairs import Pairs
    from refgraph.evidence.proof import Proof
    from refgraph.evidence.shuffles import FalseAlarms
    from refgraph.views.documents import Json

_COMPARED = ("degree", PLACEBO)
"""What gains are told over even where nothing could be measured."""


def proof_document(proof: Proof, *, is_learnt: bool = False) -> Json:
    """Document of `refgraph backtest`; `is_learnt` where the parameters come from a fit, and so may flatter."""
    found = proof.backtest
    return {
        "version": proof.version,
        "first_day": _iso(proof.first_day),
        "last_day": _iso(proof.last_day),
        "horizon_days": proof.horizon_days,
        "learnt_parameters": is_learnt,
        "periods": found.periods,
        "skipped": found.skipped,
        "positives": found.positives,
        "candidates": found.candidates,
        "share_of_positives": found.share,
        "circles": found.circles,
        "bootstrap_over": found.drawn,
        "scores": {name: _measures(one) for name, one in found.measures.items()},
        "gain": {
            f"over_{name}": _list(found.gain_over(name))
            for name in found.measures or _COMPARED
            if name != REFGRAPH
        },
        "rewired": {"networks": len(found.rewired), "pairs_redrawn": found.redrawn},
        "p_value": found.verdict.p_rewired,
        "p_rewired": found.verdict.p_rewired,
        "p_dealt": found.verdict.p_dealt,
        "verdict": found.verdict.word,
        "why": why(found, "en"),
        "reason": found.verdict.reason,
        "positives_needed": found.verdict.needed,
        "detectable_gain": found.verdict.detectable,
        "fit": _chances(proof.chances),
        "pairs": _pairs(proof.pairs),
        "missing": [{**asdict(row), "message": missing_text(row, "en")} for row in proof.missing],
        "shuffles": _shuffles(proof.shuffles),
    }


def _measures(found: Measures) -> Json:
    return {
        "auc": found.auc,
        "auc_ci": _list(found.auc_interval),
        "auc_inside_circle": found.auc_inside,
        "auc_inside_circle_ci": _list(found.auc_inside_interval),
        **_precisions(found.by_period, ""),
        **_precisions(found.by_circle, "_inside_circle"),
    }


def _precisions(found: Sequence[Precision], suffix: str) -> Json:
    document: Json = {}
    for one in found:
        document[f"precision_at_{one.k}{suffix}"] = one.precision
        document[f"lift_at_{one.k}{suffix}"] = one.lift
    return document


def _chances(chances: Chances | None) -> Json | None:
    return chances_document(chances) if chances else None


def _pairs(found: Pairs) -> Json:
    return {
        "targets": found.targets,
        "referrals": found.referrals,
        "unforeseen": found.unforeseen,
        "scores": {
            name: {"auc": one.auc, f"hit_share_at_{K}": one.hit_share} for name, one in found.measures.items()
        },
    }


def _shuffles(found: FalseAlarms | None) -> Json | None:
    if found is None:
        return None
    return {
        "count": found.count,
        "evidence": found.evidence,
        "share": found.share,
        "share_ci": _list(found.interval),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _list(values: Sequence[float] | None) -> list[float] | None:
    return list(values) if values else None
