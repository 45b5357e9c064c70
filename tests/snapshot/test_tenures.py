from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import ALWAYS, STILL, Seniority, Snapshot, Stance, day_to_iso
from tests.facts import Cells, columns, snapshot_of
from tests.snapshot.bundles import AS_OF, bundle
from tests.snapshot.tenures_twin import held_roles

ACCOUNTS: list[Cells] = [{"account_id": "A"}, {"account_id": "B"}]
PEOPLE: list[Cells] = [{"person_id": "p"}, {"person_id": "q"}]
Span = tuple[str, str, str | None, str | None, bool]


def spans(snapshot: Snapshot) -> list[Span]:
    """(person, account, from, to, current) of every role."""
    roles = snapshot.roles
    return [
        (
            snapshot.people.ids[roles.person[row]],
            snapshot.accounts.ids[roles.account[row]],
            day_to_iso(int(roles.start[row])),
            day_to_iso(int(roles.end[row])),
            bool(roles.current[row]),
        )
        for row in range(len(roles.person))
    ]


def move(event_id: str, kind: str, day: str, **cells: str | None) -> Cells:
    return {"event_id": event_id, "kind": kind, "date": day, "person_id": "p", **cells}


def spans_after(as_of: str, roles: list[Cells], *events: Cells) -> list[Span]:
    return spans(snapshot_of(as_of, accounts=ACCOUNTS, people=PEOPLE, roles=roles, events=list(events)))


