from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.stances import stances
from refgraph.snapshot.snapshot import ALWAYS, Stance
from tests.decisions.followup_world import customer, happened, role, scored

if TYPE_CHECKING:
    from tests.facts import Cells

SUPPORTER, NEUTRAL, OPPONENT, UNKNOWN = Stance.SUPPORTER, Stance.NEUTRAL, Stance.OPPONENT, Stance.UNKNOWN
TIE: Cells = {"person_a": "cho", "person_b": "dee"}


def codes(roles: list[Cells], *events: Cells) -> list[int]:
    """Stance of each role, in the order of person, account and beginning."""
    facts = customer(*events, roles=roles, accounts=[{"account_id": "daily"}], knows=[TIE])
    return [int(code) for code in stances(scored(facts)).code]


def listed(stance: str, day: str | None = None, person: str = "ann", **cells: str) -> Cells:
    return role(person, stance=stance, stance_date=day) | cells


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-06-01", OPPONENT), ("2025-12-12", OPPONENT), ("2025-12-13", SUPPORTER), (None, OPPONENT)],
)
def test_the_latest_of_roles_csv_and_events_counts_and_an_event_beats_the_same_day(
    day: str | None, expected: Stance
) -> None:
    # the event is of 2025-12-12
    assert codes([listed("supporter", day)], happened("stance", 20, "ann", value=-1.0)) == [expected]


def test_of_two_events_the_later_counts_by_day_then_id() -> None:
    first, second = (
        happened("stance", 20, "ann", key, value=value) for key, value in (("a", -1.0), ("b", 0.0))
    )
    assert codes([role("ann")], second, first) == [NEUTRAL]
    assert codes([role("ann")], first, happened("stance", 21, "ann", "c", value=1.0)) == [OPPONENT]


def test_an_event_speaks_for_its_account_and_one_without_account_for_all_roles() -> None:
    roles = [role("ann", "daily"), role("ann")]
    assert codes(roles, happened("stance", 20, "ann", value=0.0)) == [UNKNOWN, NEUTRAL]
    everywhere = happened("stance", 20, "ann", value=0.0, account_id=None)
    assert codes(roles, everywhere) == [NEUTRAL, NEUTRAL]


def test_all_roles_of_a_person_at_an_account_share_the_latest_stance_ended_ones_too() -> None:
    ended = listed("opponent", "2025-06-01", to="2025-08-01")
    current = listed("neutral", "2025-09-01") | {"from": "2025-08-01"}
    assert codes([ended, current]) == [NEUTRAL, NEUTRAL]
    silent = role("ann", **{"from": "2025-08-01"})
    assert codes([ended, silent]) == [OPPONENT, OPPONENT]


def test_without_a_stance_the_word_for_the_opinion_counts() -> None:
    # a survey of 10 today: b = 2/4; of 0: d = 2/4; of 6: nothing either way
    for value, expected in ((10.0, SUPPORTER), (0.0, OPPONENT), (6.0, UNKNOWN)):
        survey = happened("survey", 0, "ann", value=value)
        assert codes([role("ann")], survey) == [expected]
        assert codes([listed("neutral")], survey) == [NEUTRAL]


def test_a_stance_of_tomorrow_and_one_without_value_are_not_seen() -> None:
    later = [happened("stance", -1, "ann", value=1.0), happened("stance", 3, "ann")]
    assert codes([role("ann")], *later) == [UNKNOWN]


def test_it_says_which_event_or_role_it_comes_from() -> None:
    facts = customer(
        happened("stance", 20, "bob", "s1", value=-1.0),
        roles=[listed("supporter"), role("bob"), role("cho")],
        knows=[TIE],
    )
    scores = scored(facts)
    found = stances(scores)
    assert found.role.tolist() == [0, -1, -1]
    assert [scores.snapshot.events.ids[row] if row >= 0 else "" for row in found.event] == ["", "s1", ""]
    assert scores.snapshot.roles.stance_day[0] == ALWAYS


def test_nobody_has_no_stance() -> None:
    assert codes([]) == []
