"""Plans as JSON documents (contract.md §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.documents import Json, details, hops

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from refgraph.decisions.territory import Chosen, TerritoryPlan
    from refgraph.decisions.week import WeekPlan
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot


def week_document(scores: Scores, plan: WeekPlan) -> Json:
    """Document of `refgraph plan week`."""
    snapshot = scores.snapshot
    return {
        "rep": snapshot.reps.ids[plan.rep],
        "from": snapshot.as_of.isoformat(),
        "asks": [
            {
                **_who(snapshot, ask.opener),
                "gain": ask.gain,
                "binding": list(ask.binding),
                "score": ask.opener.score,
                "factors": ask.opener.factors.named(),
                "details": details(snapshot, ask.opener),
                "path": hops(scores, ask.opener.path),
            }
            for ask in plan.asks
        ],
        "value": plan.value,
        "upper_bound": plan.upper_bound,
        "ratio": plan.ratio,
        "constraints": {
            name: {
                "limit": limit.limit,
                "used": limit.used,
                "binding": limit.is_binding,
                "worth": limit.worth,
            }
            for name, limit in plan.limits.items()
        },
        "not_chosen": [
            {**_who(snapshot, row.opener), "gain": row.gain, "kept_out_by": list(row.kept_out_by)}
            for row in plan.not_chosen
        ],
        "targets": plan.targets,
        "looked_at": plan.looked_at,
    }


def territory_document(snapshot: Snapshot, plan: TerritoryPlan, seconds: float) -> Json:
    """Document of `refgraph plan territory`; `seconds` is what the plan took, from a snapshot in memory."""
    return {
        "objective": plan.objective,
        "budget": plan.budget,
        "territory": plan.territory,
        "as_of": snapshot.as_of.isoformat(),
        "chosen": [
            {"account_id": snapshot.accounts.ids[row.account], "gain": row.gain, **_why(snapshot, plan, row)}
            for row in plan.chosen
        ],
        "value": plan.value,
        "lower_bound": plan.lower_bound,
        "upper_bound": plan.upper_bound,
        "ratio": plan.ratio,
        "confidence": plan.confidence,
        "baseline": plan.baseline,
        "seconds": seconds,
    }


def _who(snapshot: Snapshot, row: Opener) -> Json:
    """Who is asked to open what by way of whom; `owner` is the rep whose customer is asked, None for nobody's."""
    people, accounts = snapshot.people.ids, snapshot.accounts
    return {
        "opener": {"person_id": people[row.person], "account_id": accounts.ids[row.account]},
        "owner": accounts.owner[row.account] or None,
        "target": accounts.ids[row.target],
        "contact": {"person_id": people[row.contact]},
    }


def _why(snapshot: Snapshot, plan: TerritoryPlan, row: Chosen) -> Json:
    if plan.objective == "spread":
        people = snapshot.people.ids
        return {"via": [{"person_id": people[person], "reach": reach} for person, reach in row.via]}
    circles = snapshot.circles.ids
    return {
        "circles": [circles[circle] for circle in row.circles],
        "completed": [circles[circle] for circle in row.completed],
    }
