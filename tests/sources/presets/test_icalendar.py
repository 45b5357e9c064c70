from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

ANNA = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Anna Berg;X-NUM-GUESTS=0:mailto:anna@nord.example"
BEA = 'ORGANIZER;CN="Ort, Bea":MAILTO:Bea@nord.example'
DECLINED = "ATTENDEE;PARTSTAT=DECLINED;CN=Carl:mailto:carl@nord.example"
ROOM = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED;CN=Room 4:mailto:room4@nord.example"
GOOGLE_ROOM = "ATTENDEE;CUTYPE=INDIVIDUAL;CN=Kiel-4:mailto:c_188@resource.calendar.google.com"


def event(*lines: str, uid: str = "1@google.com", day: str = "20250106", summary: str = "Jour fixe") -> str:
    # As Google Calendar writes them, the parts never to be read included.
    return "\n".join(
        (
            "BEGIN:VEVENT",
            f"DTSTART;TZID=Europe/Berlin:{day}T090000",
            f"DTEND;TZID=Europe/Berlin:{day}T100000",
            "DTSTAMP:20250101T120000Z",
            f"UID:{uid}",
            *lines,
            "DESCRIPTION:Dial in with the code 4711\\n",
            "  and the PIN 0815",
            "LOCATION:Secret place",
            "ATTACH:https://drive.example/x",
            "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
            f"SUMMARY:{summary}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:This is an event reminder",
            "TRIGGER:-P0DT0H10M0S",
            "END:VALARM",
            "END:VEVENT",
        )
    )


def calendar(path: Path, *events: str) -> Path:
    head = "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Europe/Berlin\nEND:VTIMEZONE"
    path.write_bytes("\r\n".join([*"\n".join([head, *events]).split("\n"), "END:VCALENDAR", ""]).encode())
    return path


WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=MO"


def test_a_recurring_meeting_is_a_circle_of_those_who_did_not_decline(tmp_path: Path) -> None:
    store = MemoryStore()
    path = calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA, DECLINED, ROOM, GOOGLE_ROOM))
    planned = imported(path, "icalendar", store)
    assert planned.outcome == "accept"
    assert cells(store, "circles") == [
        {"circle_id": "icalendar:1@google.com", "name": "Jour fixe", "meetings_per_year": 52.0}
    ]
    assert cells(store, "people") == [
        {"person_id": "mailto:anna@nord.example", "name": "Anna Berg", "email": "anna@nord.example"},
        {"person_id": "mailto:bea@nord.example", "name": "Ort, Bea", "email": "bea@nord.example"},
    ]
    assert [(row["person_id"], row["role"], row["from"]) for row in cells(store, "memberships")] == [
        ("mailto:anna@nord.example", "member", "2025-01-06"),
        ("mailto:bea@nord.example", "organiser", "2025-01-06"),
    ]
    assert planned.told == ("left out: 2 rooms, lists and addresses that are none",)


def test_texts_places_and_links_are_not_even_kept_with_held_events(tmp_path: Path) -> None:
    planned = plan(calendar(tmp_path / "a.ics", event("RRULE:nonsense", BEA, ANNA)), "icalendar")
    assert planned.batch is not None
    (held,) = planned.batch.held
    for secret in ("4711", "0815", "Secret", "drive.example", "meet.google", "reminder"):
        assert secret not in held.raw


@pytest.mark.parametrize(
    ("rule", "meetings", "until"),
    [
        ("FREQ=WEEKLY", 52.0, None),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 26.0, None),
        ("FREQ=WEEKLY;BYDAY=MO,TH", 104.0, None),
        ("FREQ=DAILY", 365.0, None),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", 260.71, None),
        ("FREQ=MONTHLY;BYDAY=1MO", 12.0, None),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 12.0, None),
        ("FREQ=MONTHLY;INTERVAL=3", 4.0, None),
        ("FREQ=YEARLY", 1.0, None),
        ("FREQ=YEARLY;BYMONTH=3,9", 2.0, None),
        ("FREQ=HOURLY", 365.0, None),
        ("FREQ=WEEKLY;INTERVAL=0", 52.0, None),
        ("FREQ=WEEKLY;UNTIL=20251231T230000Z", 52.0, "2025-12-31"),
        # 13 meetings, the last 12 twelfths of 365 days after 2025-01-06.
        ("FREQ=MONTHLY;COUNT=13", 12.0, "2026-01-06"),
    ],
)
def test_meetings_a_year_come_from_the_rule(
    tmp_path: Path, rule: str, meetings: float, until: str | None
) -> None:
    store = MemoryStore()
    imported(calendar(tmp_path / "a.ics", event(f"RRULE:{rule}", BEA, ANNA)), "icalendar", store)
    assert cells(store, "circles")[0]["meetings_per_year"] == meetings
    assert {row.get("to") for row in cells(store, "memberships")} == {until}


