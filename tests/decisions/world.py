"""The smallest case of one opener, to be varied: Ann of a customer knows Bo, who works at the account to be won."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.decisions.openers import Openers, openers
from refgraph.scores.scores import Scores, score
from tests.facts import TODAY, Cells, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Facts = dict[str, list[Cells]]


def days_ago(days: int) -> str:
    """ISO day so many days before the tests' day."""
    return (date.fromisoformat(TODAY) - timedelta(days=days)).isoformat()


def opening(**more: list[Cells]) -> Facts:
    """Facts of the case, and more rows by table; Ann's answer of today leaves her a net opinion of .5."""
    facts: Mapping[str, list[Cells]] = {
        "accounts": [{"account_id": "press", "status": "customer"}, {"account_id": "daily"}],
        "people": [{"person_id": "ann"}, {"person_id": "bo"}],
        "roles": [
            {"person_id": "ann", "account_id": "press"},
            {"person_id": "bo", "account_id": "daily", "buying_role": "decider"},
        ],
        "knows": [{"person_a": "ann", "person_b": "bo", "strength": 1.0}],
        "events": [survey("ann", 10)],
    }
    joined: Facts = defaultdict(list, {table: list(rows) for table, rows in facts.items()})
    for table, rows in more.items():
        joined[table] += rows
    return joined


def survey(person: str, answer: float) -> Cells:
    """A person's answer of today: evidence of weight 2 and (answer - 6) / 4, for the person alone."""
    return {
        "event_id": f"s-{person}", "kind": "survey", "date": TODAY, "person_id": person, "value": float(answer),
    }  # fmt: skip


def event(kind: str, days: int, /, event_id: str | None = None, **cells: str | float | None) -> Cells:
    """An event so many days ago, about Ann unless cells say otherwise."""
    about = {} if "account_id" in cells else {"person_id": "ann"}
    return {"event_id": event_id or f"{kind}-{days}", "kind": kind, "date": days_ago(days), **about, **cells}


def scored(facts: Facts, as_of: str = TODAY) -> Scores:
    return score(snapshot_of(as_of, **facts))


def openers_of(facts: Facts, account: str = "daily", *, k: int = 10, as_of: str = TODAY) -> Openers:
    scores = scored(facts, as_of)
    return openers(scores, scores.snapshot.account(account), k=k)


def reason_for(facts: Facts) -> str | None:
    """Why Ann may not be asked to open the account, None where she may be."""
    answer = openers_of(facts)
    assert len(answer.rows) + len(answer.blocked) == 1
    return answer.blocked[0].reason if answer.blocked else None
