from __future__ import annotations

import math

import numpy as np
import pytest

from refgraph.model.params import Params
from refgraph.scores.ties import ties
from tests.facts import Cells, snapshot_of

TODAY = "2026-01-01"
A_YEAR_AGO = "2025-01-01"  # 365 days
TWO_YEARS_AGO = "2024-01-02"  # 730 days


def rate(speaker: str, listener: str, params: Params | None = None, **tables: list[Cells]) -> float:
    snapshot = snapshot_of(
        TODAY, accounts=[{"account_id": "A"}, {"account_id": "B"}], people=PEOPLE, **tables
    )
    found = ties(snapshot, params or Params())
    at = found.find(snapshot.person(speaker), snapshot.person(listener))
    return 0.0 if at is None else float(found.rate[at])


PEOPLE: list[Cells] = [{"person_id": f"p{i:02}"} for i in range(20)]


def knows(**cells: object) -> list[Cells]:
    return [{"person_a": "p00", "person_b": "p01", **cells}]  # type: ignore[dict-item]


def role(person: int, account: str = "A", **cells: object) -> Cells:
    return {"person_id": f"p{person:02}", "account_id": account, **cells}  # type: ignore[dict-item]


def member(person: int, **cells: object) -> Cells:
    return {"person_id": f"p{person:02}", "circle_id": "C", **cells}  # type: ignore[dict-item]


def circle(**cells: object) -> list[Cells]:
    return [{"circle_id": "C", **cells}]  # type: ignore[dict-item]


def test_a_declared_acquaintance_talks_three_times_its_strength_both_ways() -> None:
    assert rate("p00", "p01", knows=knows(strength=0.8)) == pytest.approx(2.4, abs=1e-12)
    assert rate("p01", "p00", knows=knows(strength=0.8)) == pytest.approx(2.4, abs=1e-12)


def test_an_acquaintance_without_strength_counts_half_and_does_not_age() -> None:
    assert rate("p00", "p01", knows=knows(since="1990-01-01")) == 1.5


def test_an_acquaintance_halves_a_year_after_the_last_contact() -> None:
    assert rate("p00", "p01", knows=knows(strength=1.0, last_contact=A_YEAR_AGO)) == 1.5


def test_a_directed_acquaintance_speaks_one_way() -> None:
    assert rate("p00", "p01", knows=knows(strength=1.0, directed=True)) == 3.0
    assert rate("p01", "p00", knows=knows(strength=1.0, directed=True)) == 0.0


def test_acquaintances_of_several_kinds_add_up() -> None:
    rows = [*knows(strength=1.0, kind="friend"), *knows(strength=0.5, kind="family"), *knows(directed=True)]
    assert rate("p00", "p01", knows=rows) == 6.0
    assert rate("p01", "p00", knows=rows) == 4.5


@pytest.mark.parametrize("row", [{"strength": 0.0}, {"person_b": "p00"}])
def test_no_strength_and_oneself_make_no_tie(row: Cells) -> None:
    assert rate("p00", "p01", knows=knows(**row)) == rate("p00", "p00", knows=knows(**row)) == 0.0


def test_two_colleagues_talk_three_quarters_and_fourteen_share_nine_conversations() -> None:
    assert rate("p00", "p01", roles=[role(0), role(1)]) == 0.75
    assert rate("p00", "p01", roles=[role(i) for i in range(14)]) == pytest.approx(9 / 13, abs=1e-12)


def test_colleagues_at_two_accounts_talk_at_both() -> None:
    rows = [role(0), role(1), role(0, "B"), role(1, "B"), role(1, "B", **{"from": A_YEAR_AGO})]
    assert rate("p00", "p01", roles=rows) == 1.5


def test_a_reporting_line_counts_instead_of_the_same_account() -> None:
    rows = [role(0, reports_to="p01"), role(1)]
    assert rate("p00", "p01", roles=rows) == rate("p01", "p00", roles=rows) == 3.0


