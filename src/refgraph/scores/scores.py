"""All scores of one snapshot, computed once and shared by every decision and view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refgraph.model.params import Params
from refgraph.scores.fans import Fan, inward, outward
from refgraph.scores.heard import Heard, heard
from refgraph.scores.opinion import Opinion, opinions
from refgraph.scores.reach import reach
from refgraph.scores.ties import Ties, ties

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats, Snapshot


@dataclass(frozen=True)
class Scores:
    """A snapshot with the opinion, ties and heard computed from it; the rest is computed when first asked for."""

    snapshot: Snapshot
    params: Params
    opinion: Opinion
    ties: Ties
    heard: Heard

    @cached_property
    def outward(self) -> Fan:
        """Listeners of each person, strongest tie first; n rows, shape as in `Ties`."""
        return outward(self.ties)

    @cached_property
    def inward(self) -> Fan:
        """Speakers to each person, strongest tie first; n rows, shape as in `Ties`."""
        return inward(self.ties)

    @cached_property
    def reach(self) -> Floats:
        """Expected number of other people each one's word reaches in a quarter, shape (n,)."""
        return reach(self.outward, self.params)


def score(snapshot: Snapshot, params: Params | None = None) -> Scores:
    """Compute opinion, ties and heard of a snapshot, all of shape (n,) by person; defaults are those of `Params`."""
    params = params or Params()
    opinion = opinions(snapshot, params)
    contact = ties(snapshot, params)
    return Scores(snapshot, params, opinion, contact, heard(contact, opinion, params))
