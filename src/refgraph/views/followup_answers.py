"""The follow-up list as a JSON document and as lines for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.decisions.repeat_business import CLAIMED_PROFIT_SHARE, CLAIMED_REVENUE_SHARE
from refgraph.snapshot.snapshot import day_to_iso
from refgraph.views.followup_evidence import evidence
from refgraph.views.followup_text import action_name, why_text
from refgraph.views.plain import more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.followup import FollowUp
    from refgraph.decisions.repeat_business import RepeatBusiness, Share
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot
    from refgraph.views.documents import Json

_ROWS_SHOWN = 40


def followup_document(scores: Scores, rep: int, rows: tuple[FollowUp, ...], figures: RepeatBusiness) -> Json:
    """Document of `refgraph followup`; `rep` is an index, -1 for everybody's accounts."""
    snapshot = scores.snapshot
    return {
        "as_of": snapshot.as_of.isoformat(),
        "rep": snapshot.reps.ids[rep] if rep >= 0 else None,
        "rows": [_row(snapshot, row) for row in rows],
        "repeat_business": _figures(figures),
    }


def followup_lines(scores: Scores, rows: tuple[FollowUp, ...], figures: RepeatBusiness) -> list[str]:
    """What to do, most pressing first, each with the reason; then what repeat orders bring."""
    snapshot = scores.snapshot
    lines = [f"What to do next, as of {snapshot.as_of}"] if rows else ["Nothing is due."]
    for row in rows[:_ROWS_SHOWN]:
        late = " (overdue)" if row.due < snapshot.day else ""
        lines += [
            f"{day_to_iso(row.due)}{late}  {action_name(row.action, 'en')}",
            f"     {why_text(row, snapshot, 'en')}",
        ]
        lines += _hears_line(snapshot, row)
    return [*lines, *more(len(rows), _ROWS_SHOWN), *_figures_lines(figures)]


def _row(snapshot: Snapshot, row: FollowUp) -> Json:
    people, accounts = snapshot.people.ids, snapshot.accounts
    return {
        "action": row.action,
        "account_id": accounts.ids[row.account],
        "person_id": _id(people, row.person),
        "due": day_to_iso(row.due),
        "why": why_text(row, snapshot, "en"),
        "evidence": [asdict(piece) for piece in evidence(row, snapshot, "en")],
        "priority": row.priority,
        "parts": asdict(row.parts),
        "rep": accounts.owner[row.account] or None,
        "hears": [
            {
                "person_id": people[listener.person],
                "account_id": _id(accounts.ids, listener.account),
                "negative": listener.negative,
            }
            for listener in row.hears
        ],
        "call_first": _id(people, row.call_first),
    }


def _id(ids: Sequence[str], index: int) -> str | None:
    return ids[index] if index >= 0 else None


def _figures(figures: RepeatBusiness) -> Json:
    return {
        **asdict(figures),
        "claim": {"revenue": CLAIMED_REVENUE_SHARE, "profit": CLAIMED_PROFIT_SHARE},
    }


def _hears_line(snapshot: Snapshot, row: FollowUp) -> list[str]:
    names = [snapshot.people.names[listener.person] for listener in row.hears]
    first = f"; call {snapshot.people.names[row.call_first]} first" if row.call_first >= 0 else ""
    return [f"     heard of by {', '.join(names)}{first}"] if names else []


def _figures_lines(figures: RepeatBusiness) -> list[str]:
    if not figures.orders:
        return []
    return [
        f"Repeat orders: {_share(figures.repeat)}.",
        f"Small repeat orders: {_share(figures.small)}; a book claims {CLAIMED_REVENUE_SHARE:.0%} of revenue and "
        f"{CLAIMED_PROFIT_SHARE:.0%} of profit for those.",
    ]


def _share(share: Share) -> str:
    parts = [
        f"{part:.0%} of {name}"
        for part, name in ((share.revenue, "revenue"), (share.profit, "profit"))
        if part is not None
    ]
    count = f"{share.orders} order{'' if share.orders == 1 else 's'}"
    return ", ".join((count, *parts))
