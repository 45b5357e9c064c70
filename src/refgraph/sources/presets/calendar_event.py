"""One event of a calendar: what it is called, when it is, how often, and who takes part. Nothing else is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from refgraph.sources.presets.addresses import is_nobody, plain_address
from refgraph.sources.presets.content_lines import ContentFault, Property, properties_of
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MEETINGS = 365.0
"""Meetings a year that a rule may come to."""

_A_YEAR = {"DAILY": 365.0, "WEEKLY": 52.0, "MONTHLY": 12.0, "YEARLY": 1.0}
_DAYS_OF_A_WEEK = 7
_SPLIT_SERIES = re.compile(r"_R[0-9]{8}(?:T[0-9]{6}Z?)?(?=@|$)")
_PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})
_NO_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part."""

    address: str
    name: str
    is_organiser: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a meeting comes again."""

    meetings_per_year: float
    until: str
    """Day it comes for the last time as far as the rule says so, '' where it goes on; after a number of times, about."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event, or one series of them."""

    uid: str
    """'' for an event without one."""
    summary: str
    day: str
    """First day, YYYY-MM-DD."""
    rule: Rule | None
    attendees: Sequence[Attendee]
    """People who did not decline, each address once."""
    left_out: int
    """Rooms, resources, lists and addresses that are none."""
    skip: str = ""
    """Why nothing of it is taken: `private`, `cancelled`; '' otherwise."""


def read_event(raw: str, encoding: str | None) -> CalendarEvent:
    """Read an event's text; raises `ContentFault` where its day, rule or lines make no sense."""
    properties = properties_of(raw, encoding)
    first: dict[str, Property] = {}
    for one in properties:
        first.setdefault(one.name, one)
    uid = _SPLIT_SERIES.sub("", _text(first, "UID"))
    if _text(first, "CLASS").upper() in _PRIVATE:
        return CalendarEvent(uid, "", "", None, (), 0, "private")
    if _text(first, "STATUS").upper() == "CANCELLED":
        return CalendarEvent(uid, "", "", None, (), 0, "cancelled")
    day = _day(first)
    rule = _rule(_text(first, "RRULE"), day) if _text(first, "RRULE") else None
    attendees, left_out = _attendees(properties)
    return CalendarEvent(uid, _text(first, "SUMMARY"), day.isoformat(), rule, attendees, left_out)


def _text(first: Mapping[str, Property], name: str) -> str:
    return first[name].text() if name in first else ""


def _day(first: Mapping[str, Property]) -> date:
    text = _text(first, "DTSTART")
    if not text:
        raise ContentFault("missing date: DTSTART is empty, expected a day or a time")
    return _as_day(text, "DTSTART")


def _as_day(text: str, name: str) -> date:
    """Day as the calendar writes it, whatever the time zone."""
    match = re.fullmatch(
        r"([0-9]{8})(?:T[0-9]{4,6}Z?)?", text.replace("-", "").replace(":", ""), re.IGNORECASE
    )
    try:
        if match is None:
            raise ValueError(text)
        return datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise ContentFault(f"found {name} '{shown(text)}', expected a date like 20250331T090000Z") from error


def _rule(text: str, day: date) -> Rule:
    from icalendar import vRecur

    try:
        parts = vRecur.from_ical(text)
    except (ValueError, KeyError, TypeError) as error:
        raise ContentFault(f"found the rule '{shown(text)}', expected one like FREQ=WEEKLY") from error
    often = str(_first(parts, "FREQ", "")).upper()
    if often not in _A_YEAR and often not in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise ContentFault(f"found the rule '{shown(text)}', expected FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    every = max(1, int(_first(parts, "INTERVAL", 1)))
    times = min(MOST_MEETINGS, max(0.01, _times(often, parts) / every))
    return Rule(round(times, 2), _until(parts, day, times))


def _first(parts: Mapping[str, Sequence[object]], name: str, otherwise: str | int) -> str | int:
    found = parts.get(name) or [otherwise]
    value = found[0]
    return value if isinstance(value, str | int) else otherwise


def _times(often: str, parts: Mapping[str, Sequence[object]]) -> float:
    """Times a year at an interval of one."""
    days, months = len(parts.get("BYDAY", ())), len(parts.get("BYMONTH", ()))
    in_month = len(parts.get("BYMONTHDAY", ())) or (len(parts.get("BYSETPOS", ())) or days)
    if often == "DAILY":
        return 365.0 * (days / _DAYS_OF_A_WEEK if days else 1)
    if often == "WEEKLY":
        return 52.0 * max(1, days)
    if often == "MONTHLY":
        return 12.0 * max(1, in_month)
    return float(max(1, months) * max(1, in_month)) if often == "YEARLY" else MOST_MEETINGS


def _until(parts: Mapping[str, Sequence[object]], day: date, times: float) -> str:
    until = next(iter(parts.get("UNTIL", ())), None)
    if isinstance(until, datetime):
        return until.date().isoformat()
    if isinstance(until, date):
        return until.isoformat()
    count = int(_first(parts, "COUNT", 0))
    if count <= 0:
        return ""
    try:
        return (day + timedelta(days=round((count - 1) * 365 / times))).isoformat()
    except OverflowError:
        return ""


def _attendees(properties: Sequence[Property]) -> tuple[list[Attendee], int]:
    """People who take part, the organiser first, and how many others were named."""
    found: dict[str, Attendee] = {}
    left_out = 0
    declined = set()
    for one in sorted(properties, key=lambda one: one.name != "ORGANIZER"):
        if one.name not in ("ORGANIZER", "ATTENDEE"):
            continue
        address = plain_address(one.parameter("EMAIL") or one.text())
        if one.parameter("CUTYPE").upper() in _NO_PEOPLE or not address or is_nobody(address):
            left_out += 1
        elif one.parameter("PARTSTAT").upper() == "DECLINED":
            declined.add(address)
        elif one.parameter("ROLE").upper() != "NON-PARTICIPANT" and address not in found:
            found[address] = Attendee(address, one.parameter("CN"), one.name == "ORGANIZER")
    return [who for address, who in found.items() if address not in declined], left_out
