"""Our name in each circle: penetration, reputation, who carries it, which accounts put it at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.groups import account_groups
from refgraph.scores.heard import trace
from refgraph.scores.standing import Audience, incidence, interval, standings
from refgraph.snapshot.snapshot import Floats, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy import sparse

    from refgraph.scores.mixing import Mixing
    from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class Carrier:
    """A person whose word adds to our name in a circle."""

    person: int
    contribution: float
    """Part of the sum of heard.net over the circle's members at open accounts."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A customer whose turning against us would lower our name in a circle."""

    account: int
    change: float
    """Reputation after (belief and disbelief of all its people swapped) less reputation now; below 0."""


@dataclass(frozen=True, slots=True)
class Reputation:
    """Our name in one circle."""

    circle: int
    members: int
    ours: int
    lost: int
    open: int
    """Distinct accounts with a current member: customers, lost ones, prospects; partners left out."""
    penetration: float | None
    """ours / (ours + lost + open), in [0, 1]; None without such accounts."""
    reputation: float | None
    """Mean tone heard by members at open accounts, weighted by certainty, in [-1, 1]; None when nothing was heard."""
    interval: tuple[float, float] | None
    """2.5 and 97.5 percentiles of `Params.resamples` resamples of those members; None with `reputation`."""
    certainty: float | None
    """Mean certainty of those members, in [0, 1); None when there is none."""
    carriers: tuple[Carrier, ...]
    at_risk: tuple[AtRisk, ...]


def reputations(scores: Scores, *, cells_at_once: int = 1 << 22) -> list[Reputation]:
    """Reputation in every circle, by circle index, in [-1, 1] where anything was heard.

    Cost: two passes of word of mouth a circle that has heard anything, many circles at a time: `cells_at_once`
    numbers in a working array, which bounds memory and changes no result.
    """
    snapshot = scores.snapshot
    people = len(snapshot.people.ids)
    employed = incidence(account_groups(snapshot, scores.params), people)
    names = standings(scores)
    audience = names.audience
    influence = _influence(scores, audience, employed, cells_at_once)
    return [
        Reputation(
            circle=circle,
            members=int(names.members[circle]),
            ours=int(names.ours[circle]),
            lost=int(names.lost[circle]),
            open=int(names.open[circle]),
            penetration=_known(names.penetration[circle]),
            reputation=_known(names.reputation[circle]),
            interval=interval(scores, audience, circle, cells_at_once=cells_at_once),
            certainty=_known(names.certainty[circle]),
            carriers=carriers,
            at_risk=at_risk,
        )
        for circle, (carriers, at_risk) in enumerate(influence)
    ]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


Influence = tuple[tuple[Carrier, ...], tuple[AtRisk, ...]]


def _influence(
    scores: Scores, audience: Audience, employed: sparse.csr_array, cells_at_once: int
) -> Iterator[Influence]:
    """Carriers and accounts at risk of each circle, in the order of circles."""
    circles, people = audience.members.shape
    certain = audience.members @ audience.certainty
    if not certain.any():
        yield from (((), ()) for _ in range(circles))
        return
    mixing, at_once = scores.network.mixing, max(1, cells_at_once // people)
    customers = np.flatnonzero(scores.snapshot.accounts.status == Status.CUSTOMER)
    staff = employed[customers]
    for first in range(0, circles, at_once):
        block = slice(first, first + at_once)
        listeners = audience.members[block].T.toarray()
        carried = _carried(scores, mixing, listeners)
        change = _change(scores, mixing, listeners, staff, certain[block])
        for column in range(listeners.shape[1]):
            yield (
                tuple(
                    Carrier(person, float(carried[person, column]))
                    for person in _least(-carried[:, column], scores.params.carriers)
                ),
                tuple(
                    AtRisk(int(customers[row]), float(change[row, column]))
                    for row in _least(change[:, column], scores.params.at_risk)
                ),
            )


def _carried(scores: Scores, mixing: Mixing, listeners: Floats) -> Floats:
    """What each person adds to the sum of heard.net over the listeners, shape (people, circles)."""
    opinion, params = scores.opinion, scores.params
    says = opinion.belief - params.negative_weight * opinion.disbelief
    return says[:, np.newaxis] * trace(mixing, opinion.uncertainty, params, listeners)


def _change(
    scores: Scores, mixing: Mixing, listeners: Floats, staff: sparse.csr_array, certain: Floats
) -> Floats:
    """Change of the reputation when the opinions of one customer's people turn, shape (customers, circles).

    Turning swaps b and d, so u, the volume everybody hears and thus the certainty stay: with q heard from d - b of
    these people alone, P becomes P + q and N becomes N - q, and certainty * tone changes by 2 q / (P + N + .1).
    """
    opinion, heard = scores.opinion, scores.heard
    felt = listeners / (heard.volume + heard.certainty_half)[:, np.newaxis]
    swing = (opinion.disbelief - opinion.belief)[:, np.newaxis]
    turned = staff @ (swing * trace(mixing, opinion.uncertainty, scores.params, felt))
    return np.divide(2.0 * turned, certain, out=np.zeros_like(turned), where=certain > 0)


def _least(values: Floats, k: int) -> list[int]:
    """Positions of the k least values below 0, by (value rounded to 12 digits, position)."""
    rounded = np.round(values, 12)
    below = np.flatnonzero(rounded < 0)
    if len(below) > k:
        bound = np.partition(rounded[below], k - 1)[k - 1] if k else -np.inf
        below = below[rounded[below] <= bound]
    return [int(at) for at in below[np.lexsort((below, rounded[below]))][:k]]
