"""Restated: the scores of the same people under other opinions, where who talks with whom stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.scores.hearing import hearing
from refgraph.scores.opinion import opinions
from refgraph.scores.scores import Scores

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot


def restated(scores: Scores, snapshot: Snapshot) -> Scores:
    """Score a snapshot that differs from that of `scores` in statuses, stances and events alone.

    Ties depend on none of these: they are shared, with what follows from them alone, which most of the time goes
    into. Equal to `score(snapshot, scores.params)`.
    """
    opinion = opinions(snapshot, scores.params)
    heard = hearing(scores.network.mixing, opinion, scores.params).heard
    after = Scores(snapshot, scores.params, opinion, scores.ties, heard)
    vars(after)["network"] = scores.network
    return after
