"""Calendars (iCalendar): recurring meetings become circles, their attendees members.

A meeting is recurring when it has a rule (RRULE), or when its UID, else its summary, stands on at least three days.
Meetings with a rule go on unless the rule ends; the others end on their last day in the file. SUMMARY is the circle's
name. Descriptions, places, attachments and conference data are never read. Private, confidential and cancelled events,
and events of fewer than two people, count as blank, and how many there are is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from refgraph.sources.converted import Converted
from refgraph.sources.presets.addresses import Addressees
from refgraph.sources.presets.calendar_event import MOST_MEETINGS, CalendarEvent, read_event
from refgraph.sources.presets.components import EVENTS, components_of
from refgraph.sources.presets.content_lines import ContentFault
from refgraph.sources.presets.files import held_file
from refgraph.sources.text import Note, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

FEWEST_DAYS = 3
"""Days on which a meeting without a rule must be in the file to be recurring."""

_FEWEST_PEOPLE = 2
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class _Dated:
    """An event, and where it stands."""

    file: str
    number: int
    raw: str
    event: CalendarEvent


@dataclass(slots=True)
class _Calendar:
    """What is read of all files."""

    converted: Converted
    people: Addressees
    events: list[_Dated] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def pass_over(self, file: str, why: str) -> None:
        """Count an event as blank."""
        self.left_out[why] += 1
        self.converted.blank[file] += 1


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read the events; each counts as one. With `--whose ID` or `ID=ADDRESS` that person stands for the own address.

    Raises `Refused` where the encoding is not certain and where a file has no event.
    """
    calendar = _Calendar(Converted(ignored=files.ignored), Addressees(options.whose))
    for file in files.files:
        _read(calendar, file, options)
    mentions = Counter(who.address for dated in calendar.events for who in dated.event.attendees)
    told = calendar.people.find_own(mentions, len(calendar.events))
    for circle, series in _series(calendar.events).items():
        _put_series(calendar, circle, series)
    calendar.converted.told += [text for text in (told, _words(calendar.left_out)) if text]
    return calendar.converted


def _read(calendar: _Calendar, file: SourceFile, options: ReadOptions) -> None:
    plain = replace(options, whose=calendar.people.owner or None)
    calendar.converted.read_as[file.name] = held_file(file.name, plain)
    for number, component in enumerate(components_of(file, EVENTS, options.encoding), 1):
        try:
            if component.fault:
                raise ContentFault(component.fault)
            event = read_event(component.raw, options.encoding)
        except ContentFault as fault:
            source = calendar.converted.source(file.name, number, component.raw)
            calendar.converted.remark(source, "", Note("event", str(fault), holds=True))
            continue
        for who in event.attendees:
            calendar.people.meet(who.address, who.name)
        calendar.left_out["rooms, lists and addresses that are none"] += event.left_out
        if event.skip:
            calendar.pass_over(file.name, f"{event.skip} events")
        elif len(event.attendees) < _FEWEST_PEOPLE:
            calendar.pass_over(file.name, "events of fewer than two people")
        else:
            calendar.events.append(_Dated(file.name, number, component.raw, event))


def _series(events: Iterable[_Dated]) -> dict[str, list[_Dated]]:
    """Events by circle: those of one UID where it has a rule or days enough, the others by summary."""
    by_uid: dict[str, list[_Dated]] = defaultdict(list)
    found: dict[str, list[_Dated]] = defaultdict(list)
    for dated in events:
        by_uid[dated.event.uid].append(dated)
    for uid, same in by_uid.items():
        if uid and _is_recurring(same):
            found[f"icalendar:{uid}"] = same
            continue
        for dated in same:
            found[f"icalendar:{folded(dated.event.summary)}"].append(dated)
    return found


def _is_recurring(events: Sequence[_Dated]) -> bool:
    has_rule = any(dated.event.rule for dated in events)
    return has_rule or len({dated.event.day for dated in events}) >= FEWEST_DAYS


def _put_series(calendar: _Calendar, circle: str, series: Sequence[_Dated]) -> None:
    if not _is_recurring(series):
        for dated in series:
            calendar.pass_over(dated.file, "single meetings")
        return
    converted, people = calendar.converted, calendar.people
    sources = [converted.source(dated.file, dated.number, dated.raw) for dated in series]
    # The first with a rule tells of the whole series; without one the latest has the name in use.
    ranked = sorted(range(len(series)), key=lambda at: (series[at].event.rule is None, _age(series[at])))
    main = series[ranked[0]].event
    cells = {"circle_id": circle, "name": main.summary, "meetings_per_year": _often(series, main)}
    converted.put("circles", sources[ranked[0]], cells)
    for member in _members(series, people):
        person = people.person(member.address)
        people.put(converted, sources[member.at], [member.address])
        row = {"person_id": person, "circle_id": circle, **member.cells(_last_day(series, main))}
        converted.put("memberships", sources[member.at], row)


def _age(dated: _Dated) -> int:
    return -date.fromisoformat(dated.event.day).toordinal()


def _often(series: Sequence[_Dated], main: CalendarEvent) -> str:
    if main.rule:
        return str(main.rule.meetings_per_year)
    days = _days(series)
    years = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days / _YEAR
    return str(min(MOST_MEETINGS, round(len(days) / max(1.0, years), 2)))


def _days(series: Sequence[_Dated]) -> list[str]:
    return sorted({dated.event.day for dated in series})


def _last_day(series: Sequence[_Dated], main: CalendarEvent) -> str:
    return main.rule.until if main.rule else _days(series)[-1]


@dataclass(slots=True)
class _Member:
    """Somebody in a series."""

    address: str
    at: int
    """Index of the first event that names him."""
    days: set[str] = field(default_factory=set)
    is_organiser: bool = False
    share: str = ""
    """Share of the days on which he takes part, '' where a rule tells the days."""

    def cells(self, last: str) -> dict[str, str]:
        """Cells of the membership; `last` is the day the series ends, '' where it goes on."""
        first = min(self.days)
        role = "organiser" if self.is_organiser else "member"
        end = max(first, last) if last else ""
        return {"role": role, "attendance": self.share, "from": first, "to": end}


def _members(series: Sequence[_Dated], people: Addressees) -> list[_Member]:
    """Members in the order they come, one a person."""
    found: dict[str, _Member] = {}
    for at, dated in enumerate(series):
        for who in dated.event.attendees:
            member = found.setdefault(people.person(who.address), _Member(who.address, at))
            member.days.add(dated.event.day)
            member.is_organiser |= who.is_organiser
    if not any(dated.event.rule for dated in series):
        for member in found.values():
            member.share = str(round(len(member.days) / len(_days(series)), 2))
    return list(found.values())


def _words(left_out: Counter[str]) -> str:
    listed = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()) if count)
    return f"left out: {listed}" if listed else ""
