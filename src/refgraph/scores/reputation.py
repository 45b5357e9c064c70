"""Our name in each circle: penetration, reputation, who carries it, which accounts put it at risk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.scores.groups import Groups, account_groups, circle_groups
from refgraph.scores.heard import trace
from refgraph.scores.mixing import Mixing
from refgraph.snapshot.snapshot import Codes, Floats, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

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
    members = _incidence(circle_groups(snapshot, scores.params), people)
    employed = _incidence(account_groups(snapshot, scores.params), people)
    audience = _audience(scores, members, employed)
    places = _accounts_by_status(members, employed, snapshot.accounts.status).tolist()
    influence = _influence(scores, audience, employed, cells_at_once)
    return [
        Reputation(
            circle=circle,
            members=int(members.indptr[circle + 1] - members.indptr[circle]),
            ours=ours,
            lost=lost,
            open=unwon,
            penetration=ours / (ours + lost + unwon) if ours + lost + unwon else None,
            reputation=audience.reputation(circle),
            interval=_interval(scores, audience, circle, cells_at_once),
            certainty=audience.mean_certainty(circle),
            carriers=carriers,
            at_risk=at_risk,
        )
        for circle, ((unwon, ours, lost, _), (carriers, at_risk)) in enumerate(
            zip(places, influence, strict=True)
        )
    ]


@dataclass(frozen=True, slots=True)
class _Audience:
    """Members of circles at open accounts, and what they have heard."""

    members: sparse.csr_array
    """Shape (circles, people), 1 for a member who counts."""
    certainty: Floats
    """By person, shape (n,)."""
    tone: Floats
    """certainty * tone by person, 0 where nothing was heard."""

    def of(self, circle: int) -> NDArray[np.int32]:
        """People of one circle, ascending, int32 of shape (members,)."""
        return self.members.indices[self.members.indptr[circle] : self.members.indptr[circle + 1]]

    def reputation(self, circle: int) -> float | None:
        """Weighted mean of their tone, in [-1, 1]; None when nothing was heard."""
        certain = float(self.certainty[self.of(circle)].sum())
        return float(self.tone[self.of(circle)].sum()) / certain if certain > 0 else None

    def mean_certainty(self, circle: int) -> float | None:
        """Mean of their certainty, in [0, 1); None when there is nobody."""
        return float(self.certainty[self.of(circle)].mean()) if len(self.of(circle)) else None


def _incidence(groups: Groups, people: int) -> sparse.csr_array:
    """Shape (groups, people): 1 for each member; indices sorted within a row."""
    ones = np.ones(len(groups.member))
    return sparse.coo_array((ones, (groups.group, groups.member)), shape=(len(groups.factor), people)).tocsr()


def _accounts_by_status(
    members: sparse.csr_array, employed: sparse.csr_array, status: Codes
) -> NDArray[np.int64]:
    """Distinct accounts with a current member by `Status`, shape (circles, 4)."""
    present = (members @ employed.T).tocoo()
    counts = np.zeros((members.shape[0], len(Status)), np.int64)
    np.add.at(counts, (present.row, status[present.col]), 1)
    return counts


def _audience(scores: Scores, members: sparse.csr_array, employed: sparse.csr_array) -> _Audience:
    is_open = scores.snapshot.accounts.status == Status.PROSPECT
    counts = (is_open.astype(np.float64) @ employed) > 0
    audience = (members * counts).tocsr()
    audience.eliminate_zeros()
    heard = scores.heard
    return _Audience(
        audience, heard.certainty, (heard.positive - heard.negative) / (heard.volume + heard.certainty_half)
    )


def _interval(
    scores: Scores, audience: _Audience, circle: int, cells_at_once: int
) -> tuple[float, float] | None:
    """2.5 and 97.5 percentiles of the reputation when the audience is drawn anew, with replacement.

    The draws depend on the circle's id and the size of its audience alone.
    """
    people, resamples = audience.of(circle), scores.params.resamples
    if audience.reputation(circle) is None:
        return None
    certainty, tone = audience.certainty[people], audience.tone[people]
    rng, at_once = _rng_of(scores.snapshot.circles.ids[circle]), max(1, cells_at_once // len(people))
    means = [np.empty(0)]
    for done in range(0, resamples, at_once):
        drawn = rng.integers(len(people), size=(min(at_once, resamples - done), len(people)))
        certain, said = certainty[drawn].sum(axis=1), tone[drawn].sum(axis=1)
        means.append(said[certain > 0] / certain[certain > 0])
    found = np.concatenate(means)
    if not len(found):
        return None
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)


def _rng_of(circle_id: str) -> np.random.Generator:
    digest = hashlib.sha256(circle_id.encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng(int.from_bytes(digest[:8]))


Influence = tuple[tuple[Carrier, ...], tuple[AtRisk, ...]]


def _influence(
    scores: Scores, audience: _Audience, employed: sparse.csr_array, cells_at_once: int
) -> Iterator[Influence]:
    """Carriers and accounts at risk of each circle, in the order of circles."""
    circles, people = audience.members.shape
    certain = audience.members @ audience.certainty
    if not certain.any():
        yield from (((), ()) for _ in range(circles))
        return
    mixing, at_once = Mixing(scores.ties), max(1, cells_at_once // people)
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
