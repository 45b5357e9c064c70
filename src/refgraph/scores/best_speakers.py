"""Best speakers: who is best heard by each of many groups of people, all groups at once.

Maximum influence paths: Chen, Wang, Wang (2010), Scalable influence maximization, KDD; searched best first with an
admissible bound (Hart, Nilsson, Raphael 1968), so that the search of a group ends at its k-th best speaker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.speaker_kernels import obtainable, top_speakers

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.fans import Fan
    from refgraph.scores.seats import Seats
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

_WORKERS = 4
"""Parts the groups are divided into; the result does not depend on how many threads take them."""


@dataclass(frozen=True, slots=True)
class BestSpeakers:
    """The best speakers to each group, best first; arrays of shape (groups, k)."""

    person: Ints
    """Index of the speaker, -1 where there are fewer than k."""
    contact: Ints
    """The person of the group who is best reached, -1 likewise; the smallest index of equal ones."""
    chance: Floats
    """Probability of the best path from the person to the contact, in (0, 1); 0 likewise."""
    value: Floats
    """chance * worth of the person; 0 likewise."""


def best_speakers(
    inward: Fan, worth: Floats, carries: Bools, seats: Seats, *, k: int, params: Params
) -> BestSpeakers:
    """The k people with the greatest best path's chance * worth, by group of `seats`; equal to trying everybody.

    `worth`, shape (n,), in [0, 1], 0 for who is not to speak; `carries`, shape (n,): who may stand on a path after
    the speaker, contacts included. Paths take at most `max_hops` ties and have at least `min_probability`. Nobody
    speaks to a group he sits in. Order: value rounded to 12 digits falling, then index. k is at least 1.
    Memory: 8 n max_hops + 24 groups k bytes, and 16 n a worker. Safe to call from several threads.
    """
    with one_at_a_time:
        best = obtainable(inward.arrays, worth, carries, params.max_hops)
        tops = top_speakers(
            inward.arrays,
            best,
            carries,
            (seats.indptr, seats.person),
            params.min_probability,
            k,
            _WORKERS,
        )
    return BestSpeakers(*tops)
