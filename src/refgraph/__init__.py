"""refgraph: which satisfied customer is heard by the account you want to win.

    import refgraph
    store = refgraph.open_store("sqlite:///refgraph.db")
    scores = store.scores(as_of=date(2026, 11, 25))
    answer = refgraph.openers(scores, scores.snapshot.account("acme"))
    graph = refgraph.to_networkx(scores)

Names are loaded on first use, so that `import refgraph` and `refgraph --help` stay light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.decisions.best_openers import BestOpeners, best_openers
    from refgraph.decisions.openers import Openers, openers
    from refgraph.decisions.targets import Targets, targets
    from refgraph.errors import RefgraphError
    from refgraph.evidence.fitting import fit
    from refgraph.evidence.proof import Proof, proof
    from refgraph.evidence.replay import Replay, replay
    from refgraph.matching.proposal import Proposal
    from refgraph.matching.proposals import proposals
    from refgraph.model.params import Params
    from refgraph.scores.accounts import account_scores
    from refgraph.scores.heard import contributions
    from refgraph.scores.opinion import opinion_evidence
    from refgraph.scores.paths import best_paths
    from refgraph.scores.reach import reach
    from refgraph.scores.reputation import reputations
    from refgraph.scores.scores import Scores, score
    from refgraph.scores.tie_evidence import tie_evidence
    from refgraph.service.proving import learn, prove
    from refgraph.service.workspace import Workspace, open_store
    from refgraph.snapshot.build import build
    from refgraph.snapshot.snapshot import Snapshot
    from refgraph.sources.plan import ReadOptions
    from refgraph.views.graph import people_graph, to_networkx

__version__ = "0.1.0"

_HOME = {
    "BestOpeners": "decisions.best_openers",
    "Openers": "decisions.openers",
    "Params": "model.params",
    "Proof": "evidence.proof",
    "Proposal": "matching.proposal",
    "ReadOptions": "sources.plan",
    "RefgraphError": "errors",
    "Replay": "evidence.replay",
    "Scores": "scores.scores",
    "Snapshot": "snapshot.snapshot",
    "Targets": "decisions.targets",
    "Workspace": "service.workspace",
    "account_scores": "scores.accounts",
    "best_openers": "decisions.best_openers",
    "best_paths": "scores.paths",
    "build": "snapshot.build",
    "contributions": "scores.heard",
    "fit": "evidence.fitting",
    "learn": "service.proving",
    "open_store": "service.workspace",
    "openers": "decisions.openers",
    "opinion_evidence": "scores.opinion",
    "people_graph": "views.graph",
    "proof": "evidence.proof",
    "proposals": "matching.proposals",
    "prove": "service.proving",
    "reach": "scores.reach",
    "replay": "evidence.replay",
    "reputations": "scores.reputation",
    "score": "scores.scores",
    "targets": "decisions.targets",
    "tie_evidence": "scores.tie_evidence",
    "to_networkx": "views.graph",
}

__all__ = [
    "BestOpeners",
    "Openers",
    "Params",
    "Proof",
    "Proposal",
    "ReadOptions",
    "RefgraphError",
    "Replay",
    "Scores",
    "Snapshot",
    "Targets",
    "Workspace",
    "account_scores",
    "best_openers",
    "best_paths",
    "build",
    "contributions",
    "fit",
    "learn",
    "open_store",
    "openers",
    "opinion_evidence",
    "people_graph",
    "proof",
    "proposals",
    "prove",
    "reach",
    "replay",
    "reputations",
    "score",
    "targets",
    "tie_evidence",
    "to_networkx",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'refgraph' has no attribute '{name}'")
    return getattr(import_module(f"refgraph.{_HOME[name]}"), name)
