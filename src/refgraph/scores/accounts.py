"""An account's opinion and what it has heard: means over its current people."""

from __future__ import annotations

from refgraph.scores.heard import Heard
from refgraph.scores.opinion import Opinion
from refgraph.scores.scores import Scores


def account_scores(scores: Scores) -> tuple[Opinion, Heard]:
    """Opinion and heard by account index, weighted by contact role; u = 1 and zeros without people."""
