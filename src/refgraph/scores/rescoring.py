"""Re-scoring: the scores of a snapshot to which events were added, from those before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.excerpt import about, concerned
from refgraph.scores.late_heard import LateHeard
from refgraph.scores.opinion import Opinion, opinions
from refgraph.scores.scores import Scores
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.reference_calls import judged_calls

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.advance import Advanced
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot

_FEW = 0.05
"""Share of people up to which opinions are scored one by one rather than all anew."""


def rescored(former: Scores, later: Advanced) -> Scores:
    """Score a snapshot advanced from that of `former`, equal to `score` (1e-9).

    The opinion of everybody is up to date at once; ties, and what follows from them alone, are shared; what some
    people have heard is there at once (`Scores.heard_by`), that of everybody when somebody asks for it.
    """
    opinion = _opinion(former, later)
    told = former.told if _is_equal(former.opinion, opinion) else LateHeard(former.everybody, opinion)
    scores = Scores(later.snapshot, former.params, opinion, former.ties, told)
    vars(scores)["network"] = former.network
    return scores


def prepare(scores: Scores) -> None:
    """Compute heard of everybody, and ahead of time what `rescored` scores need to answer at once after an event."""
    needed = (
        scores.steps,
        scores.network.nearby,
        scores.snapshot.people_of_accounts,
        closings(scores.snapshot),
        judged_calls(scores.snapshot),
    )
    del needed


def some_opinions(snapshot: Snapshot, params: Params, people: Ints) -> Opinion:
    """Opinion of distinct, ascending `people`, shape (people,): equal to that of `opinions`."""
    return opinions(about(snapshot, people).snapshot, params)


def _opinion(former: Scores, later: Advanced) -> Opinion:
    people = concerned(later.snapshot, later.added)
    if not len(people):
        return former.opinion
    if len(people) > _FEW * len(former.opinion.belief):
        return opinions(later.snapshot, former.params)
    some = some_opinions(later.snapshot, former.params, people)
    return Opinion(
        _patched(former.opinion.belief, people, some.belief),
        _patched(former.opinion.disbelief, people, some.disbelief),
    )


def _patched(former: Floats, people: Ints, some: Floats) -> Floats:
    patched = former.copy()
    patched[people] = some
    return patched


def _is_equal(one: Opinion, other: Opinion) -> bool:
    return np.array_equal(one.belief, other.belief) and np.array_equal(one.disbelief, other.disbelief)
