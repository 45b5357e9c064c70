"""The demo network tells its story: who comes first, who may not be asked and why, what our name is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.decisions.openers import Openers, openers
from refgraph.scores.heard import contributions
from refgraph.scores.reputation import Reputation, reputations
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.views.wording import blocked_text
from tests.seed.network import TODAY, read, scores_of, scores_with

if TYPE_CHECKING:
    from refgraph.decisions.openers import Blocked
    from refgraph.scores.scores import Scores
    from tests.facts import Cells

IT_DIRECTOR = "li-minglang"
SISTER = "pujiang-business"
BRANCH = "pujiang-suzhou"

BEFORE, OPEN, ESCALATED, LAST_OPEN, CLOSED, LATER = (
    *("2026-02-27", "2026-03-05", "2026-03-16", "2026-04-09"),
    *("2026-04-10", "2026-06-15"),
)

TROUBLE_TODAY: list[Cells] = [
    {
        "event_id": "x1",
        "kind": "incident_opened",
        "date": TODAY,
        "account_id": BRANCH,
        "person_id": "lu-qiaoyun",
        "value": 0.6,
    },
    {
        "event_id": "x2",
        "kind": "complaint_escalated",
        "date": TODAY,
        "account_id": BRANCH,
        "person_id": "he-chengyuan",
        "value": 0.6,
        "ref": "x1",
    },
]
"""A new incident at the branch whose complaint reaches the chief engineer at once."""


def answer(scores: Scores, account: str, k: int = 10) -> Openers:
    return openers(scores, scores.snapshot.account(account), k=k)


def first_of(scores: Scores, account: str) -> str:
    return scores.snapshot.people.ids[answer(scores, account).rows[0].person]


def blocked_of(scores: Scores, account: str, k: int = 40) -> dict[str, Blocked]:
    return {scores.snapshot.people.ids[row.person]: row for row in answer(scores, account, k).blocked}


def branch_incident() -> str:
    opened = [e for e in read("events") if e["kind"] == "incident_opened" and e["account_id"] == BRANCH]
    assert len(opened) == 1
    return opened[0]["event_id"]


@pytest.mark.parametrize("day", [BEFORE, OPEN, CLOSED, LATER, TODAY])
def test_the_it_director_comes_first_at_the_sister_paper(day: str) -> None:
    scores = scores_of(day)
    assert first_of(scores, SISTER) == IT_DIRECTOR
    best, second = answer(scores, SISTER).rows[:2]
    assert best.score > 1.5 * second.score


@pytest.mark.parametrize("day", [ESCALATED, LAST_OPEN])
def test_the_branch_complaint_blocks_the_it_director_and_says_why(day: str) -> None:
    scores = scores_of(day)
    people = {scores.snapshot.people.ids[row.person] for row in answer(scores, SISTER).rows}
    assert IT_DIRECTOR not in people
    blocked = blocked_of(scores, SISTER, k=10)[IT_DIRECTOR]
    assert blocked.reason == "open_incident"
    assert blocked.facts["event"] == branch_incident()
    for language in ("en", "zh"):
        assert branch_incident() in blocked_text(blocked, scores.snapshot, language)


def test_an_incident_that_nobody_escalated_blocks_the_branch_alone() -> None:
    scores = scores_of(OPEN)
    blocked = blocked_of(scores, SISTER)
    reasons = {person: row.reason for person, row in blocked.items()}
    assert reasons["qian-ruogu"] == "open_incident"
    assert IT_DIRECTOR not in reasons


def test_an_escalated_incident_of_today_blocks_the_it_director_today() -> None:
    scores = scores_with(*TROUBLE_TODAY)
    blocked = blocked_of(scores, SISTER, k=10)[IT_DIRECTOR]
    assert (blocked.reason, blocked.facts["event"]) == ("open_incident", "x1")
    assert first_of(scores, SISTER) != IT_DIRECTOR


def test_the_it_director_is_tied_to_the_sister_paper_by_class_and_circles() -> None:
    scores = scores_of()
    snapshot = scores.snapshot
    ends = snapshot.person(IT_DIRECTOR), snapshot.person("cheng-liyan")
    parts = tie_evidence(snapshot, scores.params, *ends)
    assert [part.kind for part in parts].count("knows") == 1
    circles = {part.ref for part in parts if part.kind == "shared_circle"}
    assert circles == {"newspaper-it", "it-chat", "wednesday-badminton"}


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("wen-ruyu", "no_consent"),
        ("zhang-beichen", "open_incident"),
        ("you-jianping", "not_satisfied"),
        ("bai-muchuan", "declined_recently"),
        ("su-yanqiu", "asked_recently"),
        ("shi-jingzhi", "budget_used"),
    ],
)
def test_each_reason_blocks_somebody_at_the_sister_paper(person: str, reason: str) -> None:
    assert blocked_of(scores_of(), SISTER)[person].reason == reason


def test_an_opponent_at_the_door_blocks_every_path() -> None:
    scores = scores_of()
    found = answer(scores, "dongtan-daily")
    assert found.rows == ()
    assert {row.reason for row in found.blocked} <= {"opponent_on_path", "no_consent"}
    nearest = found.blocked[0]
    assert nearest.reason == "opponent_on_path"
    assert scores.snapshot.people.ids[nearest.person] == "mao-shuyuan"
    assert nearest.facts["person"] == "shi-zhenhai"


def test_the_champion_who_moved_stands_inside() -> None:
    scores = scores_of()
    inside = answer(scores, "wutong-youth").inside[0]
    assert scores.snapshot.people.ids[inside.person] == "gu-changfeng"
    assert scores.snapshot.accounts.ids[inside.former_account] == "hengshan-evening"
    assert inside.net > 0.3


def test_nothing_is_invented_where_nobody_knows_us() -> None:
    assert answer(scores_of(), "hushu-books").no_evidence


def name_in(circle: str) -> Reputation:
    scores = scores_of()
    return reputations(scores)[scores.snapshot.circle(circle)]


def test_our_name_is_bad_where_the_lost_account_talks() -> None:
    scores = scores_of()
    reputation = name_in("songjiang-forum").reputation
    assert reputation is not None
    assert reputation < 0
    listener = scores.snapshot.person("ding-haiping")
    heard = contributions(scores.ties, scores.opinion, scores.params, listener)
    loudest = max(heard, key=lambda part: part.negative)
    assert scores.snapshot.people.ids[loudest.source] == "tan-qizheng"


def test_nothing_was_heard_by_the_lake() -> None:
    assert name_in("lakeside-readers").reputation is None
    scores = scores_of()
    members = scores.snapshot.current_members(scores.snapshot.circle("lakeside-readers"))
    assert np.all(scores.heard.positive[members] + scores.heard.negative[members] == 0)


def test_our_name_is_good_at_the_round_table_and_the_it_director_carries_it() -> None:
    found = name_in("newspaper-it")
    assert found.reputation is not None
    assert found.reputation > 0.5
    scores = scores_of()
    assert scores.snapshot.people.ids[found.carriers[0].person] == IT_DIRECTOR
