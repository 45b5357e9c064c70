"""Follow-up: the next best actions after orders, incidents, judgements, job moves and silence.

Rules after the lessons of the design: thank supporters, visit opponents, meet the senior people, be there while it is
installed, keep the promise; service handles incidents, the rep steps in when the next sale is at stake and must when
top management cares. What an action's event did since is no longer listed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.decisions.charge import in_charge
from refgraph.decisions.followups.experiences import competitor_needs, experience_needs, referral_needs
from refgraph.decisions.followups.history import History
from refgraph.decisions.followups.incidents import Incidents, closing_needs, incident_needs
from refgraph.decisions.followups.listeners import Listener, Listeners, listeners
from refgraph.decisions.followups.moves import move_needs
from refgraph.decisions.followups.need import Ageing
from refgraph.decisions.followups.orders import order_needs
from refgraph.decisions.followups.priority import Parts, Priorities
from refgraph.decisions.followups.rhythm import repeat_needs, silence_needs, single_contact_needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refgraph.decisions.followups.need import Need
    from refgraph.scores.scores import Scores

__all__ = ["ACTIONS", "FollowUp", "Listener", "Parts", "follow_ups"]

ACTIONS = (
    "thank_supporter", "visit_opponent", "meet_senior", "attend_installation", "ask_date", "confirm_delivery",
    "explain_delay", "watch_incident", "step_in", "step_in_must", "visit_after_incident", "ask_what_went_wrong",
    "competitor_near", "champion_left", "follow_champion", "welcome_newcomer", "report_back", "repeat_order_due",
    "break_silence", "single_contact",
)  # fmt: skip
"""Codes of all actions."""

_SAME_AIM = {
    "thank_supporter": "thank", "report_back": "thank",
    "visit_opponent": "listen", "ask_what_went_wrong": "listen",
    "meet_senior": "meet", "welcome_newcomer": "meet", "follow_champion": "meet",
}  # fmt: skip
"""Actions that one and the same talk with a person does."""
_INCIDENTS = ("step_in_must", "step_in", "watch_incident")
_BACKGROUND = ("break_silence", "single_contact")
_NO_LISTENERS = Listeners((), -1)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One action, for whom and by when, with what calls for it."""

    action: str
    """One of `ACTIONS`."""
    account: int
    person: int
    """-1 for none."""
    due: int
    """Day by which it should be done, days since 1970-01-01."""
    priority: float
    """Product of the parts, in (0, 1]."""
    parts: Parts
    events: tuple[int, ...]
    """Rows of the events that call for it, the weightiest first."""
    roles: tuple[int, ...]
    """Rows of the roles that call for it: a job move, a person never met, a stance of roles.csv."""
    facts: dict[str, str | float]
    """What a sentence needs: ISO days, ids (`other` a person's; `target`, `where` accounts'), numbers."""
    hears: tuple[Listener, ...]
    """For an open incident, who outside hears of it most; empty for the rest."""
    call_first: int
    """For an open incident, the listener to call first; -1 for none."""


def follow_ups(scores: Scores, *, rep: int | None = None) -> tuple[FollowUp, ...]:
    """List what is due within the horizon, and what is overdue but not too old; greatest priority first.

    `rep` is a rep's index: only accounts in his charge (`in_charge`), and escalated incidents at accounts below those.
    One row for each (action, account, person), and one for actions that one talk does, the latest anchor's. What only
    keeps an account warm gives way to everything else there. Equal priorities (rounded to 12 digits) are ordered by
    due day, account, person and action. What names neither an account nor a person with a current role is nobody's,
    and left out.
    """
    history = History(scores, in_charge(scores.snapshot, rep))
    incidents = Incidents(history)
    priorities = Priorities(incidents)
    timely = [need for need in _needs(history, incidents) if _is_timely(history, need)]
    weighed = sorted(
        ((need, priorities.parts(need)) for need in _latest(timely)), key=lambda pair: _order(*pair)
    )
    kept = _few_in_background(history, weighed)
    heard = _listeners(history, [need for need, _ in kept])
    return tuple(_row(need, parts, heard.get(id(need), _NO_LISTENERS)) for need, parts in kept)


def _needs(history: History, incidents: Incidents) -> Iterator[Need]:
    yield from order_needs(history, incidents.accounts)
    yield from incident_needs(incidents)
    yield from closing_needs(history)
    yield from experience_needs(history)
    yield from referral_needs(history)
    yield from competitor_needs(history, incidents.accounts)
    yield from move_needs(history)
    yield from repeat_needs(history, incidents.accounts)
    yield from silence_needs(history)
    yield from single_contact_needs(history)


def _is_timely(history: History, need: Need) -> bool:
    too_old = need.ageing is Ageing.FADES and need.due < history.day - history.age(need.action)
    return need.due <= history.day + history.params.followup_horizon_days and not too_old


def _latest(needs: Iterable[Need]) -> Iterable[Need]:
    """One need for each aim, account and person, that of the latest anchor; of equal ones the one listed last."""
    latest: dict[tuple[str, int, int], Need] = {}
    for need in needs:
        key = _SAME_AIM.get(need.action, need.action), need.account, need.person
        if key not in latest or need.anchor >= latest[key].anchor:
            latest[key] = need
    return latest.values()


def _order(need: Need, parts: Parts) -> tuple[float, int, int, int, str]:
    return -round(parts.product, 12), need.due, need.account, need.person, need.action


def _few_in_background(history: History, weighed: list[tuple[Need, Parts]]) -> list[tuple[Need, Parts]]:
    """Leave out what something else at the account does anyway, and beyond some rows an owner the least pressing."""
    busy = {need.account for need, _ in weighed if need.action not in _BACKGROUND}
    owners = history.snapshot.accounts.owner
    count: Counter[tuple[str, str]] = Counter()
    kept = []
    for need, parts in weighed:
        if need.action in _BACKGROUND:
            key = need.action, owners[need.account]
            if need.account in busy or count[key] == history.params.followup_background:
                continue
            count[key] += 1
        kept.append((need, parts))
    return kept


def _listeners(history: History, needs: list[Need]) -> dict[int, Listeners]:
    traced = [need for need in needs if need.action in _INCIDENTS][: history.params.incidents_traced]
    return {id(need): found for need, found in zip(traced, listeners(history, traced), strict=True)}


def _row(need: Need, parts: Parts, heard: Listeners) -> FollowUp:
    return FollowUp(
        need.action, need.account, need.person, need.due, parts.product, parts, need.events, need.roles,
        need.facts, heard.heard_by, heard.call_first,
    )  # fmt: skip
