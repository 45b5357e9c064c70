"""Answers as JSON documents (contract.md §2): plain dicts of text, numbers and None; NaN never occurs."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.scores.tie_evidence import tie_evidence
from refgraph.snapshot.snapshot import Snapshot, day_to_iso
from refgraph.views.wording import blocked_text, tie_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.openers import Blocked, Inside, Opener, Openers
    from refgraph.decisions.targets import Targets
    from refgraph.decisions.willingness import ReferenceCall
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores

Json = dict[str, object]


def number(value: float) -> float | None:
    """Give a float, None for NaN."""
    return None if math.isnan(value) else float(value)


def openers_document(scores: Scores, answer: Openers) -> Json:
    """Document of `refgraph openers`."""
    return {
        "target": scores.snapshot.accounts.ids[answer.target],
        "rows": [_opener(scores, row, rank) for rank, row in enumerate(answer.rows, 1)],
        "inside": [_inside(scores.snapshot, row) for row in answer.inside],
        "blocked": [_blocked(scores, row) for row in answer.blocked],
        "no_evidence": answer.no_evidence,
    }


def targets_document(scores: Scores, entity_id: str, answer: Targets) -> Json:
    """Document of `refgraph targets`: rows as of openers, each with its `target` account."""
    ids = scores.snapshot.accounts.ids
    return {
        "opener": entity_id,
        "rows": [
            {**_opener(scores, row, rank), "target": ids[row.target]}
            for rank, row in enumerate(answer.rows, 1)
        ],
        "inside": [],
        "blocked": [{**_blocked(scores, row), "target": ids[row.target]} for row in answer.blocked],
        "no_evidence": answer.no_evidence,
    }


def paths_document(scores: Scores, paths: Sequence[Path]) -> Json:
    """Document of `refgraph path`."""
    return {"paths": [_path(scores, path) for path in paths]}


def hops(scores: Scores, path: Path) -> list[Json]:
    """Hops of a path, from the speaker on, each with its probability and the evidence for the tie."""
    return [_hop(scores, a, b) for a, b in zip(path.people, path.people[1:], strict=False)]


def _hop(scores: Scores, speaker: int, listener: int) -> Json:
    snapshot = scores.snapshot
    return {
        "from": snapshot.people.ids[speaker],
        "to": snapshot.people.ids[listener],
        "probability": scores.ties.chance(speaker, listener),
        "evidence": [
            {
                "kind": part.kind,
                "ref": part.ref,
                "date": day_to_iso(part.day),
                "text": tie_text(part, snapshot, "en"),
                "rate": part.rate,
                "capped": part.capped,
            }
            for part in tie_evidence(snapshot, scores.params, speaker, listener)
        ],
    }


def _path(scores: Scores, path: Path) -> Json:
    return {"probability": path.probability, "hops": hops(scores, path)}


def _opener(scores: Scores, row: Opener, rank: int) -> Json:
    snapshot = scores.snapshot
    return {
        "rank": rank,
        "opener": _standing(snapshot, row.person, row.account),
        "contact": {"person_id": snapshot.people.ids[row.contact]},
        "score": row.score,
        "factors": row.factors.named(),
        "details": {**details(snapshot, row), "blocked_path": _blocked_path(scores, row)},
        "path": hops(scores, row.path),
        "alternatives": [_path(scores, path) for path in row.alternatives],
    }


def details(snapshot: Snapshot, row: Opener) -> Json:
    """What an opener's factors were computed from; `reference_calls` only where one was judged."""
    found = asdict(row.details)
    calls = [_reference_call(snapshot, call) for call in row.details.reference_calls]
    del found["reference_calls"]
    return {**found, "reference_calls": calls} if calls else found


def _reference_call(snapshot: Snapshot, call: ReferenceCall) -> Json:
    events = snapshot.events
    return {
        "event": events.ids[call.call],
        "date": day_to_iso(int(events.day[call.call])),
        "judged_by": events.ids[call.judgement],
        "judged_on": day_to_iso(int(events.day[call.judgement])),
        "expected": call.expected,
        "actual": call.actual,
    }


def _blocked_path(scores: Scores, row: Opener) -> Json | None:
    if row.blocked_path is None:
        return None
    return {"person_id": scores.snapshot.people.ids[row.blocked_by], **_path(scores, row.blocked_path)}


def _blocked(scores: Scores, row: Blocked) -> Json:
    snapshot = scores.snapshot
    return {
        "opener": _standing(snapshot, row.person, row.account),
        "reason": row.reason,
        "message": blocked_text(row, snapshot, "en"),
        "facts": dict(row.facts),
        "path": hops(scores, row.path),
    }


def _inside(snapshot: Snapshot, row: Inside) -> Json:
    former = snapshot.accounts.ids[row.former_account] if row.former_account >= 0 else None
    return {"person_id": snapshot.people.ids[row.person], "former_account_id": former, "net": row.net}


def _standing(snapshot: Snapshot, person: int, account: int) -> Json:
    return {"person_id": snapshot.people.ids[person], "account_id": snapshot.accounts.ids[account]}