def test_a_reporting_line_both_claim_counts_once_an_account() -> None:
    rows = [
        role(0, reports_to="p01"),
        role(1, reports_to="p00"),
        role(0, "B", reports_to="p01"),
        role(1, "B"),
    ]
    assert rate("p00", "p01", roles=rows) == 6.0


def test_a_manager_without_a_role_at_the_account_is_reported_to() -> None:
    assert rate("p00", "p01", roles=[role(0, reports_to="p01")]) == 3.0


def test_nobody_reports_to_himself_or_by_an_ended_role() -> None:
    rows = [role(0, reports_to="p00"), role(2, to="2025-12-31", reports_to="p01")]
    assert rate("p00", "p00", roles=rows) == rate("p02", "p01", roles=rows) == 0.0


@pytest.mark.parametrize(("start", "expected"), [("2023-10-04", 0.15), ("2023-10-05", 0.0)])
def test_former_colleagues_need_ninety_days_together(start: str, expected: float) -> None:
    # 2023-10-04 to 2024-01-02 are 90 days; .3 halves in the 730 days since
    rows = [role(0, to=TWO_YEARS_AGO), role(1, **{"from": start})]
    assert rate("p00", "p01", roles=rows) == expected


def test_of_two_times_together_the_one_that_ended_last_counts() -> None:
    rows = [role(0, to="2020-01-01"), role(0, **{"from": "2022-01-01", "to": TWO_YEARS_AGO}), role(1)]
    assert rate("p00", "p01", roles=rows) == 0.15


def test_who_came_back_is_a_colleague_and_no_former_one() -> None:
    rows = [role(0, to=TWO_YEARS_AGO), role(0, **{"from": A_YEAR_AGO}), role(1)]
    assert rate("p00", "p01", roles=rows) == 0.75


def test_a_role_that_ends_today_is_current() -> None:
    assert rate("p00", "p01", roles=[role(0, to=TODAY), role(1)]) == 0.75
    assert rate("p00", "p01", roles=[role(0, to="2025-12-31"), role(1)]) == pytest.approx(
        0.3 * 2 ** (-1 / 730), abs=1e-12
    )


def test_members_talk_at_the_meetings_both_attend_shared_among_the_others() -> None:
    # social: 6 / 4 = 1.5 a quarter; chair 1, member .5, 3 members
    rows = [member(0, role="chair"), member(1), member(2)]
    assert rate("p00", "p01", circles=circle(kind="social"), memberships=rows) == 1.5 * 0.5 / 2


@pytest.mark.parametrize(
    ("cells", "meetings"),
    [({}, 1.0), ({"kind": "alumni"}, 0.25), ({"meetings_per_year": 365.0}, 9.0), ({"kind": "social", "meetings_per_year": 0.0}, 0.0)],
)  # fmt: skip
def test_meetings_come_from_the_file_then_the_kind_and_are_capped(cells: Cells, meetings: float) -> None:
    rows = [member(0, attendance=1.0), member(1, role="organiser")]
    assert rate("p00", "p01", circles=circle(**cells), memberships=rows) == pytest.approx(
        meetings * 0.9, abs=1e-12
    )


def test_attendance_given_as_zero_beats_the_role() -> None:
    rows = [member(0, role="chair", attendance=0.0), member(1), member(2)]
    assert rate("p00", "p01", circles=circle(), memberships=rows) == 0.0
    assert rate("p01", "p02", circles=circle(), memberships=rows) == 0.25 / 2


def test_two_memberships_of_a_circle_count_once_with_the_greater_attendance() -> None:
    rows = [
        member(0, attendance=0.2),
        member(0, attendance=0.8, **{"from": A_YEAR_AGO}),
        member(1, attendance=1.0),
    ]
    assert rate("p00", "p01", circles=circle(), memberships=rows) == pytest.approx(0.8, abs=1e-12)


def test_an_ended_membership_keeps_the_rate_of_its_last_day_and_halves_in_two_years() -> None:
    # that day three were there (p02 joined later, p03 left the day before): 1 * 1 * .5 / 2, halved
    rows = [
        member(0, role="chair", to=TWO_YEARS_AGO),
        member(1),
        member(2, **{"from": "2024-01-03"}),
        member(3, to="2024-01-01"),
        member(4),
    ]
    assert rate("p00", "p01", circles=circle(), memberships=rows) == pytest.approx(0.125, abs=1e-12)
    assert rate("p00", "p02", circles=circle(), memberships=rows) == 0.0


