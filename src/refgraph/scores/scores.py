"""All scores of one snapshot, computed once and shared by every decision and view."""

from __future__ import annotations

from dataclasses import dataclass

from refgraph.model.params import Params
from refgraph.scores.heard import Heard, heard
from refgraph.scores.opinion import Opinion, opinions
from refgraph.scores.ties import Ties, ties
from refgraph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Scores:
    """A snapshot with the opinion, ties and heard computed from it."""

    snapshot: Snapshot
    params: Params
    opinion: Opinion
    ties: Ties
    heard: Heard


def score(snapshot: Snapshot, params: Params | None = None) -> Scores:
    """Compute opinion, ties and heard of a snapshot; defaults are those of `Params`."""
    params = params or Params()
    opinion = opinions(snapshot, params)
    contact = ties(snapshot, params)
    return Scores(snapshot, params, opinion, contact, heard(contact, opinion, params))
