"""All scores of one snapshot, computed once and shared by every decision and view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refgraph.model.params import Params
from refgraph.scores.heard import Heard, heard
from refgraph.scores.hearing import hearing
from refgraph.scores.late_heard import LateHeard, part
from refgraph.scores.network import Network
from refgraph.scores.opinion import Opinion, opinions
from refgraph.scores.ties import Ties, ties

if TYPE_CHECKING:
    from refgraph.scores.fans import Fan
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True)
class Scores:
    """A snapshot with the opinion, ties and heard computed from it; the rest is computed when first asked for."""

    snapshot: Snapshot
    params: Params
    opinion: Opinion
    ties: Ties
    told: Heard | LateHeard
    """Heard of everybody, or what knows that of a few at once and computes that of everybody later."""

    @property
    def heard(self) -> Heard:
        """What everybody has heard, by person; waits for it where it is not there yet (`is_complete`)."""
        return self.told.hearing().heard if isinstance(self.told, LateHeard) else self.told

    def heard_by(self, people: Ints) -> Heard:
        """What distinct, ascending `people` have heard, shape (people,); at once, equal to `heard` within 1e-9."""
        return self.told.of(people) if isinstance(self.told, LateHeard) else part(self.told, people)

    @property
    def everybody(self) -> Scores:
        """The latest scores up to these in which heard of everybody is there: these, or some of an earlier version."""
        return (self.told.before if isinstance(self.told, LateHeard) else None) or self

    @property
    def is_complete(self) -> bool:
        """Whether heard of everybody is there."""
        return self.everybody is self

    @cached_property
    def steps(self) -> tuple[Floats, ...]:
        """The steps of heard (`Hearing.steps`)."""
        if isinstance(self.told, LateHeard):
            return self.told.hearing().steps
        return hearing(self.network.mixing, self.opinion, self.params).steps

    @cached_property
    def network(self) -> Network:
        """What follows from the ties alone."""
        return Network(self.ties, self.params)

    @cached_property
    def outward(self) -> Fan:
        """Listeners of each person, strongest tie first; n rows, shape as in `Ties`."""
        return self.network.outward

    @cached_property
    def inward(self) -> Fan:
        """Speakers to each person, strongest tie first; n rows, shape as in `Ties`."""
        return self.network.inward

    @cached_property
    def reach(self) -> Floats:
        """Expected number of other people each one's word reaches in a quarter, shape (n,)."""
        return self.network.reach

    @cached_property
    def kept(self) -> dict[str, object]:
        """What decisions have looked up for all their answers, by name; goes when the scores go."""
        return {}


def score(snapshot: Snapshot, params: Params | None = None) -> Scores:
    """Compute opinion, ties and heard of a snapshot, all of shape (n,) by person; defaults are those of `Params`."""
    params = params or Params()
    opinion = opinions(snapshot, params)
    contact = ties(snapshot, params)
    network = Network(contact, params)
    scores = Scores(
        snapshot, params, opinion, contact, heard(contact, opinion, params, mixing=network.mixing)
    )
    vars(scores)["network"] = network
    return scores
