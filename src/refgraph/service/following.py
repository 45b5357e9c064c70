"""Follow-up of one rep or of everybody, named by ids, with the figures of repeat business beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.decisions.charge import in_charge
from refgraph.decisions.followup import FollowUp, follow_ups
from refgraph.decisions.repeat_business import RepeatBusiness, repeat_business

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class FollowUpList:
    """What to do next, and what repeat orders bring."""

    rep: int
    """Index of the rep whose accounts are looked at, -1 for everybody's."""
    rows: tuple[FollowUp, ...]
    repeat_business: RepeatBusiness
    """Of the same accounts."""


def follow_up_list(scores: Scores, rep_id: str | None = None) -> FollowUpList:
    """Follow-up and repeat business of a rep's accounts, or of all; raises `UnknownId`."""
    snapshot = scores.snapshot
    rep = None if rep_id is None else snapshot.rep(rep_id)
    figures = repeat_business(snapshot, scores.params, in_charge(snapshot, rep))
    return FollowUpList(-1 if rep is None else rep, follow_ups(scores, rep=rep), figures)