def test_one_day_in_common_is_enough_for_a_circle() -> None:
    rows = [member(0, to=TWO_YEARS_AGO), member(1, **{"from": TWO_YEARS_AGO})]
    assert rate("p00", "p01", circles=circle(), memberships=rows) == 0.125


def test_several_reasons_add_up_and_give_a_chance() -> None:
    tables = {"knows": knows(strength=0.5), "roles": [role(0), role(1)], "circles": circle(),
              "memberships": [member(0), member(1)]}  # fmt: skip
    snapshot = snapshot_of(TODAY, people=PEOPLE, accounts=[{"account_id": "A"}], **tables)
    found = ties(snapshot, Params())
    at = found.find(0, 1)
    assert at is not None
    # 1.5 declared + .75 at work + 1 * .5 * .5 in the circle = 2.5
    assert found.rate[at] == pytest.approx(2.5, abs=1e-12)
    assert found.probability[at] == pytest.approx(1 - math.exp(-0.125), abs=1e-12)


def test_in_a_large_circle_each_talks_with_neighbours_by_attendance_then_id() -> None:
    # ring of five by (attendance, id): p04, p00, p01, p02, p03, one step each way
    shares = {0: 0.5, 1: 0.5, 2: 0.6, 3: 0.7, 4: 0.1}
    rows = [member(person, attendance=share) for person, share in shares.items()]
    small = Params(pairs_up_to=4, ring_neighbours=1)
    snapshot = snapshot_of(TODAY, people=PEOPLE, circles=circle(), memberships=rows)
    found = ties(snapshot, small)
    pairs = {
        (u, int(v)) for u in range(20) for v in found.indices[found.indptr[u] : found.indptr[u + 1]] if u < v
    }
    assert pairs == {(0, 4), (0, 1), (1, 2), (2, 3), (3, 4)}
    assert found.rate[found.find(0, 4)] == pytest.approx(0.5 * 0.1 / 4, abs=1e-12)


def test_in_a_large_account_neighbours_by_id_talk_and_whoever_reports() -> None:
    rows = [role(person, reports_to="p03" if person == 0 else None) for person in range(6)]
    small = Params(account_pairs_up_to=5, ring_neighbours=1)
    assert [rate("p00", f"p0{other}", small, roles=rows) for other in range(1, 6)] == [0.75, 0, 3, 0, 0.75]


def test_ties_come_sorted_with_a_matching_listeners_view() -> None:
    rows = [role(person) for person in range(6)]
    found = ties(
        snapshot_of(
            TODAY, people=PEOPLE, accounts=[{"account_id": "A"}], roles=rows, knows=knows(directed=True)
        ),
        Params(),
    )
    speaker = np.repeat(np.arange(found.n), np.diff(found.indptr))
    listener = np.repeat(np.arange(found.n), np.diff(found.reverse_indptr))
    assert found.indptr.dtype == np.dtype(np.int64)
    assert found.indices.dtype == np.dtype(np.int32)
    assert (np.diff(speaker * found.n + found.indices) > 0).all()
    assert (np.diff(listener * found.n + found.reverse_indices) > 0).all()
    assert (speaker[found.reverse_tie] == found.reverse_indices).all()
    assert (found.indices[found.reverse_tie] == listener).all()
    assert found.find(0, 0) is None
    assert found.find(0, 19) is None


def test_nobody_and_nothing_in_common_have_no_ties() -> None:
    assert ties(snapshot_of(TODAY), Params()).n == 0
    alone = snapshot_of(
        TODAY,
        people=PEOPLE,
        circles=circle(),
        memberships=[member(0)],
        accounts=[{"account_id": "A"}],
        roles=[role(1)],
    )
    assert len(ties(alone, Params()).rate) == 0
