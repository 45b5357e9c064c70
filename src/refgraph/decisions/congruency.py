"""Congruency: how alike two accounts are (Kumar, Petersen, Leone 2013: referrals work best between similar ones)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Accounts


def likeness(accounts: Accounts, first: int, second: int, params: Params) -> dict[str, float]:
    """Likeness, in [0, 1], by each attribute known at both accounts: `industry`, `region`, `size`."""
    alike: dict[str, float] = {}
    for name, values in (("industry", accounts.industry), ("region", accounts.region)):
        if values[first] and values[second]:
            alike[name] = float(values[first] == values[second])
    one, other = float(accounts.size[first]), float(accounts.size[second])
    if one > 0 and other > 0:
        alike["size"] = max(0.0, 1.0 - abs(math.log10(one / other)) / params.congruency_size_span)
    return alike


def congruency(alike: dict[str, float], params: Params) -> float:
    """Rise from `congruency_floor` to 1 with the mean likeness; `congruency_unknown` where nothing is known."""
    if not alike:
        return params.congruency_unknown
    floor = params.congruency_floor
    return floor + (1.0 - floor) * sum(alike.values()) / len(alike)
