"""What happened at an account, newest first, with the values of events in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import EVENT_KINDS
from refgraph.snapshot.snapshot import day_to_iso
from refgraph.views.terms import Language, event_name, word_name

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot

_STANCES = {-1.0: "opponent", 0.0: "neutral", 1.0: "supporter"}
_VALUES = {
    "survey": ("{:.0f} of 10", "{:.0f}/10"),
    "deal_won": ("{:,.0f}", "{:,.0f}"),
    "deal_lost": ("{:,.0f}", "{:,.0f}"),
    "incident_opened": ("severity {:.2g}", "严重度 {:.2g}"),
    "complaint_escalated": ("severity {:.2g}", "严重度 {:.2g}"),
    "reference_call": ("expected tone {:+.2g}", "预期语气 {:+.2g}"),
    "competitor_seen": ("strength {:.2g}", "强度 {:.2g}"),
}
_JUDGED = ("satisfaction {:+.2g}", "满意度 {:+.2g}")
_DELIVERY = {
    1: ("{:.0f} days early", "提前 {:.0f} 天"),
    0: ("on the day", "按时"),
    -1: ("{:.0f} days late", "迟到 {:.0f} 天"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a line of a timeline; '' where it has no person, value, rep or text."""

    event_id: str
    day: str
    what: str
    person: str
    value: str
    rep: str
    text: str


def happenings(snapshot: Snapshot, account: int, language: Language) -> list[Happening]:
    """Events at an account, and those of its current people that name no account, newest first."""
    events = snapshot.events
    personal = (events.account < 0) & np.isin(events.person, snapshot.current_people(account))
    rows = np.flatnonzero((events.account == account) | personal)[::-1]
    return [_happening(snapshot, row, language) for row in rows.tolist()]


def value_text(kind: str, value: float, language: Language) -> str:
    """Say what an event's value means; '' for none."""
    if np.isnan(value):
        return ""
    if kind == "stance":
        return word_name(_STANCES[value], language) if value in _STANCES else f"{value:g}"
    if kind == "delivery":
        return _pick(_DELIVERY[int(np.sign(value))], language).format(abs(value))
    return _pick(_VALUES.get(kind, _JUDGED), language).format(value)


def _happening(snapshot: Snapshot, row: int, language: Language) -> Happening:
    events = snapshot.events
    kind, person = EVENT_KINDS[events.kind[row]], int(events.person[row])
    return Happening(
        event_id=events.ids[row],
        day=day_to_iso(int(events.day[row])) or "",
        what=event_name(kind, language),
        person=snapshot.people.names[person] if person >= 0 else "",
        value=value_text(kind, float(events.value[row]), language),
        rep=events.rep[row] or "",
        text=events.text[row] or "",
    )


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "en" else pair[1]
