from __future__ import annotations

import numpy as np
import pytest

from refgraph.model.tables import EVENT_KINDS
from refgraph.scores.scores import score
from refgraph.views.account_people import colleagues, ever_met, first_day, stance_seen, title_at
from refgraph.views.timeline import happenings, value_text
from tests.facts import Cells, snapshot_of

_PEOPLE: list[Cells] = [{"person_id": "ann"}, {"person_id": "bob"}]
_ACCOUNTS: list[Cells] = [{"account_id": "shop"}]


def _event(event_id: str, kind: str, day: str, **cells: str | float) -> Cells:
    return {"event_id": event_id, "kind": kind, "date": day, **cells}


def test_the_highest_role_of_a_person_speaks_for_it_and_ended_ones_do_not() -> None:
    roles: list[Cells] = [
        {"person_id": "ann", "account_id": "shop", "title": "clerk", "seniority": "S"},
        {"person_id": "ann", "account_id": "shop", "title": "head", "seniority": "C", "from": "2025-01-01"},
        {"person_id": "bob", "account_id": "shop", "title": "boss", "to": "2025-12-31"},
    ]
    scores = score(snapshot_of(accounts=_ACCOUNTS, people=_PEOPLE, roles=roles))
    assert [(one.person, one.title, one.seniority) for one in colleagues(scores, 0)] == [(0, "head", "C")]
    assert title_at(scores.snapshot, 0, 0) == "head"
    assert title_at(scores.snapshot, 1, 0) == ""


def test_the_stance_seen_last_counts_wherever_it_was_seen() -> None:
    roles: list[Cells] = [
        {"person_id": "ann", "account_id": "shop", "stance": "opponent", "stance_date": "2025-03-01"}
    ]
    later = [_event("e1", "stance", "2025-06-01", person_id="ann", value=1.0)]
    earlier = [_event("e1", "stance", "2025-01-01", person_id="ann", value=1.0)]
    facts = {"accounts": _ACCOUNTS, "people": _PEOPLE, "roles": roles}
    assert stance_seen(snapshot_of(**facts, events=later), 0) == "supporter"
    assert stance_seen(snapshot_of(**facts, events=earlier), 0) == "opponent"
    assert stance_seen(snapshot_of(**facts), 1) == ""


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_meetings_calls_and_visits_are_how_one_meets(kind: str) -> None:
    event = _event("e1", kind, "2025-06-01", person_id="ann", account_id="shop", value=1.0, ref="shop")
    snapshot = snapshot_of(accounts=_ACCOUNTS, people=_PEOPLE, events=[event])
    assert ever_met(snapshot, 0) == (kind in ("meeting", "call", "visit", "stance"))
    assert not ever_met(snapshot, 1)


def test_history_begins_with_the_first_dated_fact() -> None:
    roles: list[Cells] = [{"person_id": "ann", "account_id": "shop", "from": "1970-01-11"}]
    assert first_day(snapshot_of(accounts=_ACCOUNTS, people=_PEOPLE, roles=roles)) == 10
    assert first_day(snapshot_of(people=_PEOPLE)) is None


def test_a_timeline_holds_the_account_and_what_names_its_people_alone_newest_first() -> None:
    roles: list[Cells] = [{"person_id": "ann", "account_id": "shop"}]
    events = [
        _event("e1", "visit", "2025-01-01", account_id="shop"),
        _event("e2", "call", "2025-02-01", person_id="ann", rep="r", text="rang"),
        _event("e3", "call", "2025-02-01", person_id="bob"),
    ]
    snapshot = snapshot_of(accounts=_ACCOUNTS, people=_PEOPLE, roles=roles, events=events)
    found = happenings(snapshot, 0, "en")
    assert [(one.event_id, one.day, one.what, one.person, one.rep, one.text) for one in found] == [
        ("e2", "2025-02-01", "Call", "ann", "r", "rang"),
        ("e1", "2025-01-01", "Visit", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "en", "zh"),
    [
        ("delivery", 3.0, "3 days early", "提前 3 天"),
        ("delivery", -10.0, "10 days late", "迟到 10 天"),
        ("delivery", 0.0, "on the day", "按时"),
        ("deal_won", 198000.0, "198,000", "198,000"),
        ("survey", 9.0, "9 of 10", "9/10"),
        ("satisfaction", -0.5, "satisfaction -0.5", "满意度 -0.5"),
        ("stance", -1.0, "opponent", "反对者"),
        ("stance", 0.5, "0.5", "0.5"),
        ("incident_opened", 0.8, "severity 0.8", "严重度 0.8"),
        ("meeting", np.nan, "", ""),
    ],
)
def test_values_say_what_they_mean(kind: str, value: float, en: str, zh: str) -> None:
    assert (value_text(kind, value, "en"), value_text(kind, value, "zh")) == (en, zh)
