"""The asks of a rep's week as a calendar (RFC 5545): a day-long entry each, on the working days of the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import icalendar

from refgraph.views.answer_lines import factors_text, why_they_talk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from refgraph.decisions.rows import Opener
    from refgraph.decisions.week import WeekPlan
    from refgraph.scores.scores import Scores

_SATURDAY = 5
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """One ask in a calendar."""

    uid: str
    """The same for the same ask in the same calendar week, so that a new export updates what is there."""
    due: date
    summary: str
    description: str


def write_calendar(path: Path, scores: Scores, plan: WeekPlan, *, now: datetime) -> None:
    """Write the calendar of a plan; `now` is the time of writing, UTC."""
    path.write_bytes(calendar_bytes(scores, plan, now=now))


def calendar_bytes(scores: Scores, plan: WeekPlan, *, now: datetime) -> bytes:
    """Give the calendar of a plan; of two that hold an entry, the one with the later store version and time counts."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//refgraph//week plan//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Asks of {scores.snapshot.reps.names[plan.rep]}")
    for entry in entries(scores, plan):
        event = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", now)
        event.add("sequence", scores.snapshot.version)
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def entries(scores: Scores, plan: WeekPlan) -> Iterator[Entry]:
    """Give an entry an ask, best first, spread evenly over the working days of the seven that begin with the plan's."""
    first = scores.snapshot.as_of
    days = [first + timedelta(days=after) for after in range(_WEEK_DAYS)]
    working = [day for day in days if day.weekday() < _SATURDAY]
    for rank, ask in enumerate(plan.asks):
        due = working[rank * len(working) // len(plan.asks)]
        yield Entry(_uid(scores, plan, ask.opener), due, *_words(scores, ask.opener))


def _uid(scores: Scores, plan: WeekPlan, row: Opener) -> str:
    snapshot = scores.snapshot
    people, accounts = snapshot.people.ids, snapshot.accounts.ids
    year, week, _ = snapshot.as_of.isocalendar()
    # Repeated as a list, so that no two asks give one text whatever their ids.
    named = [snapshot.store_uuid, snapshot.reps.ids[plan.rep], people[row.person], accounts[row.target]]
    return f"{uuid5(NAMESPACE_URL, repr([*named, year, week]))}@refgraph"


def _words(scores: Scores, row: Opener) -> tuple[str, str]:
    """Summary and description: whom to ask for what, why him, and the way the word takes."""
    snapshot = scores.snapshot
    people, accounts = snapshot.people.names, snapshot.accounts.names
    opener, contact = people[row.person], people[row.contact]
    path = row.path.people
    lines = [
        f"Ask {opener} ({accounts[row.account]}) to introduce us to {contact} ({accounts[row.target]}).",
        f"Score {row.score:.4f} = {factors_text(row)}",
        *(
            f"{people[speaker]} → {people[listener]}: {why_they_talk(scores, speaker, listener)}"
            for speaker, listener in pairwise(path)
        ),
    ]
    return f"Ask {opener} to introduce us to {contact} ({accounts[row.target]})", "\n".join(lines)
