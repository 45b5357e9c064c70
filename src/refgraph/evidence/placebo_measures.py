"""Measures of the placebo: means over the rewired networks, with the range that networks give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.bootstrap import interval, ratio
from refgraph.evidence.measures import (
    KS,
    Measures,
    Precision,
    added_inside,
    inside_draws,
    mean_area,
    precision,
    whole_ranking,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.bootstrap import Resamples
    from refgraph.evidence.measures import Inside
    from refgraph.evidence.moment import Moment
    from refgraph.evidence.placebo import Placebo
    from refgraph.snapshot.snapshot import Floats

_DRAWN_NETWORKS = 8
"""Networks whose draws are averaged where accounts are drawn."""


@dataclass(frozen=True, slots=True)
class _Network:
    """What one network came to; its rankings, as many as candidates, are not kept."""

    area: float
    """`auc`, NaN for none."""
    inside: Inside
    by_period: tuple[Precision, ...]
    by_circle: tuple[Precision, ...]
    draws: Floats | None
    """`auc_inside` of each draw, where accounts are drawn and it is one of the first networks."""


def placebo_measures(
    found: Placebo, moments: Sequence[Moment], circles: int, drawn: Resamples
) -> tuple[Measures, Floats]:
    """Mean measures of the networks, intervals the middle 95 % of them; and `auc_inside` by network, NaN for none.

    The draws are those of the mean, so that a gain over the placebo varies as circles or accounts do.
    """
    count = len(found.scores[0]) if found.scores else 0
    networks = [_network(found, moments, at, circles, drawn) for at in range(count)]
    area = np.array([network.area for network in networks])
    within = np.array([_number(network.inside.area) for network in networks])
    return Measures(
        _mean(area),
        interval(area),
        _mean(within),
        interval(within),
        _mean_precisions([network.by_period for network in networks]),
        _mean_precisions([network.by_circle for network in networks]),
        _draws(networks, drawn),
    ), within


def _network(found: Placebo, moments: Sequence[Moment], at: int, circles: int, drawn: Resamples) -> _Network:
    scores = [(moment, some[at]) for moment, some in zip(moments, found.scores, strict=True)]
    whole = [whole_ranking(moment.candidates, score) for moment, score in scores]
    inside = found.rankings(moments, circles, at)
    is_drawn = at < _DRAWN_NETWORKS and not drawn.by_circle
    return _Network(
        _number(mean_area(whole)),
        added_inside(inside, circles),
        tuple(precision(whole, k) for k in KS),
        tuple(precision(inside, k) for k in KS),
        inside_draws(scores, inside, circles, drawn) if is_drawn else None,
    )


def _draws(networks: Sequence[_Network], drawn: Resamples) -> Floats:
    if not networks:
        return np.full(len(drawn.weight), np.nan)
    if drawn.by_circle:
        weight, added = drawn.of_circles(), [network.inside for network in networks]
        return ratio(weight @ np.mean([one.gained for one in added], axis=0), weight @ added[0].positives)
    mean: Floats = np.mean([network.draws for network in networks if network.draws is not None], axis=0)
    return mean


def _mean_precisions(each: Sequence[tuple[Precision, ...]]) -> tuple[Precision, ...]:
    """Mean over networks of the precision at each k; empty without networks."""
    return tuple(
        Precision(same[0].k, _mean(np.array([_number(one.precision) for one in same])), same[0].base)
        for same in zip(*each, strict=True)
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
