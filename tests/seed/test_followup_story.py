"""The demo network's follow-up: after the notebook order, while the branch's complaint was open, and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.charge import in_charge
from refgraph.decisions.followup import FollowUp, follow_ups
from refgraph.decisions.repeat_business import repeat_business
from refgraph.views.followup_text import why_text
from tests.seed.network import TODAY, read, scores_of

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores

PAPER, BRANCH, GROUP = "pujiang-morning", "pujiang-suzhou", "pujiang-press"
NOTEBOOKS = {
    ("thank_supporter", "li-minglang"),
    ("visit_opponent", "he-xiaotang"),
    ("meet_senior", "yu-huaishan"),
}


def at(account: str, day: str) -> dict[tuple[str, str | None], FollowUp]:
    """Rows of one account by action and person."""
    scores = scores_of(day)
    people, where = scores.snapshot.people.ids, scores.snapshot.account(account)
    return {
        (row.action, people[row.person] if row.person >= 0 else None): row
        for row in follow_ups(scores)
        if row.account == where
    }


def days_left(scores: Scores, row: FollowUp) -> int:
    return row.due - scores.snapshot.day


def test_after_the_notebook_order_it_names_the_thanks_the_opponent_and_the_president_never_met() -> None:
    found = at(PAPER, "2024-12-24")
    assert set(found) >= NOTEBOOKS
    # all was installed the day before: due after 7, 14 and 21 days
    due = {key[0]: days_left(scores_of("2024-12-24"), row) for key, row in found.items() if key in NOTEBOOKS}
    assert due == {"thank_supporter": 6, "visit_opponent": 13, "meet_senior": 20}
    sentence = why_text(found["meet_senior", "yu-huaishan"], scores_of("2024-12-24").snapshot, "en")
    assert "was installed on 2024-12-23" in sentence
    assert "we have never met 俞怀山 Yu Huaishan (社长 President)" in sentence


def test_the_thanks_come_first_of_all_reps_lists_that_day() -> None:
    scores = scores_of("2024-12-24")
    first = follow_ups(scores)[0]
    assert (first.action, scores.snapshot.people.ids[first.person]) == ("thank_supporter", "li-minglang")


def test_five_weeks_later_they_are_done() -> None:
    assert not set(at(PAPER, "2025-02-01")) & NOTEBOOKS


def test_each_disappears_on_the_day_it_was_done() -> None:
    for key, before, on in (
        (("thank_supporter", "li-minglang"), "2024-12-26", "2024-12-27"),
        (("visit_opponent", "he-xiaotang"), "2024-12-29", "2024-12-30"),
        (("meet_senior", "yu-huaishan"), "2025-01-05", "2025-01-06"),
    ):
        assert key in at(PAPER, before)
        assert key not in at(PAPER, on)


def test_while_it_is_installed_somebody_is_to_be_there_until_the_visit() -> None:
    assert any(action == "attend_installation" for action, _ in at(PAPER, "2024-12-08"))
    assert all(action != "attend_installation" for action, _ in at(PAPER, "2024-12-11"))


def test_the_escalated_complaint_tells_who_hears_of_it_and_whom_to_call_first() -> None:
    scores = scores_of("2026-03-17")
    people, accounts = scores.snapshot.people.ids, scores.snapshot.accounts.ids
    row = follow_ups(scores)[0]
    assert (row.action, accounts[row.account], people[row.person]) == ("step_in_must", BRANCH, "he-chengyuan")
    assert days_left(scores, row) == 1
    heard_at = {accounts[listener.account] for listener in row.hears}
    assert {PAPER, GROUP} <= heard_at
    assert people[row.call_first] == "yu-huaishan"
    assert "俞怀山 Yu Huaishan is to be called first" in why_text(row, scores.snapshot, "en")
    assert {"escalated", "competitor", "severity"} <= set(row.facts)


def test_the_complaint_grows_and_ends_as_the_story_does() -> None:
    steps = {"2026-03-05": "step_in", "2026-03-16": "step_in_must", "2026-04-09": "step_in_must"}
    for day, action in steps.items():
        assert action in {name for name, _ in at(BRANCH, day)}
    after = {name for name, _ in at(BRANCH, "2026-04-10")}
    assert "visit_after_incident" in after
    assert not after & {"step_in", "step_in_must", "watch_incident"}
    assert "visit_after_incident" not in {name for name, _ in at(BRANCH, "2026-04-13")}


def test_the_paper_s_rep_sees_the_branch_s_escalation_though_the_branch_is_another_s() -> None:
    scores = scores_of("2026-03-17")
    for rep in ("tan-yue", "zhou-lan"):
        rows = follow_ups(scores, rep=scores.snapshot.rep(rep))
        assert rows[0].action == "step_in_must"
    other = follow_ups(scores, rep=scores.snapshot.rep("xu-chi"))
    assert all(row.action != "step_in_must" for row in other)


def test_the_champion_s_move_names_his_successor_and_his_new_place() -> None:
    gap = at("hengshan-evening", "2026-03-20")["champion_left", "gu-changfeng"]
    assert gap.facts["other"] == "shao-wenyuan"
    assert ("follow_champion", "gu-changfeng") in at("wutong-youth", "2026-03-20")
    assert ("follow_champion", "gu-changfeng") not in at("wutong-youth", "2026-03-27")


def test_an_introduction_that_became_an_order_is_reported_back() -> None:
    row = at(PAPER, "2025-12-20")["report_back", "li-minglang"]
    assert row.facts["target"] == "hengshan-evening"
    assert row.facts["ordered"] == "2025-12-08"


def test_the_customer_we_vanished_from_is_called() -> None:
    assert ("break_silence", "tao-jinyue") in at("dianhu-times", TODAY)


@pytest.mark.parametrize("day", ["2024-12-24", "2025-07-13", "2026-03-17", "2026-06-19", TODAY])
def test_a_rep_s_list_is_short(day: str) -> None:
    scores = scores_of(day)
    for rep in range(len(scores.snapshot.reps.ids)):
        assert len(follow_ups(scores, rep=rep)) <= 30


def test_repeat_orders_bring_more_of_the_profit_than_of_the_revenue_as_the_files_say() -> None:
    orders = sorted(
        (e for e in read("events") if e["kind"] == "deal_won"), key=lambda e: (e["date"], e["event_id"])
    )
    seen: set[str] = set()
    repeat = []
    for order in orders:
        if order["account_id"] in seen:
            repeat.append(order)
        seen.add(order["account_id"])
    scores = scores_of()
    found = repeat_business(scores.snapshot, scores.params, in_charge(scores.snapshot, None))
    for column, share in (("value", found.repeat.revenue), ("margin", found.repeat.profit)):
        expected = sum(float(e[column]) for e in repeat) / sum(float(e[column]) for e in orders)
        assert share == pytest.approx(expected)
    assert found.repeat.profit is not None
    assert found.repeat.revenue is not None
    assert found.repeat.profit > found.repeat.revenue
