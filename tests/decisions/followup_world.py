"""A customer and the people there, to whom things happen: what follow-up makes of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.decisions.followup import FollowUp, follow_ups
from refgraph.scores.scores import Scores, score
from tests.decisions.world import days_ago
from tests.facts import TODAY, Cells, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.params import Params

Facts = dict[str, list[Cells]]
Key = tuple[str, str, str | None]
"""Action, account and person."""

PEOPLE = ("ann", "bob", "cho", "dee")


def happened(
    kind: str, days: int, person: str | None = None, /, key: str | None = None, **cells: str | float | None
) -> Cells:
    """An event so many days ago at the press, unless cells name another account."""
    about: Cells = {"account_id": "press", **cells}
    return {
        "event_id": key or f"{kind}-{days}-{person}", "kind": kind, "date": days_ago(days), "person_id": person,
        **about,
    }  # fmt: skip


def role(person: str, account: str = "press", **cells: str | float | None) -> Cells:
    """A role that began long ago."""
    return {"person_id": person, "account_id": account, **cells}


def customer(*events: Cells, roles: list[Cells] | None = None, **more: list[Cells]) -> Facts:
    """Facts of the press, a customer where nobody works unless roles say so, and of what happened."""
    facts: Mapping[str, list[Cells]] = {
        "accounts": [{"account_id": "press", "status": "customer"}],
        "people": [{"person_id": person} for person in PEOPLE],
        "roles": roles or [],
        "events": list(events),
    }
    joined: Facts = defaultdict(list, {table: list(rows) for table, rows in facts.items()})
    for table, rows in more.items():
        joined[table] += rows
    return joined


def scored(facts: Facts, as_of: str = TODAY, params: Params | None = None) -> Scores:
    return score(snapshot_of(as_of, **facts), params)


def by_key(scores: Scores, *, rep: str | None = None) -> dict[Key, FollowUp]:
    """Rows by action, account and person; each key stands once."""
    snapshot = scores.snapshot
    rows = follow_ups(scores, rep=None if rep is None else snapshot.rep(rep))
    keys: list[Key] = [
        (
            row.action,
            snapshot.accounts.ids[row.account],
            snapshot.people.ids[row.person] if row.person >= 0 else None,
        )
        for row in rows
    ]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, rows, strict=True))


def todo(facts: Facts, *actions: str, as_of: str = TODAY) -> set[tuple[str, str | None]]:
    """Actions with their persons at the press; only some actions, where they are named."""
    found = by_key(scored(facts, as_of))
    return {
        (action, person)
        for action, account, person in found
        if account == "press" and (not actions or action in actions)
    }


def due_of(facts: Facts, action: str, person: str | None = None, *, as_of: str = TODAY) -> int:
    """In how many days an action at the press is due; negative for overdue."""
    scores = scored(facts, as_of)
    return by_key(scores)[action, "press", person].due - scores.snapshot.day


def in_days(days: int) -> str:
    """ISO day so many days after the tests' day."""
    return (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()
