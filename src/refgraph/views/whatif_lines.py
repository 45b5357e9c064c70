"""The answer of what-if as lines for a terminal."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from refgraph.views.plain import more, table
from refgraph.views.terms import term
from refgraph.views.whatif_wording import OUTLOOK, change_text, opener_change_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.circle_changes import CircleName
    from refgraph.decisions.opener_changes import OpenerChange
    from refgraph.decisions.whatif import WhatIf
    from refgraph.snapshot.snapshot import Snapshot

_ROWS_SHOWN = 10


def whatif_lines(answer: WhatIf) -> list[str]:
    """Numbers before and after, then circles, accounts and openers that change, strongest first."""
    before, after = (scores.snapshot for scores in answer.scores)
    supposed = ", ".join(change_text(change, before, "en") for change in answer.changes)
    return [
        f"Suppose {supposed}, as of {before.as_of}; nothing is stored",
        "",
        *_outlooks(answer),
        *_circles(before, answer),
        *_accounts(before, answer),
        *_openers("Can no longer open", answer.openers.lost, before, after),
        *_openers("Can open now", answer.openers.won, before, before),
        *_cap(answer),
    ]


def _outlooks(answer: WhatIf) -> list[str]:
    rows = [
        [
            term(OUTLOOK, f.name, "en"),
            *(_number(getattr(side, f.name)) for side in (answer.before, answer.after)),
        ]
        for f in fields(answer.before)
    ]
    return table(["", "before", "after"], rows)


def _number(value: float | None) -> str:
    if value is None:
        return "nothing heard"
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def _circles(snapshot: Snapshot, answer: WhatIf) -> list[str]:
    names, rows = snapshot.circles.names, answer.circles.rows[:_ROWS_SHOWN]
    if not rows:
        return []
    cells = [
        [names[row.circle], _counts(row.before), _counts(row.after),
         _signed(row.before.reputation), _signed(row.after.reputation), f"{row.change:+.3f}"]
        for row in rows
    ]  # fmt: skip
    header = ["circle", "ours/lost/open", "after", "reputation", "after", "change"]
    return ["", *table(header, cells), *more(answer.circles.count, len(rows))]


def _counts(name: CircleName) -> str:
    return f"{name.ours}/{name.lost}/{name.open}"


def _signed(value: float | None) -> str:
    return "nothing heard" if value is None else f"{value:+.2f}"


def _accounts(snapshot: Snapshot, answer: WhatIf) -> list[str]:
    if not answer.accounts:
        return []
    rows = [
        [snapshot.accounts.names[row.account], f"{row.before:+.3f}", f"{row.after:+.3f}"]
        for row in answer.accounts
    ]
    return ["", *table(["account to win", "heard, net", "after"], rows)]


def _openers(title: str, found: Sequence[OpenerChange], before: Snapshot, other: Snapshot) -> list[str]:
    """Rows with the reason from the world in which they cannot open; `other` is that world's snapshot."""
    if not found:
        return []
    people, accounts = before.people.names, before.accounts.names
    lines = [
        f"  {people[row.opener.person]} ({accounts[row.opener.account]}) → {accounts[row.opener.target]}, "
        f"score {row.opener.score:.4f}: {opener_change_text(row, other, 'en')}"
        for row in found[:_ROWS_SHOWN]
    ]
    return ["", f"{title} ({len(found)}):", *lines, *more(len(found), len(lines))]


def _cap(answer: WhatIf) -> list[str]:
    if answer.counts_all:
        return []
    counted = [
        "",
        f"Openers and pairs are counted at the {answer.targets_looked_at} accounts looked at, not at all there are.",
    ]
    if not answer.is_capped:
        return counted
    return [
        *counted,
        f"Openers were compared at {answer.targets_looked_at} of {answer.targets_affected} affected accounts, "
        "those reached with the greatest chance.",
    ]
