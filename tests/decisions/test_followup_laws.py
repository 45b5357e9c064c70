"""Follow-up on random histories: the laws that hold whatever happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.charge import in_charge
from refgraph.decisions.followup import ACTIONS, FollowUp, follow_ups
from refgraph.model.tables import EVENT_KINDS
from refgraph.views.followup_evidence import evidence
from refgraph.views.followup_text import why_text
from refgraph.views.terms import LANGUAGES
from tests.decisions.followup_world import happened, scored

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from tests.decisions.followup_world import Facts
    from tests.facts import Cells

NUMBERS = st.integers(0, 2**32 - 1)
ACCOUNTS = ("a0", "a1", "a2", "a3")
PEOPLE = ("p0", "p1", "p2", "p3", "p4", "p5")
_JUDGED = ("satisfaction", "meeting", "call", "visit", "thanks", "email", "incident_closed")
_DAYS = (-40, -1, 0, 1, 7, 10, 30, 45, 60, 61, 90, 120, 180, 200, 365, 500)


def history(number: int) -> Facts:
    """Some people at four accounts and up to forty events, some of them after the day; the same for the same number."""
    rng = np.random.default_rng(number)
    return {
        "accounts": [_account(rng, i) for i in range(len(ACCOUNTS))],
        "people": [{"person_id": person} for person in PEOPLE],
        "reps": [{"rep_id": "pia", "territories": "North"}, {"rep_id": "gus"}],
        "roles": [_role(rng, person) for person in PEOPLE for _ in range(int(rng.integers(0, 3)))],
        "knows": [{"person_a": "p0", "person_b": person, "strength": 1.0} for person in PEOPLE[1:3]],
        "events": [_event(rng, i) for i in range(int(rng.integers(1, 40)))],
    }


def _account(rng: np.random.Generator, i: int) -> Cells:
    return {
        "account_id": ACCOUNTS[i],
        "status": str(rng.choice(["customer", "prospect", "lost"], p=[0.7, 0.2, 0.1])),
        "parent_id": str(rng.choice(ACCOUNTS[:i])) if i and rng.random() < 0.5 else None,
        "potential": float(rng.integers(0, 100)) if rng.random() < 0.5 else None,
        "owner": str(rng.choice(["pia", "gus"])) if rng.random() < 0.6 else None,
        "territory": str(rng.choice(["North", "South"])) if rng.random() < 0.5 else None,
    }


def _role(rng: np.random.Generator, person: str) -> Cells:
    start, end = sorted(rng.choice(_DAYS, 2, replace=False).tolist())[::-1]
    return {
        "person_id": person,
        "account_id": str(rng.choice(ACCOUNTS)),
        "seniority": str(rng.choice(["C", "M", "S"])),
        "buying_role": str(rng.choice(["decider", "user"])) if rng.random() < 0.5 else None,
        "stance": str(rng.choice(["supporter", "opponent"])) if rng.random() < 0.4 else None,
        "stance_date": _day(int(rng.choice(_DAYS))),
        "from": _day(start) if rng.random() < 0.5 else None,
        "to": _day(end) if rng.random() < 0.3 else None,
    }


def _event(rng: np.random.Generator, i: int) -> Cells:
    kind = str(rng.choice(EVENT_KINDS))
    value = {"survey": float(rng.integers(0, 11)), "stance": float(rng.integers(-1, 2))}.get(
        kind, float(rng.uniform(-1, 1) if kind in _JUDGED else rng.uniform(0, 1))
    )
    event = happened(
        kind, int(rng.choice(_DAYS)), str(rng.choice(PEOPLE)) if rng.random() < 0.8 else None, f"e{i:02}",
        account_id=str(rng.choice(ACCOUNTS)),
        value=value * (30 if kind == "delivery" else 1) if rng.random() < 0.9 else None,
        ref=str(rng.choice([*ACCOUNTS, *(f"e{j:02}" for j in range(i + 1))])) if rng.random() < 0.7 else None,
    )  # fmt: skip
    return event if rng.random() < 0.9 or event["person_id"] is None else {**event, "account_id": None}


def _day(ago: int) -> str:
    return (date(2026, 1, 1) - timedelta(days=ago)).isoformat()


def told(scores: Scores, row: FollowUp) -> tuple[object, ...]:
    """A row by ids."""
    people, accounts, events = (
        scores.snapshot.people.ids, scores.snapshot.accounts.ids, scores.snapshot.events.ids,
    )  # fmt: skip
    return (
        row.action, accounts[row.account], people[row.person] if row.person >= 0 else None, row.due,
        round(row.priority, 12), [events[event] for event in row.events], row.facts,
        [(people[listener.person], listener.negative) for listener in row.hears], row.call_first,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_events_after_the_day_change_nothing(number: int) -> None:
    facts = history(number)
    today = _day(0)
    # An order after the day makes an account a prospect until then: status follows all orders (contract.md §1).
    kept = [event for event in facts["events"] if event["kind"] != "deal_won" or str(event["date"]) <= today]
    known = {**facts, "events": [event for event in kept if str(event["date"]) <= today]}
    facts["events"] = kept
    now, then = scored(facts), scored(known)
    assert [told(now, row) for row in follow_ups(now)] == [told(then, row) for row in follow_ups(then)]


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_every_row_is_timely_weighed_and_told_in_both_languages(number: int) -> None:
    scores = scored(history(number))
    rows = follow_ups(scores)
    params, day = scores.params, scores.snapshot.day
    assert len({(row.action, row.account, row.person) for row in rows}) == len(rows)
    order = [(-round(row.priority, 12), row.due, row.account, row.person, row.action) for row in rows]
    assert order == sorted(order)
    for row in rows:
        assert row.action in ACTIONS
        assert 0 < row.priority <= 1
        assert row.due <= day + params.followup_horizon_days
        assert row.events or row.roles
        for language in LANGUAGES:
            sentence = why_text(row, scores.snapshot, language)
            assert "{" not in sentence
            assert sentence.endswith("." if language == "en" else "。")
            assert all(piece.text and piece.ref for piece in evidence(row, scores.snapshot, language))
        assert_heard_outside(scores, row)


def assert_heard_outside(scores: Scores, row: FollowUp) -> None:
    """Nobody of the account is a listener; those who hear most come first."""
    inside = set(scores.snapshot.current_people(row.account).tolist())
    assert not inside & {row.call_first, *(listener.person for listener in row.hears)}
    heard = [listener.negative for listener in row.hears]
    assert heard == sorted(heard, reverse=True)
    assert all(negative > 0 for negative in heard)


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_a_rep_sees_rows_of_the_whole_list_and_all_of_his_accounts_but_for_the_background(
    number: int,
) -> None:
    scores = scored(history(number))
    everything = [told(scores, row) for row in follow_ups(scores)]
    for rep in range(len(scores.snapshot.reps.ids)):
        mine = in_charge(scores.snapshot, rep)
        seen = [told(scores, row) for row in follow_ups(scores, rep=rep)]
        assert [row for row in everything if row in seen] == seen
        owned = [told(scores, row) for row in follow_ups(scores) if mine[row.account]]
        assert all(row in seen for row in owned)
