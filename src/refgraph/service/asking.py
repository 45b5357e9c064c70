"""Questions about people and accounts named by their ids, all asked of one set of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.decisions.openers import Openers, openers
from refgraph.decisions.targets import Targets, targets
from refgraph.errors import UnknownId
from refgraph.scores.paths import Path, best_paths

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores


def openers_of(scores: Scores, account_id: str, *, k: int = 10) -> Openers:
    """Who can open an account; raises `UnknownId`."""
    return openers(scores, scores.snapshot.account(account_id), k=k)


def targets_of(scores: Scores, entity_id: str, *, k: int = 10) -> Targets:
    """Whom a person, or the people of an account, can open; an id that is both means the account.

    Raises `UnknownId`.
    """
    snapshot = scores.snapshot
    if entity_id in snapshot.account_index:
        people = [int(p) for p in snapshot.current_people(snapshot.account(entity_id))]
    elif entity_id in snapshot.person_index:
        people = [snapshot.person(entity_id)]
    else:
        raise UnknownId(f"there is no account and no person '{entity_id}'", "refgraph search NAME finds ids")
    return targets(scores, people, k=k)


def paths_between(scores: Scores, speaker_id: str, listener_id: str, *, k: int = 3) -> list[Path]:
    """Paths from one person to another, best first; raises `UnknownId`."""
    ends = scores.snapshot.person(speaker_id), scores.snapshot.person(listener_id)
    return best_paths(scores.outward, scores.params, *ends, k=k)
