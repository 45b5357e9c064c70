from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.decisions.world import (
    Facts,
    days_ago,
    event,
    openers_of,
    opening,
    reason_for,
    scored,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def refuse_consent(facts: Facts) -> None:
    facts["people"][0]["consent"] = "no"


def oppose(facts: Facts) -> None:
    facts["roles"][1]["stance"] = "opponent"


def open_incident(facts: Facts) -> None:
    facts["events"].append(event("incident_opened", 30, account_id="press", value=1.0))


def disappoint(facts: Facts) -> None:
    facts["events"] += [event("satisfaction", 0, f"bad{i}", value=-1.0) for i in range(9)]


def decline(facts: Facts) -> None:
    facts["events"].append(event("referral_declined", 100))


def ask(facts: Facts) -> None:
    facts["events"].append(event("referral_asked", 30))


def call_twice(facts: Facts) -> None:
    facts["events"] += [event("reference_call", days, value=1.0) for days in (70, 80)]


CAUSES: list[tuple[str, Callable[[Facts], None]]] = [
    ("no_consent", refuse_consent),
    ("opponent_on_path", oppose),
    ("open_incident", open_incident),
    ("not_satisfied", disappoint),
    ("declined_recently", decline),
    ("asked_recently", ask),
    ("budget_used", call_twice),
]


@pytest.mark.parametrize(("reason", "cause"), CAUSES)
def test_each_reason_blocks_by_itself(reason: str, cause: Callable[[Facts], None]) -> None:
    facts = opening()
    assert reason_for(facts) is None
    cause(facts)
    assert reason_for(facts) == reason


@pytest.mark.parametrize("first", range(len(CAUSES)))
def test_of_several_reasons_the_first_is_given(first: int) -> None:
    facts = opening()
    for _, cause in CAUSES[first:]:
        cause(facts)
    assert reason_for(facts) == CAUSES[first][0]


def test_consent_that_was_given_or_never_asked_for_does_not_block() -> None:
    for consent in ("yes", None):
        facts = opening()
        facts["people"][0]["consent"] = consent
        assert reason_for(facts) is None


@pytest.mark.parametrize(
    ("kind", "days", "reason"),
    [
        ("referral_asked", 0, "asked_recently"),
        ("referral_asked", 59, "asked_recently"),
        ("referral_asked", 60, None),
        ("referral_declined", 0, "declined_recently"),
        ("referral_declined", 179, "declined_recently"),
        ("referral_declined", 180, None),
    ],
)
def test_a_cool_down_ends_on_its_last_day(kind: str, days: int, reason: str | None) -> None:
    assert reason_for(opening(events=[event(kind, days)])) == reason


@pytest.mark.parametrize(
    ("kinds", "days", "reason"),
    [
        (("reference_call", "reference_call"), (0, 90), "budget_used"),
        (("reference_call", "reference_call"), (0, 91), None),
        (("reference_call", "referral_asked"), (0, 90), "budget_used"),
        (("referral_asked", "referral_asked"), (61, 90), "budget_used"),
        (("reference_call",), (0,), None),
        (("reference_call", "referral_made"), (0, 0), None),
        (("reference_call", "reference_call", "reference_call"), (0, 10, 200), "budget_used"),
    ],
)
def test_the_budget_counts_asks_and_calls_of_a_quarter(
    kinds: tuple[str, ...], days: tuple[int, ...], reason: str | None
) -> None:
    events = [event(kind, day, value=None) for kind, day in zip(kinds, days, strict=True)]
    assert reason_for(opening(events=events)) == reason


def test_an_ask_that_left_the_quarter_gives_its_part_of_the_budget_back() -> None:
    for days, left in ((90, 0.5), (91, 1.0)):
        (row,) = openers_of(opening(events=[event("referral_asked", days)])).rows
        assert row.factors.ask_budget == left
        assert (row.details.asks_used, row.details.asks_budget) == (round(2 - 2 * left), 2)


def test_asks_of_others_and_after_the_day_do_not_block() -> None:
    others = [
        event("referral_asked", 5, person_id="bo"),
        event("referral_declined", 5, person_id="bo"),
        event("referral_declined", 5, "at-the-account", account_id="press"),
        event("referral_asked", -1),
        event("referral_declined", -1),
    ]
    assert reason_for(opening(events=others)) is None


def test_the_latest_of_several_asks_counts() -> None:
    events = [event("referral_asked", 300, "x"), event("referral_asked", 10, "a")]
    (row,) = openers_of(opening(events=events)).blocked
    assert row.facts == {"event": "a", "date": days_ago(10), "until": days_ago(-50)}


def test_facts_say_until_when() -> None:
    (row,) = openers_of(opening(events=[event("referral_declined", 100, "d")])).blocked
    assert row.facts == {"event": "d", "date": days_ago(100), "until": days_ago(-80)}
    calls = [event("reference_call", days) for days in (10, 20, 90)]
    (row,) = openers_of(opening(events=calls)).blocked
    # The quarter from 71 days ahead holds the call of 10 days ago alone.
    assert row.facts == {"used": 3.0, "until": days_ago(20 - 91)}


@pytest.mark.parametrize("cause", [decline, ask, call_twice])
def test_on_the_day_named_by_until_the_reason_is_gone(cause: Callable[[Facts], None]) -> None:
    facts = opening()
    cause(facts)
    (row,) = openers_of(facts).blocked
    until = date.fromisoformat(str(row.facts["until"]))
    assert openers_of(facts, as_of=(until - timedelta(days=1)).isoformat()).blocked
    assert openers_of(facts, as_of=until.isoformat()).rows


def test_unknown_is_not_satisfied() -> None:
    facts = opening()
    facts["events"] = []
    (row,) = openers_of(facts).blocked
    assert (row.reason, row.facts) == ("not_satisfied", {"net": 0.0, "disbelief": 0.0, "uncertainty": 1.0})


def test_as_much_good_as_bad_is_not_satisfied_whatever_the_rounding() -> None:
    # .1 + .2 - .3 is above 0 in floating point.
    opinions = [event("satisfaction", 0, f"e{value}", value=value) for value in (0.1, 0.2, -0.3)]
    facts = opening(events=opinions)
    del facts["events"][0]
    assert reason_for(facts) == "not_satisfied"


def test_all_paths_over_an_opponent_block_and_one_around_him_does_not() -> None:
    facts = opening(
        people=[{"person_id": "eve"}, {"person_id": "fay"}],
        roles=[{"person_id": "eve", "account_id": "club", "stance": "opponent"}],
        accounts=[{"account_id": "club"}],
    )
    facts["knows"] = [
        {"person_a": "ann", "person_b": "eve", "strength": 1.0},
        {"person_a": "eve", "person_b": "bo", "strength": 1.0},
    ]
    (row,) = openers_of(facts).blocked
    assert (row.reason, row.facts) == ("opponent_on_path", {"person": "eve"})
    snapshot = scored(facts).snapshot
    assert [snapshot.people.ids[person] for person in row.path.people] == ["ann", "eve", "bo"]
    facts["knows"] += [
        {"person_a": "ann", "person_b": "fay", "strength": 0.1},
        {"person_a": "fay", "person_b": "bo", "strength": 0.1},
    ]
    assert reason_for(facts) is None


def test_an_opponent_among_the_contacts_leaves_the_others() -> None:
    facts = opening(
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "daily", "buying_role": "user"}],
        knows=[{"person_a": "ann", "person_b": "cy", "strength": 0.5}],
    )
    oppose(facts)
    (row,) = openers_of(facts).rows
    assert scored(facts).snapshot.people.ids[row.contact] == "cy"