AT_A: Cells = {"person_id": "p", "account_id": "A", "from": "2024-01-01"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2023-12-31", []),
        ("2024-01-01", [("p", "A", "2024-01-01", None, True)]),
        ("2025-03-01", [("p", "A", "2024-01-01", "2025-03-01", True)]),
        ("2025-03-02", [("p", "A", "2024-01-01", "2025-03-01", False)]),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(as_of: str, expected: list[Span]) -> None:
    assert spans_after(as_of, [{**AT_A, "to": "2025-03-01"}]) == expected


def test_a_planned_end_is_not_known_before_it_comes() -> None:
    assert spans_after("2025-02-28", [{**AT_A, "to": "2025-03-01"}]) == spans_after("2025-02-28", [AT_A])


def test_open_ends_are_always_and_still() -> None:
    roles = snapshot_of(accounts=ACCOUNTS, people=PEOPLE, roles=[{"person_id": "p", "account_id": "A"}]).roles
    assert (roles.start.tolist(), roles.end.tolist(), roles.current.tolist()) == ([ALWAYS], [STILL], [True])


def test_leaving_ends_the_role_that_day() -> None:
    left = move("e", "left_company", "2025-03-01", ref="A")
    assert spans_after("2025-02-28", [AT_A], left) == [("p", "A", "2024-01-01", None, True)]
    assert spans_after("2025-03-01", [AT_A], left) == [("p", "A", "2024-01-01", "2025-03-01", True)]
    assert spans_after("2025-03-02", [AT_A], left) == [("p", "A", "2024-01-01", "2025-03-01", False)]


def test_the_account_left_is_ref_and_else_the_events_own() -> None:
    roles = [AT_A, {**AT_A, "account_id": "B"}]
    of_b = [("p", "A", "2024-01-01", None, True), ("p", "B", "2024-01-01", "2025-03-01", False)]
    by_ref = move("e", "left_company", "2025-03-01", ref="B", account_id="A")
    by_account = move("e", "left_company", "2025-03-01", account_id="B")
    assert spans_after("2025-04-01", roles, by_ref) == of_b
    assert spans_after("2025-04-01", roles, by_account) == of_b


def test_leaving_touches_no_one_else_and_no_role_that_is_not_current() -> None:
    ended, other = {**AT_A, "to": "2024-06-01"}, {**AT_A, "person_id": "q"}
    begins_later = {**AT_A, "from": "2025-03-02"}
    left = move("e", "left_company", "2025-03-01", ref="A")
    assert spans_after("2025-04-01", [ended, other, begins_later], left) == [
        ("p", "A", "2024-01-01", "2024-06-01", False),
        ("p", "A", "2025-03-02", None, True),
        ("q", "A", "2024-01-01", None, True),
    ]


def test_leaving_ends_all_roles_at_the_account() -> None:
    second = {**AT_A, "from": "2024-05-01", "to": "2026-01-01"}
    left = move("e", "left_company", "2025-03-01", ref="A")
    assert [span[3] for span in spans_after("2025-04-01", [AT_A, second], left)] == [
        "2025-03-01",
        "2025-03-01",
    ]


def test_a_move_without_person_or_account_moves_nobody() -> None:
    no_account = move("e", "left_company", "2025-03-01")
    no_person = move("f", "left_company", "2025-03-01", ref="A", person_id=None, account_id="A")
    assert spans_after("2025-04-01", [AT_A], no_account, no_person) == [("p", "A", "2024-01-01", None, True)]


def test_joining_begins_a_role_of_which_nothing_else_is_known() -> None:
    joined = move("e", "joined_company", "2025-03-01", ref="B")
    snapshot = snapshot_of("2025-03-01", accounts=ACCOUNTS, people=PEOPLE, events=[joined])
    roles = snapshot.roles
    assert spans(snapshot) == [("p", "B", "2025-03-01", None, True)]
    assert (roles.title, roles.buying_role, roles.seniority.tolist()) == (("",), ("",), [Seniority.UNKNOWN])
    assert (roles.stance.tolist(), roles.reports_to.tolist()) == ([Stance.UNKNOWN], [-1])
    assert spans_after("2025-02-28", [], joined) == []


def test_joining_where_a_role_goes_on_adds_none() -> None:
    joined = move("e", "joined_company", "2025-03-01", ref="A")
    assert spans_after("2025-04-01", [AT_A], joined) == [("p", "A", "2024-01-01", None, True)]
    ends_next_day = {**AT_A, "to": "2025-03-02"}
    assert spans_after("2025-04-01", [ends_next_day], joined) == [
        ("p", "A", "2024-01-01", "2025-03-02", False)
    ]
    same_day = {**AT_A, "from": "2025-03-01"}
    assert spans_after("2025-04-01", [same_day], joined) == [("p", "A", "2025-03-01", None, True)]


def test_joining_on_the_day_the_last_role_ends_begins_another() -> None:
    joined = move("f", "joined_company", "2025-03-01", ref="A")
    back = [("p", "A", "2024-01-01", "2025-03-01", False), ("p", "A", "2025-03-01", None, True)]
    assert spans_after("2025-04-01", [{**AT_A, "to": "2025-03-01"}], joined) == back
    left = move("e", "left_company", "2025-03-01", ref="A")
    assert spans_after("2025-04-01", [AT_A], left, joined) == back


def test_joining_again_after_leaving_begins_a_second_role_with_its_own_facts() -> None:
    role = {**AT_A, "title": "editor", "seniority": "M", "stance": "supporter", "reports_to": "q"}
    snapshot = snapshot_of(
        "2025-06-01",
        accounts=ACCOUNTS,
        people=PEOPLE,
        roles=[role, {"person_id": "q", "account_id": "B", "title": "boss"}],
        events=[
            move("e", "left_company", "2025-03-01", ref="A"),
            move("f", "joined_company", "2025-05-01", ref="A"),
        ],
    )
    assert spans(snapshot) == [
        ("p", "A", "2024-01-01", "2025-03-01", False),
        ("p", "A", "2025-05-01", None, True),
        ("q", "B", None, None, True),
    ]
    assert snapshot.roles.title == ("editor", "", "boss")
    assert snapshot.roles.stance.tolist() == [Stance.SUPPORTER, Stance.UNKNOWN, Stance.UNKNOWN]
    assert snapshot.roles.reports_to.tolist() == [1, -1, -1]


def test_a_role_that_was_joined_can_be_left() -> None:
    found = spans_after(
        "2025-06-01",
        [],
        move("e", "joined_company", "2025-01-01", ref="A"),
        move("f", "left_company", "2025-03-01", ref="A"),
        move("g", "joined_company", "2025-03-01", ref="B"),
    )
    assert found == [
        ("p", "A", "2025-01-01", "2025-03-01", False),
        ("p", "B", "2025-03-01", None, True),
    ]


def test_moves_of_one_day_take_effect_in_the_order_of_their_ids() -> None:
    joined = move("1", "joined_company", "2025-03-01", ref="A")
    left = move("2", "left_company", "2025-03-01", ref="A")
    assert spans_after("2025-06-01", [], left, joined) == [("p", "A", "2025-03-01", "2025-03-01", False)]
    left_first = {**left, "event_id": "0"}
    assert spans_after("2025-06-01", [], left_first, joined) == [("p", "A", "2025-03-01", None, True)]


@pytest.mark.parametrize(
    ("cells", "stance", "seen"),
    [
        ({"stance": "opponent", "stance_date": "2025-03-01"}, Stance.OPPONENT, "2025-03-01"),
        ({"stance": "neutral", "stance_date": "2025-06-01"}, Stance.NEUTRAL, "2025-06-01"),
        ({"stance": "supporter", "stance_date": "2025-06-02"}, Stance.UNKNOWN, None),
        ({"stance": "supporter", "from": "2024-01-01"}, Stance.SUPPORTER, "2024-01-01"),
        ({"stance": "supporter"}, Stance.SUPPORTER, None),
        ({"stance_date": "2025-03-01"}, Stance.UNKNOWN, None),
    ],
)
def test_a_stance_is_of_its_date_else_of_the_roles_start(
    cells: Cells, stance: Stance, seen: str | None
) -> None:
    role: Cells = {"person_id": "p", "account_id": "A", **cells}
    roles = snapshot_of("2025-06-01", accounts=ACCOUNTS, people=PEOPLE, roles=[role]).roles
    assert roles.stance.tolist() == [stance]
    assert day_to_iso(int(roles.stance_day[0])) == seen


def test_memberships_hold_from_their_first_to_their_last_day() -> None:
    members: list[Cells] = [
        {"person_id": "q", "circle_id": "c", "from": "2025-06-02"},
        {"person_id": "q", "circle_id": "c", "from": "2025-06-01", "role": "chair"},
        {"person_id": "p", "circle_id": "d", "to": "2025-06-01", "attendance": 0.0},
        {"person_id": "p", "circle_id": "c", "to": "2025-05-31"},
    ]
    circles: list[Cells] = [{"circle_id": "c"}, {"circle_id": "d"}]
    found = snapshot_of("2025-06-01", people=PEOPLE, circles=circles, memberships=members).memberships
    assert (found.person.tolist(), found.circle.tolist()) == ([0, 0, 1], [0, 1, 0])
    assert [day_to_iso(day) for day in found.start.tolist()] == [None, None, "2025-06-01"]
    assert [day_to_iso(day) for day in found.end.tolist()] == ["2025-05-31", "2025-06-01", None]
    assert found.current.tolist() == [False, True, True]
    assert found.role == ("", "", "chair")
    np.testing.assert_array_equal(found.attendance, [np.nan, 0.0, np.nan])


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=100)
def test_roles_equal_those_of_the_rules_read_aloud(number: int) -> None:
    found = bundle(np.random.default_rng(number))
    today = AS_OF.isoformat()
    told = [
        (
            role.person,
            role.account,
            role.first or None,
            role.last if role.last <= today else None,
            role.on(today),
        )
        for role in held_roles(found, AS_OF)
    ]
    assert sorted(map(str, spans(build(columns(**found), AS_OF)))) == sorted(map(str, told))
