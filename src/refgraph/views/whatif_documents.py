"""The answer of what-if as a JSON document (contract.md §2)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.snapshot.change import Lose, Resolve, Win
from refgraph.views.documents import Json, hops
from refgraph.views.whatif_wording import opener_change_text

if TYPE_CHECKING:
    from refgraph.decisions.circle_changes import CircleChange, CircleName
    from refgraph.decisions.opener_changes import OpenerChange
    from refgraph.decisions.whatif import WhatIf
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.change import Change
    from refgraph.snapshot.snapshot import Snapshot


def whatif_document(answer: WhatIf) -> Json:
    """Document of `refgraph whatif`."""
    before, after = answer.scores
    snapshot = before.snapshot
    return {
        "as_of": snapshot.as_of.isoformat(),
        "version": snapshot.version,
        "changes": [_change(change) for change in answer.changes],
        "before": asdict(answer.before),
        "after": asdict(answer.after),
        "circles": [_circle(snapshot, row) for row in answer.circles.rows],
        "circles_changed": answer.circles.count,
        "accounts": [
            {"account_id": snapshot.accounts.ids[row.account], "before": row.before, "after": row.after}
            for row in answer.accounts
        ],
        "openers_lost": [_lost(before, after, row) for row in answer.openers.lost],
        "openers_won": [_won(before, after, row) for row in answer.openers.won],
        "targets_affected": answer.targets_affected,
        "targets_looked_at": answer.targets_looked_at,
        "capped": answer.is_capped,
        "counts_all_targets": answer.counts_all,
    }


def _change(change: Change) -> Json:
    if isinstance(change, Win | Lose):
        kind = "win" if isinstance(change, Win) else "lose"
        return {"kind": kind, "account_id": change.account_id}
    if isinstance(change, Resolve):
        return {"kind": "resolve", "event_id": change.event_id}
    return {"kind": "stance", "person_id": change.person_id, "stance": change.stance.name.lower()}


def _circle(snapshot: Snapshot, row: CircleChange) -> Json:
    return {
        "circle_id": snapshot.circles.ids[row.circle],
        "before": _name(row.before),
        "after": _name(row.after),
        "change": row.change,
    }


def _name(name: CircleName) -> Json:
    return {**asdict(name), "interval": list(name.interval) if name.interval else None}


def _lost(before: Scores, after: Scores, row: OpenerChange) -> Json:
    scores: Json = {"score_before": row.opener.score, "score_after": None}
    return {**_opener(before, row), **scores, **_why(after.snapshot, row)}


def _won(before: Scores, after: Scores, row: OpenerChange) -> Json:
    scores: Json = {"score_before": None, "score_after": row.opener.score}
    return {**_opener(after, row), **scores, **_why(before.snapshot, row)}


def _opener(scores: Scores, row: OpenerChange) -> Json:
    people, accounts, opener = scores.snapshot.people.ids, scores.snapshot.accounts.ids, row.opener
    return {
        "opener": {"person_id": people[opener.person], "account_id": accounts[opener.account]},
        "target": accounts[opener.target],
        "contact": {"person_id": people[opener.contact]},
        "path": hops(scores, opener.path),
    }


def _why(other_world: Snapshot, row: OpenerChange) -> Json:
    return {
        "reason": row.reason,
        "message": opener_change_text(row, other_world, "en"),
        "facts": dict(row.blocked.facts) if row.blocked else {},
    }
