"""The scores beside the facts, as flat tables."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import TABLES
from refgraph.scores.accounts import account_scores
from refgraph.scores.standing import standings
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Status
from refgraph.views.score_tables import circle_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats

FOLDER = "scores"
"""Subfolder of an export in which they stand; an import leaves it alone."""

_CHUNK = 8192
_TRACED = 20_000_000

_TEXTS = frozenset(
    {"person_id", "account_id", "circle_id", "status", "interval", "carriers", "at_risk"},
)

Value = str | float | None


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What `refgraph score` says of people, accounts or circles, nested objects side by side, lists as JSON text."""

    name: str
    columns: Mapping[str, Sequence[Value] | Floats]
    """By name, of one length, ordered by id; NaN stands for nothing."""

    def chunks(self) -> Iterator[list[tuple[Value, ...]]]:
        """Give the rows in order, a few thousand at a time; nothing is None."""
        for start in range(0, len(next(iter(self.columns.values()))), _CHUNK):
            parts = (_values(column[start : start + _CHUNK]) for column in self.columns.values())
            yield list(zip(*parts, strict=True))


def score_tables(scores: Scores, *, traced: int = _TRACED) -> Iterator[ScoreTable]:
    """Give the tables of people, accounts and circles, one at a time.

    Where people times circles are more than `traced`, circles have no `interval`, `carriers` and `at_risk`: it would
    take minutes to hours to follow every word back from every circle. `refgraph circles` does.
    """
    snapshot = scores.snapshot
    accounts = snapshot.accounts
    home = home_accounts(snapshot).tolist()
    yield ScoreTable(
        "people",
        {
            "person_id": snapshot.people.ids,
            "account_id": [accounts.ids[at] if at >= 0 else None for at in home],
            **_opinion(scores.opinion),
            **_heard(scores.heard),
            "reach": scores.reach,
        },
    )
    opinion, heard = account_scores(scores)
    statuses = [Status(status).name.lower() for status in accounts.status.tolist()]
    yield ScoreTable(
        "accounts",
        {"account_id": accounts.ids, "status": statuses, **_opinion(opinion), **_heard(heard)},
    )
    small = len(snapshot.people.ids) * len(snapshot.circles.ids) <= traced
    yield ScoreTable("circles", _circles(scores) if small else _circles_in_short(scores))


def is_text(column: str) -> bool:
    """Whether a column of a score table holds texts; the others hold numbers."""
    return column in _TEXTS


def _opinion(opinion: Opinion) -> dict[str, Floats]:
    return {
        "belief": opinion.belief,
        "disbelief": opinion.disbelief,
        "uncertainty": opinion.uncertainty,
    }


def _heard(heard: Heard) -> dict[str, Floats]:
    return {
        "positive": heard.positive,
        "negative": heard.negative,
        "net": heard.net,
        "tone": heard.tone,
        "certainty": heard.certainty,
    }


def _circles(scores: Scores) -> dict[str, Sequence[Value]]:
    rows = circle_rows(scores)
    names = list(rows[0]) if rows else list(TABLES["circles"].key)
    return {name: [_plain(row[name]) for row in rows] for name in names}


def _circles_in_short(scores: Scores) -> dict[str, Sequence[Value] | Floats]:
    found, ids = standings(scores), scores.snapshot.circles.ids
    nothing = [None] * len(ids)
    return {
        "circle_id": ids,
        "members": found.members.tolist(),
        "ours": found.ours.tolist(),
        "lost": found.lost.tolist(),
        "open": found.open.tolist(),
        "penetration": found.penetration,
        "reputation": found.reputation,
        "interval": nothing,
        "certainty": found.certainty,
        "carriers": nothing,
        "at_risk": nothing,
    }


def _plain(value: object) -> Value:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, str | float | int) else str(value)


def _values(column: Sequence[Value] | Floats) -> list[Value]:
    listed: list[Value] = column.tolist() if isinstance(column, np.ndarray) else list(column)
    return [None if isinstance(value, float) and math.isnan(value) else value for value in listed]
