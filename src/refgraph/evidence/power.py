"""Power: how many outcomes a history needs before word of mouth of a given strength would be seen."""

from __future__ import annotations

import math

FEWEST = 60
"""Positives under which nothing is concluded."""
_GAIN_OF_ONE = 0.72
"""Gain · √positives that is found with 90 % power or more: 60 positives show a gain of .093 over rewired networks, 200
one of .051, 300 of .042, 800 of .025.

In simulated networks .55 to .65 is enough (found shares: docs/evidence.md); on those of br_farmers and med_innovations, from how much
the gain varies with outcomes dealt out by chance, .71 and .65: z of .95 and of .90 times its standard deviation.
"""


def detectable_gain(positives: int) -> float:
    """Gain in area inside circles, over rewired networks, that so many positives show with 90 % power; at most ½."""
    return min(0.5, _GAIN_OF_ONE / math.sqrt(positives)) if positives else 0.5


def positives_needed(gain: float) -> int | None:
    """Positives that show such a gain with 90 % power, at least 60; None for a gain of 0 or less."""
    return max(FEWEST, math.ceil((_GAIN_OF_ONE / gain) ** 2)) if gain > 0 else None
