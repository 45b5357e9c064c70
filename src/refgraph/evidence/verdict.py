"""The verdict: may one say that word of mouth ranks, on this history?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from refgraph.evidence.power import FEWEST, detectable_gain, positives_needed

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats

LEVEL = 0.05
"""Greatest chance to say "evidence" where there is none."""

Word = Literal["evidence", "no_evidence", "too_little_history"]
Reason = Literal[
    "beats_rewired",
    "like_rewired",
    "like_dealt",
    "no_contacts_inside_circles",
    "no_group_to_compare",
    "few_orders",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said, and why."""

    word: Word
    reason: Reason
    p_rewired: float | None
    """(1 + rewired networks that do as well or better) / (1 + networks); None where there are no networks."""
    p_dealt: float | None
    """(1 + deals of the outcomes in which the gain over rewired networks is as large) / (1 + deals); None as that."""
    positives: int
    needed: int
    """Positives at which one can say more: 60 while there are fewer, else what would show the gain seen so far."""
    detectable: float
    """Gain over rewired networks that so many positives show in 9 of 10 histories."""

    @property
    def detectable_at_needed(self) -> float:
        """Gain that `needed` positives show in 9 of 10 histories."""
        return detectable_gain(self.needed)


def p_value(found: float, drawn: Floats) -> float:
    """Chance to do as well by a draw: (1 + #{drawn >= found}) / (1 + #drawn), after 12 digits."""
    as_good = int((np.round(drawn, 12) >= round(found, 12)).sum())
    return (1 + as_good) / (1 + len(drawn))


def verdict(area: float | None, rewired: Floats, positives: int, by_chance: Floats) -> Verdict:
    """Judge the area inside circles by those over rewired networks, shape (networks,), empty where none can be drawn.

    Among rewired networks the actual one may stand out either way, so that with outcomes dealt out by chance it beats
    19 of 20 more often than once in 20. So its gain over their mean has to stand out among `by_chance` too: the gains
    in such deals, shape (deals,).
    """
    known = rewired[~np.isnan(rewired)]
    p_rewired = p_dealt = None
    gain = 0.0
    if area is not None and len(known):
        gain = area - float(known.mean())
        p_rewired, p_dealt = p_value(area, known), p_value(gain, by_chance[~np.isnan(by_chance)])
    word, reason = _judged(area, p_rewired, p_dealt, positives)
    needed = FEWEST if positives < FEWEST else positives_needed(gain) or positives
    return Verdict(word, reason, p_rewired, p_dealt, positives, needed, detectable_gain(positives))


def _judged(
    area: float | None, p_rewired: float | None, p_dealt: float | None, positives: int
) -> tuple[Word, Reason]:
    if positives < FEWEST:
        return "too_little_history", "few_orders"
    if area is None:
        return "no_evidence", "no_group_to_compare"
    if p_rewired is None or p_dealt is None:
        return "no_evidence", "no_contacts_inside_circles"
    if p_rewired > LEVEL:
        return "no_evidence", "like_rewired"
    return ("evidence", "beats_rewired") if p_dealt <= LEVEL else ("no_evidence", "like_dealt")
