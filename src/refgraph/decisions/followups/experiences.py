"""What people told us: a bad experience to be asked about, a referral to be thanked for, a competitor at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.decisions.followups.history import ORDERS, TALKS
from refgraph.decisions.followups.need import Need
from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.decisions.followups.history import History

_JUDGEMENTS = frozenset(
    (EventKind.SATISFACTION, EventKind.SURVEY, EventKind.STANCE, EventKind.COMPLAINT_ESCALATED)
)


def experience_needs(history: History) -> Iterator[Need]:
    """Ask what went wrong after a bad judgement that no talk on a later day and no better judgement followed.

    Who has left since is not asked.
    A bad one is a satisfaction below 0, a survey answer of a detractor, an opponent's stance, or a complaint that
    reached top management and names no incident.
    """
    action = "ask_what_went_wrong"
    for row in history.recent(_JUDGEMENTS, history.window(action), history.wanted):
        left = history.has_left(history.event_person(row), int(history.place[row]))
        if not left and _is_bad(history, row) and not _was_answered(history, row):
            yield _need(history, action, row)


def referral_needs(history: History) -> Iterator[Need]:
    """Thank who made a referral and report what came of it: after the referral, and again after an order through it."""
    action = "report_back"
    kinds = ORDERS | {EventKind.REFERRAL_MADE}
    for row in history.recent(kinds, history.window(action), history.everywhere):
        made = _referral(history, row)
        if made < 0 or history.event_person(made) < 0 or not history.looks_at(int(history.place[made])):
            continue
        day, person = history.event_day(row), history.event_person(made)
        if not history.with_person(person, TALKS | {EventKind.THANKS}, day + 1):
            facts = _outcome(history, made)
            because = (row,) if row == made else (row, made)
            yield Need(
                action, int(history.place[made]), person, day, day + history.lead(action), because, (), facts
            )


def competitor_needs(history: History, but_for: frozenset[int]) -> Iterator[Need]:
    """Customers where a competitor was seen and nobody went since, but for accounts where an incident says so."""
    action = "competitor_near"
    for row in history.recent(
        frozenset((EventKind.COMPETITOR_SEEN,)), history.params.competitor_near_days, history.customers
    ):
        day, account = history.event_day(row), int(history.place[row])
        if account not in but_for and not history.at_account(account, TALKS, day + 1):
            facts: dict[str, str | float] = {"since": history.iso(day)}
            yield Need(
                action,
                account,
                history.still_there(history.event_person(row), account),
                day,
                day + history.lead(action),
                (row,),
                (),
                facts,
            )


def _is_bad(history: History, row: int) -> bool:
    events = history.snapshot.events
    kind, value = events.kind[row], float(events.value[row])
    if kind == EventKind.SURVEY:
        return value <= history.params.detractor_survey
    if kind == EventKind.COMPLAINT_ESCALATED:
        named = history.snapshot.event_index.get(events.ref[row], -1)
        return named < 0 or events.kind[named] != EventKind.INCIDENT_OPENED
    return value < 0


def _was_answered(history: History, row: int) -> bool:
    """Whether we talked with the person on a later day, or the person's later judgement was not bad.

    Without a person, a talk at the account counts, and a later judgement there.
    """
    person, since = history.event_person(row), history.event_day(row)
    if person >= 0:
        talks = history.with_person(person, TALKS, since + 1)
        later = history.with_person(person, _JUDGEMENTS, since)
    else:
        talks = history.at_account(int(history.place[row]), TALKS, since + 1)
        later = history.at_account(int(history.place[row]), _JUDGEMENTS, since)
    return bool(talks) or any(other > row and not _is_bad(history, other) for other in later)


def _need(history: History, action: str, row: int) -> Need:
    day = history.event_day(row)
    return Need(
        action, int(history.place[row]), history.event_person(row), day, day + history.lead(action), (row,), (),
        {"since": history.iso(day)},
    )  # fmt: skip


def _referral(history: History, row: int) -> int:
    """Row of the referral an event is or, as an order, names; -1 for none."""
    events = history.snapshot.events
    if events.kind[row] == EventKind.REFERRAL_MADE:
        return row
    named = history.snapshot.event_index.get(events.ref[row], -1)
    return named if named >= 0 and events.kind[named] == EventKind.REFERRAL_MADE else -1


def _outcome(history: History, made: int) -> dict[str, str | float]:
    """What came of a referral: days of the first talk with, and the first order of, the target since."""
    snapshot = history.snapshot
    day = history.event_day(made)
    facts: dict[str, str | float] = {"since": history.iso(day)}
    target = snapshot.account_index.get(snapshot.events.ref[made], -1)
    if target < 0:
        return facts
    facts["target"] = snapshot.accounts.ids[target]
    for name, kinds in (("talked", TALKS), ("ordered", ORDERS)):
        rows = history.at_account(target, kinds, day)
        if rows:
            facts[name] = history.iso(history.event_day(rows[0]))
    return facts
