"""What the demo network would be if something were otherwise."""

from __future__ import annotations

from functools import cache

from refgraph.decisions.whatif import WhatIf, what_if
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win
from refgraph.snapshot.snapshot import Stance
from tests.seed.network import read, scores_of


@cache
def ask(*changes: Change) -> WhatIf:
    return what_if(scores_of(), changes)


def reasons(answer: WhatIf, side: str) -> dict[tuple[str, str], str]:
    """Reason by (opener, target)."""
    snapshot = answer.scores[0].snapshot
    return {
        (snapshot.people.ids[row.opener.person], snapshot.accounts.ids[row.opener.target]): row.reason
        for row in getattr(answer.openers, side)
    }


def open_incident() -> str:
    """The one incident without a closing."""
    closed = {event["ref"] for event in read("events") if event["kind"] == "incident_closed"}
    opened = {event["event_id"] for event in read("events") if event["kind"] == "incident_opened"}
    (still_open,) = opened - closed
    return still_open


def test_with_the_morning_post_the_it_director_is_lost_as_an_opener() -> None:
    answer = ask(Lose("pujiang-morning"))
    assert reasons(answer, "lost")["li-minglang", "pujiang-business"] == "not_at_customer"
    assert answer.openers.won == ()
    first = answer.openers.lost[0].opener
    assert answer.scores[0].snapshot.people.ids[first.person] == "li-minglang"


def test_with_the_morning_post_our_name_goes_down_where_it_is_good() -> None:
    answer = ask(Lose("pujiang-morning"))
    ids = answer.scores[0].snapshot.circles.ids
    change = {ids[row.circle]: row for row in answer.circles.rows}
    assert change["newspaper-it"].change < 0
    assert change["newspaper-it"].after.ours == change["newspaper-it"].before.ours - 1
    assert answer.after.heard_net < answer.before.heard_net
    assert answer.after.customers == answer.before.customers - 1


def test_solving_the_open_incident_wins_its_customers_openers_back() -> None:
    answer = ask(Resolve(open_incident()))
    won = reasons(answer, "won")
    assert won["zhang-beichen", "pujiang-business"] == "open_incident"
    assert set(won.values()) == {"open_incident"}
    assert answer.openers.lost == ()
    assert answer.after.heard_net > answer.before.heard_net


def test_the_opponent_at_the_door_who_turns_opens_the_daily() -> None:
    """Blocked today: test_story."""
    answer = ask(TakeStance("shi-zhenhai", Stance.SUPPORTER))
    assert reasons(answer, "won")["mao-shuyuan", "dongtan-daily"] == "opponent_on_path"


def test_winning_the_sister_paper_opens_what_its_people_know() -> None:
    answer = ask(Win("pujiang-business"))
    won = reasons(answer, "won")
    assert ("cheng-liyan", "wutong-youth") in won
    assert "pujiang-business" not in {target for _, target in won}
    assert answer.after.opportunities > answer.before.opportunities