def test_a_summary_on_three_days_is_a_circle_with_shares_of_attendance(tmp_path: Path) -> None:
    store = MemoryStore()
    days = ("20240101", "20240701", "20241231", "20241231")
    events = [
        event(
            BEA,
            *([ANNA] if at < 1 else ["ATTENDEE:mailto:dora@x.example"]),
            uid=f"u{at}",
            day=day,
            summary="Lunch",
        )
        for at, day in enumerate(days)
    ]
    planned = imported(calendar(tmp_path / "a.ics", *events), "icalendar", store)
    # Three days within a year.
    assert cells(store, "circles") == [
        {"circle_id": "icalendar:lunch", "name": "Lunch", "meetings_per_year": 3.0}
    ]
    assert [
        (row["person_id"], row["attendance"], row["from"], row["to"]) for row in cells(store, "memberships")
    ] == [
        ("mailto:anna@nord.example", 0.33, "2024-01-01", "2024-12-31"),
        ("mailto:bea@nord.example", 1.0, "2024-01-01", "2024-12-31"),
        ("mailto:dora@x.example", 0.67, "2024-07-01", "2024-12-31"),
    ]
    # The first names Anna and Bea, the second Dora, the third, the latest, the circle.
    assert planned.files["a.ics"].merged == 1


def test_parts_of_a_series_that_was_split_are_one_circle(tmp_path: Path) -> None:
    store = MemoryStore()
    parts = (event(WEEKLY, BEA, ANNA), event(WEEKLY, BEA, ANNA, uid="1_R20250303T080000@google.com"))
    imported(calendar(tmp_path / "a.ics", *parts), "icalendar", store)
    assert ids(store, "circles") == ["icalendar:1@google.com"]


def test_private_cancelled_single_and_lonely_events_are_blank_and_told(tmp_path: Path) -> None:
    path = calendar(
        tmp_path / "a.ics",
        event(WEEKLY, BEA, ANNA, "CLASS:PRIVATE", uid="2"),
        event(WEEKLY, BEA, ANNA, "CLASS:CONFIDENTIAL", uid="3"),
        event(WEEKLY, BEA, ANNA, "STATUS:CANCELLED", uid="4"),
        event(BEA, ANNA, uid="5", summary="Once"),
        event(WEEKLY, BEA, uid="6"),
    )
    planned = plan(path, "icalendar")
    assert (planned.files["a.ics"].read, planned.files["a.ics"].blank) == (5, 5)
    assert planned.told == (
        "left out: 1 cancelled events, 1 events of fewer than two people, 2 private events, 1 single meetings",
    )


def test_the_owner_takes_the_place_of_the_address_that_stands_out(tmp_path: Path) -> None:
    store = MemoryStore()
    dora = "ATTENDEE;CN=Dora:mailto:dora@x.example"
    path = calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA), event(WEEKLY, BEA, dora, uid="2"))
    planned = imported(path, "icalendar", store, whose="p7")
    assert planned.told == ("bea@nord.example stands in 2 of 2: taken for p7's own address",)
    assert ids(store, "people") == ["mailto:anna@nord.example", "mailto:dora@x.example", "p7"]


def test_the_owner_names_the_own_address(tmp_path: Path) -> None:
    store = MemoryStore()
    path = calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA))
    imported(path, "icalendar", store, whose="p7=ANNA@nord.example")
    assert ids(store, "people") == ["mailto:bea@nord.example", "p7"]


def test_no_address_is_taken_for_the_owners_where_two_stand_as_often(tmp_path: Path) -> None:
    converted = convert(
        calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA)), ReadOptions(preset="icalendar", whose="p7")
    )
    assert converted.told == [
        "no address stands out in what was read: none is taken for p7's own; name it with --whose p7=ADDRESS"
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("RRULE:FREQ=SOMETIMES",), "found the rule 'FREQ=SOMETIMES', expected one like FREQ=WEEKLY"),
        (("RRULE:BYDAY=MO",), "found the rule 'BYDAY=MO', expected FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"),
        (("RRULE:FREQ=WEEKLY;INTERVAL=" + "9" * 400,), "expected one like FREQ=WEEKLY"),
        (("RRULE:FREQ=WEEKLY;UNTIL=soon",), "expected one like FREQ=WEEKLY"),
        (("no property at all",), "found the line 'no property at all', expected a property"),
    ],
)
def test_a_malformed_event_is_held(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    path = calendar(tmp_path / "a.ics", event(*lines, BEA, ANNA), event(WEEKLY, BEA, ANNA, uid="2"))
    planned = imported(path, "icalendar", MemoryStore())
    assert codes(planned, "held") == ["event"]
    assert words in problems(planned, "held")[0]
    assert planned.files["a.ics"].imported == 1


def test_a_day_that_is_none_is_held(tmp_path: Path) -> None:
    planned = plan(calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA, day="20250230")), "icalendar")
    assert "found DTSTART '20250230T090000', expected a date like" in problems(planned, "held")[0]


def test_a_recurring_meeting_without_a_name_is_held(tmp_path: Path) -> None:
    planned = plan(calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA, summary="")), "icalendar")
    assert codes(planned, "held") == ["missing_name"]


def test_a_cut_file_holds_the_event_it_was_cut_in(tmp_path: Path) -> None:
    path = calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA), event(WEEKLY, BEA, ANNA, uid="2"))
    path.write_bytes(path.read_bytes()[:-80])
    planned = plan(path, "icalendar")
    assert problems(planned, "held") == ["a.ics row 2: the VEVENT is never closed, expected END:VEVENT"]


def test_a_file_without_events_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="found no BEGIN:VEVENT, expected some"):
        convert(calendar(tmp_path / "a.ics"), ReadOptions(preset="icalendar"))


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    path = calendar(tmp_path / "a.ics", event(WEEKLY, BEA, ANNA))
    imported(path, "icalendar", store)
    assert imported(path, "icalendar", store).batch is None
