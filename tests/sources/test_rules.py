from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.model.tables import EVENT_KINDS
from tests.sources.reading import codes, held_reasons, plan, write

if TYPE_CHECKING:
    from pathlib import Path

TONE_KINDS = (
    "meeting",
    "call",
    "email",
    "visit",
    "thanks",
    "satisfaction",
    "incident_closed",
    "reference_call",
)
SHARE_KINDS = ("incident_opened", "complaint_escalated", "competitor_seen")


def events(folder: Path, *rows: tuple[str, object]) -> Path:
    """One person and events of (kind, value)."""
    lines = [f"e{i},{kind},2024-01-01,p1,{value}" for i, (kind, value) in enumerate(rows)]
    text = "event_id,kind,date,person_id,value\n" + "\n".join(lines)
    return write(folder, people="person_id,name\np1,One", events=text)


@pytest.mark.parametrize("kind", TONE_KINDS)
def test_tones_go_from_minus_1_to_1(tmp_path: Path, kind: str) -> None:
    planned = plan(
        events(tmp_path, (kind, -1), (kind, 0), (kind, 1), (kind, ""), (kind, 1.01), (kind, -1.01))
    )
    assert [(p.row, p.code) for p in planned.problems] == [(6, "range"), (7, "range")]


@pytest.mark.parametrize("kind", SHARE_KINDS)
def test_severities_and_strengths_go_from_0_to_1(tmp_path: Path, kind: str) -> None:
    planned = plan(events(tmp_path, (kind, 0), (kind, 1), (kind, ""), (kind, -0.1), (kind, 1.1)))
    assert [(p.row, p.code) for p in planned.problems] == [(5, "range"), (6, "range")]


def test_a_survey_goes_from_0_to_10_and_says_so(tmp_path: Path) -> None:
    planned = plan(events(tmp_path, ("survey", 0), ("survey", 10), ("survey", 11)))
    assert held_reasons(planned) == [
        "events.csv row 4, column value: found '11', out of range, expected a survey answer from 0 to 10"
    ]


def test_a_stance_is_one_of_three(tmp_path: Path) -> None:
    planned = plan(events(tmp_path, ("stance", -1), ("stance", 0), ("stance", 1), ("stance", 0.5)))
    assert [(p.row, p.code) for p in planned.problems] == [(5, "range")]


def test_a_negative_deal_warns_and_a_late_delivery_does_not(tmp_path: Path) -> None:
    planned = plan(
        events(tmp_path, ("deal_won", -5000), ("deal_lost", -1), ("delivery", -40), ("delivery", 99_999))
    )
    assert [(p.severity, p.code) for p in planned.problems] == [
        ("warning", "negative"), ("warning", "negative"), ("held", "range"),
    ]  # fmt: skip


def test_every_kind_is_known_and_takes_an_empty_value(tmp_path: Path) -> None:
    planned = plan(events(tmp_path, *((kind, "") for kind in EVENT_KINDS)))
    assert (planned.outcome, planned.problems) == ("accept", [])


def test_an_unknown_kind_is_kept_with_any_value_and_a_warning(tmp_path: Path) -> None:
    planned = plan(events(tmp_path, ("telepathy", 12345)))
    assert codes(planned, "warning") == ["unknown_kind"]
    assert planned.batch is not None
    assert planned.batch.upserts["events"][0][1] == "telepathy"


def test_an_event_needs_a_target(tmp_path: Path) -> None:
    planned = plan(write(tmp_path, events="event_id,kind,date\ne1,call,2024-01-01"))
    assert held_reasons(planned) == [
        "events.csv row 2, column account_id: found no target, expected account_id or person_id"
    ]


def test_a_tenure_ends_after_it_begins_or_on_that_day(tmp_path: Path) -> None:
    planned = plan(
        write(
            tmp_path,
            people="person_id,name\np1,One",
            circles="circle_id,name\nc1,C",
            memberships="person_id,circle_id,from,to\np1,c1,2024-01-01,2024-01-01\np1,c1,2024-02-01,2024-01-31",
        )
    )
    assert held_reasons(planned) == [
        "memberships.csv row 3, column from: from 2024-02-01 is later than to 2024-01-31"
    ]