def test_an_opponent_at_a_customer_is_blocked_for_himself_not_for_his_path() -> None:
    facts = opening(events=[event("stance", 0, value=-1.0), event("stance", 0, "again", value=-1.0)])
    facts["roles"][0]["stance"] = "opponent"
    assert reason_for(facts) == "not_satisfied"


def test_an_opponent_at_a_customer_is_blocked_however_well_he_once_spoke() -> None:
    facts = opening(events=[event("satisfaction", 0, f"good{i}", value=1.0) for i in range(9)])
    facts["roles"][0]["stance"] = "opponent"
    (row,) = openers_of(facts).blocked
    # For him the survey (2) and nine answers (2 each), against him the stance (3), the prior 2: net (20 - 3) / 25.
    assert row.reason == "not_satisfied"
    assert row.facts["net"] == pytest.approx(0.68)


def test_blocked_ones_stand_in_the_order_of_reach_and_contact_role() -> None:
    facts = opening(
        people=[{"person_id": p, "consent": "no"} for p in ("abe", "zoe", "may")],
        roles=[{"person_id": p, "account_id": "press"} for p in ("abe", "zoe", "may")],
    )
    refuse_consent(facts)
    facts["knows"] = [
        {"person_a": p, "person_b": "bo", "strength": strength}
        for p, strength in (("ann", 0.2), ("abe", 0.2), ("zoe", 0.9), ("may", 0.1))
    ]
    answer = openers_of(facts)
    ids = scored(facts).snapshot.people.ids
    assert [ids[row.person] for row in answer.blocked] == ["zoe", "abe", "ann", "may"]
    weights = [row.weight for row in answer.blocked]
    assert weights == sorted(weights, reverse=True)
    assert [ids[row.person] for row in openers_of(facts, k=2).blocked] == ["zoe", "abe"]
