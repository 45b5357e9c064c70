"""What calls for a follow-up, piece by piece: events, job moves, stances of roles.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.tables import EVENT_KINDS
from refgraph.snapshot.snapshot import ALWAYS, STILL, Snapshot, Stance, day_to_iso
from refgraph.views.terms import Language, Terms, event_name, term, word_name
from refgraph.views.timeline import value_text

if TYPE_CHECKING:
    from refgraph.decisions.followup import FollowUp

_ABOUT_STANCE = ("thank_supporter", "visit_opponent")
_STANCES = {Stance.SUPPORTER: "supporter", Stance.NEUTRAL: "neutral", Stance.OPPONENT: "opponent"}
_PARTS: Terms = {
    "since": ("since {}", "自 {} 起"),
    "until": ("until {}", "至 {}"),
    "stance": ("Stance seen: {}", "立场：{}"),
    "undated": ("undated", "无日期"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of what calls for an action."""

    kind: str
    """An event kind, `role`, or `stance` for one of roles.csv."""
    ref: str
    """Event id; the account id for a role and a stance of roles.csv."""
    date: str | None
    """ISO day, None for undated."""
    text: str


def evidence(row: FollowUp, snapshot: Snapshot, language: Language) -> list[Evidence]:
    """What calls for a row, the weightiest first."""
    events = [_event(snapshot, event, language) for event in row.events]
    of_role = _stance if row.action in _ABOUT_STANCE else _role
    return events + [of_role(snapshot, role, language) for role in row.roles]


def _event(snapshot: Snapshot, row: int, language: Language) -> Evidence:
    events = snapshot.events
    kind, day = EVENT_KINDS[events.kind[row]], day_to_iso(int(events.day[row]))
    said = value_text(kind, float(events.value[row]), language)
    text = " · ".join(
        part for part in (event_name(kind, language), said, day or "", events.text[row]) if part
    )
    return Evidence(kind, events.ids[row], day, text)


def _role(snapshot: Snapshot, row: int, language: Language) -> Evidence:
    """A role with its title and its days; its date is the end of an ended one, else the beginning."""
    roles = snapshot.roles
    start, end, account = int(roles.start[row]), int(roles.end[row]), int(roles.account[row])
    ended = not roles.current[row]
    days = [("since", start, start != ALWAYS), ("until", end, ended and end != STILL)]
    told = [term(_PARTS, part, language).format(day_to_iso(day)) for part, day, known in days if known]
    text = " · ".join(part for part in (snapshot.accounts.names[account], roles.title[row], *told) if part)
    return Evidence("role", snapshot.accounts.ids[account], day_to_iso(end if ended else start), text)


def _stance(snapshot: Snapshot, row: int, language: Language) -> Evidence:
    roles = snapshot.roles
    day = day_to_iso(int(roles.stance_day[row]))
    word = word_name(_STANCES[Stance(int(roles.stance[row]))], language)
    said = term(_PARTS, "stance", language).format(word)
    text = " · ".join((said, day or term(_PARTS, "undated", language)))
    return Evidence("stance", snapshot.accounts.ids[roles.account[row]], day, text)
