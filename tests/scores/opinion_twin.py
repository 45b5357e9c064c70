"""Opinion by the table of evidence, read aloud: plain Python on the cells, one person and one event at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tests.snapshot.tenures_twin import HeldRole, held_roles

if TYPE_CHECKING:
    from tests.facts import Cells
    from tests.snapshot.bundles import Bundle

SHARE = {"C": 0.5, "M": 0.4, "S": 0.2, "": 0.2}
STANCE = {"supporter": 1.0, "neutral": 0.0, "opponent": -1.0}
EXPERIENCE, SURVEY, STANCE_DAYS = 1095.0, 730.0, 365.0
PERSON_ALONE = ("stance", "referral_made", "referral_declined", "reference_call")


@dataclass(frozen=True)
class Piece:
    kind: str
    ref: str
    day: str
    """'' for undated."""
    weight: float
    value: float
    share: float
    decay: float


def opinion_by_the_table(found: Bundle, person: str, as_of: date) -> tuple[float, float]:
    """(belief, disbelief) of one person."""
    good = bad = 0.0
    for piece in evidence_by_the_table(found, person, as_of):
        counts = piece.weight * piece.share * piece.decay
        if piece.value > 0:
            good += counts * piece.value
        else:
            bad += counts * -piece.value
    return good / (good + bad + 2), bad / (good + bad + 2)


def evidence_by_the_table(found: Bundle, person: str, as_of: date) -> list[Piece]:
    """Every piece behind one person's opinion, in no order."""
    today = as_of.isoformat()
    events = sorted(
        (cells for cells in found.get("events", []) if str(cells["date"]) <= today),
        key=lambda cells: (str(cells["date"]), str(cells["event_id"])),
    )
    roles = held_roles(found, as_of)
    pieces = [piece for event in events for piece in pieces_of(event, events, roles, person, as_of)]
    for role in roles:
        seen = role.stance_date or role.first
        if role.person == person and role.stance and seen <= today:
            decay = half(seen, STANCE_DAYS, as_of) if seen else 1.0
            pieces.append(Piece("stance", role.account, seen, 3.0, STANCE[role.stance], 1.0, decay))
    return pieces


def pieces_of(
    event: Cells, events: list[Cells], roles: list[HeldRole], person: str, as_of: date
) -> list[Piece]:
    """The one piece an event is for a person, or none."""
    share = share_of(event, roles, person)
    closing = closing_of(event, events)
    shown = closing or event
    if event["kind"] == "reference_call":
        return called(event, events, person, as_of)
    said = what_it_says(event, closing, events, as_of)
    if share is None or said is None:
        return []
    weight, value, half_life = said
    day = str(shown["date"])
    decay = half(day, half_life, as_of) if half_life else 1.0
    return [Piece(str(shown["kind"]), str(shown["event_id"]), day, weight, value, share, decay)]


def share_of(event: Cells, roles: list[HeldRole], person: str) -> float | None:
    if event.get("person_id") == person:
        return 1.0
    if event["kind"] in PERSON_ALONE or event.get("account_id") is None:
        return None
    there = [role for role in roles if role.account == event["account_id"] and role.on(str(event["date"]))]
    return max((SHARE[role.seniority] for role in there if role.person == person), default=None)


def called(call: Cells, events: list[Cells], person: str, as_of: date) -> list[Piece]:
    """The piece a reference call is for who spoke for us, once it was judged."""
    by = judgement_of(call, events)
    if by is None or call.get("person_id") != person:
        return []
    day, x = str(by["date"]), (float(by["value"] or 0) - float(call["value"] or 0)) / 2
    return [Piece("reference_call", str(call["event_id"]), day, 1.0, x, 1.0, half(day, EXPERIENCE, as_of))]


def judgement_of(call: Cells, events: list[Cells]) -> Cells | None:
    """The last event that says how this call went; None where nothing was expected."""
    by = [
        e for e in events
        if e["kind"] == "satisfaction" and e.get("ref") == call["event_id"] and e.get("value") is not None
        and str(e["date"]) >= str(call["date"])
    ]  # fmt: skip
    return by[-1] if by and call.get("value") is not None else None


def closing_of(event: Cells, events: list[Cells]) -> Cells | None:
    """The last event that closes this incident."""
    if event["kind"] != "incident_opened":
        return None
    by = [e for e in events if e["kind"] == "incident_closed" and e.get("ref") == event["event_id"]]
    return by[-1] if by else None


def what_it_says(
    event: Cells, closing: Cells | None, events: list[Cells], as_of: date
) -> tuple[float, float, float | None] | None:
    """(weight, x, half-life or None for what does not age); None for no evidence."""
    kind, cell = event["kind"], (closing or event).get("value")
    v = None if cell is None else float(cell)
    if kind == "incident_opened":
        if closing is not None:
            return (2.5, v, EXPERIENCE) if v is not None and v < 0 else (1.0, (v or 0.0) * 0.5, EXPERIENCE)
        days = (as_of - date.fromisoformat(str(event["date"]))).days
        return 2.0, -(0.5 if v is None else v) * min(1.0, 0.2 + days / 45), None
    if kind == "deal_won":
        earlier = [e for e in events[: events.index(event)] if e["kind"] == "deal_won"]
        account = event.get("account_id")
        repeat = account is not None and any(e.get("account_id") == account for e in earlier)
        return (1.5, 0.7, EXPERIENCE) if repeat else (1.0, 0.5, EXPERIENCE)
    return said_without_value(str(kind)) if v is None else said_with_value(str(kind), v)


def said_without_value(kind: str) -> tuple[float, float, float] | None:
    always = {"referral_made": (3.0, 1.0), "referral_declined": (0.5, -0.3), "deal_lost": (0.5, -0.3)}
    found = {**always, "complaint_escalated": (3.0, -0.5)}.get(kind)
    return None if found is None else (*found, EXPERIENCE)


def said_with_value(kind: str, v: float) -> tuple[float, float, float] | None:
    match kind:
        case "satisfaction":
            return 2.0, v, EXPERIENCE
        case "survey":
            return 2.0, max(-1.0, min(1.0, (v - 6) / 4)), SURVEY
        case "delivery":
            return (0.5, 0.5, EXPERIENCE) if v >= 0 else (1.0, -min(1.0, -v / 35), EXPERIENCE)
        case "meeting" | "call" | "email" | "visit" | "thanks":
            return 0.5, v, EXPERIENCE
        case "stance":
            return 3.0, v, STANCE_DAYS
        case "complaint_escalated":
            return 3.0, -v, EXPERIENCE
    return said_without_value(kind)


def half(day: str, half_life: float, as_of: date) -> float:
    return float(0.5 ** ((as_of - date.fromisoformat(day)).days / half_life))
