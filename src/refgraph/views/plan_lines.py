"""Plans as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.answer_lines import factors_text, why_they_talk
from refgraph.views.plan_wording import INDEX, limit_name, limit_text

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from refgraph.decisions.territory import Chosen, TerritoryPlan
    from refgraph.decisions.week import Ask, LeftOut, WeekPlan
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot


def week_lines(scores: Scores, plan: WeekPlan) -> list[str]:
    """Whom the rep asks this week and why, what the limits cost, and what was left out."""
    snapshot = scores.snapshot
    lines = [f"Asks of {snapshot.reps.names[plan.rep]} for the week from {snapshot.as_of}"]
    if not plan.targets:
        lines.append("No account to open is his, by owner or by territory.")
    elif not plan.asks and not plan.not_chosen:
        lines.append(
            f"Nobody who may be asked now is known to be heard at any of the {plan.targets} targets."
        )
    for rank, ask in enumerate(plan.asks, 1):
        lines += _ask_lines(scores, plan, rank, ask)
    lines.append(f"Value {_amount(plan.value)}, at most {_amount(plan.upper_bound)} ({plan.ratio:.1%}).")
    lines.append(INDEX[0])
    lines += [
        f"{limit_name(name, 'en')}: {limit_text(name, limit, 'en')}" for name, limit in plan.limits.items()
    ]
    return lines + [_left_out_line(snapshot, row) for row in plan.not_chosen]


def territory_lines(snapshot: Snapshot, plan: TerritoryPlan) -> list[str]:
    """Which accounts to win, what each adds and why, and how far the plan can be from the best."""
    where = f" in {plan.territory}" if plan.territory else ""
    lines = [f"Accounts to win{where}, {plan.objective}, as of {snapshot.as_of}"]
    for rank, row in enumerate(plan.chosen, 1):
        lines += _chosen_lines(snapshot, plan, row, rank)
    left = plan.budget - len(plan.chosen)
    if left:
        why = (
            "there are no more to choose from"
            if plan.objective == "spread"
            else "winning more would add nothing"
        )
        lines.append(f"{left} of {plan.budget} are left: {why}.")
    what = "accounts reached" if plan.objective == "spread" else "circles at critical mass"
    lines += [
        f"Value {plan.value:.6g} {what}, {plan.baseline:.6g} of them without the plan.",
        f"At least {plan.lower_bound:.6g}, and no plan has more than {plan.upper_bound:.6g} "
        f"({plan.ratio:.1%}); both hold with a confidence of {plan.confidence:.1%}.",
    ]
    return lines


def _ask_lines(scores: Scores, plan: WeekPlan, rank: int, ask: Ask) -> list[str]:
    snapshot, row = scores.snapshot, ask.opener
    owner = snapshot.accounts.owner[row.account]
    whose = f", customer of {_rep(snapshot, owner)}" if owner and owner != snapshot.reps.ids[plan.rep] else ""
    return [
        f"{rank}. {_who(snapshot, row)}{whose}: adds {_amount(ask.gain)}",
        f"     = score {row.score:.4f} = {factors_text(row)}",
        *_hop_lines(scores, row.path),
    ]


def _rep(snapshot: Snapshot, rep_id: str) -> str:
    return snapshot.reps.names[snapshot.rep(rep_id)] if rep_id in snapshot.rep_index else rep_id


def _who(snapshot: Snapshot, row: Opener) -> str:
    people, accounts = snapshot.people.names, snapshot.accounts.names
    return f"{people[row.person]} ({accounts[row.account]}) → {people[row.contact]} ({accounts[row.target]})"


def _hop_lines(scores: Scores, path: Path) -> list[str]:
    names = scores.snapshot.people.names
    return [
        f"     {names[speaker]} → {names[listener]}: {why_they_talk(scores, speaker, listener)}"
        for speaker, listener in zip(path.people, path.people[1:], strict=False)
    ]


def _left_out_line(snapshot: Snapshot, row: LeftOut) -> str:
    limits = ", ".join(limit_name(name, "en") for name in row.kept_out_by)
    why = f" ({limits})" if limits else ""
    return f"not this week{why}: {_who(snapshot, row.opener)}, would add {_amount(row.gain)}"


def _chosen_lines(snapshot: Snapshot, plan: TerritoryPlan, row: Chosen, rank: int) -> list[str]:
    line = f"{rank}. {snapshot.accounts.names[row.account]}: adds {row.gain:.4g}"
    if plan.objective == "spread":
        people = snapshot.people.names
        return [
            line,
            *(f"     by {people[person]}, who alone reaches {reach:.3g}" for person, reach in row.via),
        ]
    names = snapshot.circles.names
    done = set(row.completed)
    reasons = [
        f"     {'completes' if circle in done else 'counts in'} {names[circle]}" for circle in row.circles
    ]
    return [line, *reasons]


def _amount(value: float) -> str:
    """Whole numbers with thousands marked from 100 on, else three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
