"""What was fitted, as a JSON document and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.fit_wording import FAMILIES, KINDS, used_text
from refgraph.views.plain import table
from refgraph.views.terms import term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.fit import Chances, Fit, Weights
    from refgraph.evidence.gains import Gain
    from refgraph.views.documents import Json


def fit_document(document: Mapping[str, object], kept: int | None) -> Json:
    """Document of `refgraph fit`; `kept` is the store version with which it came into force."""
    return {**document, "kept": kept}


def fit_lines(fit: Fit, kept: int | None) -> list[str]:
    """What was learnt of tie kinds, evidence kinds and chances, and what is used of it."""
    seen = fit.seen[0]
    outcomes = f"{seen.outcomes} first orders in {seen.periods} periods, {seen.first_day} to {seen.last_day}"
    return [
        f"Learnt from {outcomes}" if seen.outcomes else "No first order to learn from",
        "",
        *_weights("ties", fit.ties),
        *_weights("evidence", fit.evidence),
        *_chances(fit.chances),
        f"In force as version {kept}." if kept is not None else "Nothing was put in force.",
    ]


def _weights(name: str, found: Weights) -> list[str]:
    rows = [
        [
            term(KINDS, kind.name, "en"),
            f"{kind.share:.0%}",
            f"{kind.multiplier:.2f} ({kind.low:.2f} to {'∞' if kind.high is None else f'{kind.high:.2f}'})",
            f"{kind.shrunk:.2f}",
        ]
        for kind in found.kinds
    ]
    header = [term(FAMILIES, name, "en"), "of all heard", "times its default (95 %)", "shrunk"]
    gains = [*_gain("out of circle", found.out_of_circle, "AUC"), *_gain("later", found.later, "AUC")]
    return [
        *(table(header, rows) if rows else []),
        f"{term(FAMILIES, name, 'en')}: {used_text(found.why, 'en')}",
        *gains,
        "",
    ]


def _chances(found: Chances) -> list[str]:
    gains = [
        *_gain("out of circle", found.out_of_circle, "nats a case"),
        *_gain("later", found.later, "nats a case"),
    ]
    return [f"{term(FAMILIES, 'chances', 'en')}: {used_text(found.why, 'en')}", *gains, ""]


def _gain(where: str, found: Gain | None, unit: str) -> list[str]:
    return (
        [f"  {where}: {found.estimate:+.4f} {unit} ({found.low:+.4f} to {found.high:+.4f})"] if found else []
    )
