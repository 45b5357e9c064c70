"""Standing: our name in all circles at once, in numbers alone; who carries it is in `reputation`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.scores.groups import Groups, account_groups, circle_groups
from refgraph.snapshot.snapshot import Codes, Floats, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class Audience:
    """Members of circles with a current role at an open account, and what they have heard."""

    members: sparse.csr_array
    """Shape (circles, people), 1 for a member who counts."""
    certainty: Floats
    """By person, shape (n,)."""
    tone: Floats
    """certainty * tone by person, 0 where nothing was heard."""

    def of(self, circle: int) -> NDArray[np.int32]:
        """People of one circle, ascending, int32 of shape (members,)."""
        return self.members.indices[self.members.indptr[circle] : self.members.indptr[circle + 1]]


@dataclass(frozen=True, slots=True)
class Standings:
    """Our name by circle index; arrays of shape (c,)."""

    members: NDArray[np.int64]
    """Distinct people with a current membership."""
    ours: NDArray[np.int64]
    """Distinct customers with a current member."""
    lost: NDArray[np.int64]
    open: NDArray[np.int64]
    """Prospects with a current member; partners are left out."""
    penetration: Floats
    """ours / (ours + lost + open), in [0, 1]; NaN without such accounts."""
    reputation: Floats
    """Mean tone heard by the audience, weighted by certainty, in [-1, 1]; NaN when nothing was heard."""
    certainty: Floats
    """Mean certainty of the audience, in [0, 1); NaN when there is none."""
    audience: Audience


def standings(scores: Scores) -> Standings:
    """Our name in every circle, equal to that of `reputation.reputations` (1e-12); O(memberships · roles a person)."""
    snapshot = scores.snapshot
    people = len(snapshot.people.ids)
    members = incidence(circle_groups(snapshot, scores.params), people)
    employed = incidence(account_groups(snapshot, scores.params), people)
    audience = _audience(scores, members, employed)
    unwon, ours, lost, _ = _accounts_by_status(members, employed, snapshot.accounts.status).T
    certain, listening = audience.members @ audience.certainty, audience.members.sum(axis=1)
    return Standings(
        members=np.diff(members.indptr).astype(np.int64),
        ours=ours,
        lost=lost,
        open=unwon,
        penetration=_share(ours, ours + lost + unwon),
        reputation=_share(audience.members @ audience.tone, certain),
        certainty=_share(certain, listening),
        audience=audience,
    )


def interval(
    scores: Scores, audience: Audience, circle: int, *, cells_at_once: int = 1 << 22
) -> tuple[float, float] | None:
    """2.5 and 97.5 percentiles of the reputation when the audience is drawn anew, with replacement; None without one.

    The draws depend on the circle's id and the size of its audience alone. `cells_at_once` bounds memory.
    """
    people, resamples = audience.of(circle), scores.params.resamples
    certainty, tone = audience.certainty[people], audience.tone[people]
    if not certainty.any():
        return None
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


def _share(part: Floats | NDArray[np.int64], whole: Floats | NDArray[np.int64]) -> Floats:
    """Quotient, NaN where the whole is 0."""
    quotient = np.full(len(whole), np.nan)
    np.divide(part, whole, out=quotient, where=np.asarray(whole) > 0)
    return quotient


def incidence(groups: Groups, people: int) -> sparse.csr_array:
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


def _audience(scores: Scores, members: sparse.csr_array, employed: sparse.csr_array) -> Audience:
    is_open = scores.snapshot.accounts.status == Status.PROSPECT
    counts = (is_open.astype(np.float64) @ employed) > 0
    audience = (members * counts).tocsr()
    audience.eliminate_zeros()
    heard = scores.heard
    return Audience(
        audience, heard.certainty, (heard.positive - heard.negative) / (heard.volume + heard.certainty_half)
    )


def _rng_of(circle_id: str) -> np.random.Generator:
    digest = hashlib.sha256(circle_id.encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng(int.from_bytes(digest[:8]))
