from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from refgraph.decisions.week import week_plan
from refgraph.scores.scores import score
from refgraph.views.exports.calendar import calendar_bytes
from tests.facts import Cells, snapshot_of

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores

NOW = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)


def scores_of(day: str, targets: int = 3) -> Scores:
    """Three satisfied customers' people, each of whom knows somebody at a target."""
    accounts: list[Cells] = [
        {"account_id": f"us{i}", "status": "customer", "name": f"Morning; Post {i}"} for i in range(targets)
    ]
    accounts += [{"account_id": f"t{i}", "name": f"Target {i}", "owner": "r", "potential": 1000.0 * (i + 1)} for i in range(targets)]  # fmt: skip
    people: list[Cells] = [{"person_id": f"o{i}", "name": f"Opener {i}, 李"} for i in range(targets)]
    people += [{"person_id": f"c{i}", "name": f"Contact {i}"} for i in range(targets)]
    roles: list[Cells] = [{"person_id": f"o{i}", "account_id": f"us{i}"} for i in range(targets)]
    roles += [{"person_id": f"c{i}", "account_id": f"t{i}", "buying_role": "decider"} for i in range(targets)]
    snapshot = snapshot_of(
        day,
        accounts=accounts,
        people=people,
        reps=[{"rep_id": "r", "name": "Zhou Lan"}],
        roles=roles,
        knows=[{"person_a": f"o{i}", "person_b": f"c{i}", "strength": 1.0} for i in range(targets)],
        events=[
            {"event_id": f"e{i}", "kind": "survey", "date": "2025-12-31", "account_id": f"us{i}", "person_id": f"o{i}", "value": 10.0}
            for i in range(targets)
        ],
    )  # fmt: skip
    return score(snapshot)


def events(scores: Scores) -> list[dict[str, Any]]:
    """Entries of the calendar: texts as texts, days and times as such."""
    data = calendar_bytes(scores, week_plan(scores, 0), now=NOW)
    return [
        {
            name: event.decoded(name) if name.startswith("DT") else str(event[name])
            for name in map(str.upper, event)
        }
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]


def test_an_ask_is_a_day_with_reason_and_path() -> None:
    first = events(scores_of("2026-01-05"))[0]
    assert first["SUMMARY"] == "Ask Opener 2, 李 to introduce us to Contact 2 (Target 2)"
    assert first["DESCRIPTION"].splitlines()[0] == (
        "Ask Opener 2, 李 (Morning; Post 2) to introduce us to Contact 2 (Target 2)."
    )
    assert "Score " in first["DESCRIPTION"]
    assert "Opener 2, 李 → Contact 2: say they know each other" in first["DESCRIPTION"]
    assert (first["DTSTART"], first["DTEND"]) == (date(2026, 1, 5), date(2026, 1, 6))
    assert first["DTSTAMP"] == NOW


@pytest.mark.parametrize(
    ("day", "due"),
    [
        # Three asks over five working days: the first, the second (5 // 3), the fourth (10 // 3).
        ("2026-01-05", [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8)]),
        # From a Thursday on: Thursday, Friday, Monday, Tuesday, Wednesday.
        ("2026-01-01", [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 6)]),
        ("2026-01-03", [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8)]),
    ],
)
def test_asks_are_spread_over_working_days(day: str, due: list[date]) -> None:
    assert [event["DTSTART"] for event in events(scores_of(day))] == due


def test_a_new_export_of_the_week_updates_what_is_there() -> None:
    monday, wednesday = events(scores_of("2026-01-05")), events(scores_of("2026-01-07"))
    uids = [event["UID"] for event in monday]
    assert len(set(uids)) == 3
    assert [event["UID"] for event in wednesday] == uids
    assert not {event["UID"] for event in events(scores_of("2026-01-12"))} & set(uids)


def test_a_week_without_asks_is_an_empty_calendar() -> None:
    scores = scores_of("2026-01-05", targets=0)
    data = calendar_bytes(scores, week_plan(scores, 0), now=NOW)
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["X-WR-CALNAME"] == "Asks of Zhou Lan"
    assert calendar.walk("VEVENT") == []


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    data = calendar_bytes(scores_of("2026-01-05"), week_plan(scores_of("2026-01-05"), 0), now=NOW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
