"""Scores of every entity as rows (contract.md §2, `score` and `circles`), ordered by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.scores.accounts import account_scores
from refgraph.scores.reputation import Reputation, reputations
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Snapshot, Status
from refgraph.views.documents import Json, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores


def score_document(scores: Scores, entity: str) -> Json:
    """Document of `refgraph score`: all people, accounts or circles with the parameters in use."""
    rows: dict[str, Callable[[Scores], list[Json]]] = {
        "people": people_rows,
        "accounts": account_rows,
        "circles": circle_rows,
    }
    return {
        "as_of": scores.snapshot.as_of.isoformat(),
        "version": scores.snapshot.version,
        "params": scores.params.as_dict(),
        "rows": rows[entity](scores),
    }


def circles_document(scores: Scores) -> Json:
    """Document of `refgraph circles`."""
    return {
        "as_of": scores.snapshot.as_of.isoformat(),
        "version": scores.snapshot.version,
        "rows": circle_rows(scores),
    }


def people_rows(scores: Scores) -> list[Json]:
    """Opinion, heard and reach of every person."""
    snapshot = scores.snapshot
    ids = snapshot.accounts.ids
    home = home_accounts(snapshot)
    return [
        {
            "person_id": person_id,
            "account_id": ids[home[i]] if home[i] >= 0 else None,
            "opinion": opinion,
            "heard": heard,
            "reach": float(scores.reach[i]),
        }
        for i, (person_id, opinion, heard) in enumerate(
            zip(snapshot.people.ids, _opinions(scores.opinion), _heards(scores.heard), strict=True)
        )
    ]


def account_rows(scores: Scores) -> list[Json]:
    """Status, opinion and heard of every account."""
    accounts = scores.snapshot.accounts
    opinion, heard = account_scores(scores)
    return [
        {"account_id": key, "status": Status(status).name.lower(), "opinion": o, "heard": h}
        for key, status, o, h in zip(
            accounts.ids, accounts.status, _opinions(opinion), _heards(heard), strict=True
        )
    ]


def circle_rows(scores: Scores) -> list[Json]:
    """Reputation in every circle."""
    return [_circle(scores.snapshot, row) for row in reputations(scores)]


def _circle(snapshot: Snapshot, row: Reputation) -> Json:
    people, accounts = snapshot.people.ids, snapshot.accounts.ids
    return {
        "circle_id": snapshot.circles.ids[row.circle],
        "members": row.members,
        "ours": row.ours,
        "lost": row.lost,
        "open": row.open,
        "penetration": row.penetration,
        "reputation": row.reputation,
        "interval": list(row.interval) if row.interval else None,
        "certainty": row.certainty,
        "carriers": [{"person_id": people[c.person], "contribution": c.contribution} for c in row.carriers],
        "at_risk": [{"account_id": accounts[a.account], "change": a.change} for a in row.at_risk],
    }


def _opinions(opinion: Opinion) -> list[Json]:
    columns = (opinion.belief.tolist(), opinion.disbelief.tolist(), opinion.uncertainty.tolist())
    return [{"belief": b, "disbelief": d, "uncertainty": u} for b, d, u in zip(*columns, strict=True)]


def _heards(heard: Heard) -> list[Json]:
    columns = [
        array.tolist() for array in (heard.positive, heard.negative, heard.net, heard.tone, heard.certainty)
    ]
    return [
        {"positive": p, "negative": n, "net": net, "tone": number(tone), "certainty": certainty}
        for p, n, net, tone, certainty in zip(*columns, strict=True)
    ]
