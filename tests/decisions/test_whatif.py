from __future__ import annotations

import pytest

from refgraph.decisions.whatif import WhatIf, what_if
from refgraph.errors import UnknownId
from refgraph.scores.scores import score
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win
from refgraph.snapshot.snapshot import Stance
from tests.decisions.world import Facts, event, openers_of, opening, scored, survey
from tests.facts import TODAY, Cells, snapshot_of

OPPONENT = Stance.OPPONENT


def ask(facts: Facts, *changes: Change, targets: int = 100) -> WhatIf:
    return what_if(scored(facts), changes, targets=targets)


def pairs(answer: WhatIf, side: str) -> list[tuple[str, str, str]]:
    """(opener, target, reason) of the openers lost or won."""
    snapshot = answer.scores[0].snapshot
    return [
        (snapshot.people.ids[row.opener.person], snapshot.accounts.ids[row.opener.target], row.reason)
        for row in getattr(answer.openers, side)
    ]


def member(person: str) -> Cells:
    return {"person_id": person, "circle_id": "club"}


CLUB: dict[str, list[Cells]] = {
    "circles": [{"circle_id": "club"}],
    "memberships": [member("ann"), member("bo")],
}


def test_a_lost_customer_opens_nothing_any_more() -> None:
    answer = ask(opening(), Lose("press"))
    assert pairs(answer, "lost") == [("ann", "daily", "not_at_customer")]
    assert pairs(answer, "won") == []
    assert answer.openers.lost[0].opener.score == openers_of(opening()).rows[0].score
    assert (answer.before.customers, answer.after.customers) == (1, 0)
    assert (answer.before.openers, answer.after.openers) == (1, 0)
    assert (answer.before.opportunities, answer.after.opportunities) == (1, 0)


def test_a_won_account_opens_what_its_people_know() -> None:
    facts = opening()
    facts["accounts"][0] = {"account_id": "press", "status": "prospect"}
    answer = ask(facts, Win("press"))
    assert pairs(answer, "won") == [("ann", "daily", "not_at_customer")]
    assert pairs(answer, "lost") == []
    # Survey 10 and satisfaction +1 of today, both of weight 2: 4 / (4 + 2) of belief.
    assert answer.openers.won[0].opener.factors.net_opinion == pytest.approx(2 / 3, abs=1e-12)
    assert (answer.before.open_accounts, answer.after.open_accounts) == (2, 1)


def test_a_solved_incident_wins_its_openers_back() -> None:
    incident = event("incident_opened", 10, "i", account_id="press", value=0.2)
    answer = ask(opening(events=[incident]), Resolve("i"))
    assert pairs(answer, "won") == [("ann", "daily", "open_incident")]
    blocked = answer.openers.won[0].blocked
    assert blocked is not None
    assert blocked.facts["event"] == "i"


def test_an_opponent_between_closes_the_path_to_the_contact() -> None:
    """Ann knows Cy, Cy knows Bo: the only path. Cy's own account is closed with him."""
    facts = opening(people=[{"person_id": "cy"}])
    facts["knows"] = [{"person_a": "ann", "person_b": "cy"}, {"person_a": "cy", "person_b": "bo"}]
    facts["accounts"].append({"account_id": "agency", "status": "partner"})
    facts["roles"].append({"person_id": "cy", "account_id": "agency"})
    answer = ask(facts, TakeStance("cy", OPPONENT))
    reason = "opponent_on_path"
    assert pairs(answer, "lost") == [("ann", "agency", reason), ("ann", "daily", reason)]


def test_a_contact_who_turns_opponent_closes_his_account() -> None:
    answer = ask(opening(), TakeStance("bo", OPPONENT))
    assert pairs(answer, "lost") == [("ann", "daily", "opponent_on_path")]
    assert answer.targets_affected == 1


def test_a_contact_who_turns_supporter_opens_it_again() -> None:
    facts = opening()
    facts["roles"][1]["stance"] = "opponent"
    assert pairs(ask(facts, TakeStance("bo", Stance.SUPPORTER)), "won") == [
        ("ann", "daily", "opponent_on_path")
    ]


def test_changes_hold_together() -> None:
    """Bo's account is won, so it is no target, and Ann's is lost."""
    answer = ask(opening(), Lose("press"), Win("daily"))
    assert (pairs(answer, "lost"), pairs(answer, "won")) == ([], [])
    assert answer.targets_affected == 0
    assert (answer.before.customers, answer.after.customers) == (1, 1)


def test_an_account_that_is_lost_is_no_target_but_was_a_customer() -> None:
    facts = opening(accounts=[{"account_id": "weekly", "status": "customer"}])
    facts["roles"].append({"person_id": "bo", "account_id": "weekly"})
    answer = ask(facts, Lose("press"))
    ids = answer.scores[0].snapshot.accounts.ids
    assert [ids[row.opener.target] for row in answer.openers.lost] == ["daily"]


def test_what_the_same_people_hear_is_compared() -> None:
    """Bo at the daily hears Ann alone: M = 1 on their one tie, δ = .85, no return beyond Ann's own word.

    Ann's belief is 1/2 before, both ways; lost, her answer of 2 for stands against 2: b = d = 2 / 6. Bo knows
    nothing, so he hears .85 · b at once, and .85³ · (1/2 · b) of her own word come back over him and her (u = 1/2,
    then 1/3), at most four relays.
    """
    answer = ask(opening(), Lose("press"))
    before = 0.85 * 0.5 + 0.85**3 * 0.5 * 0.5
    after = 0.85 / 3 + 0.85**3 / 3 / 3
    assert answer.before.listeners == answer.after.listeners == 1
    assert answer.before.heard_positive == pytest.approx(before, abs=1e-12)
    assert answer.before.heard_negative == 0.0
    assert answer.after.heard_positive == pytest.approx(after, abs=1e-12)
    assert answer.after.heard_negative == pytest.approx(after, abs=1e-12)
    assert answer.after.heard_net == pytest.approx(after / 2, abs=1e-12)
    (row,) = answer.accounts
    assert (row.before, row.after) == (answer.before.heard_net, answer.after.heard_net)


def test_our_name_in_a_circle_is_shown_before_and_after() -> None:
    """Bo, who listens for the daily, hears Ann alone: all praise before (tone 1); as much blame as praise after."""
    answer = ask(opening(**CLUB), Lose("press"))
    (row,) = answer.circles.rows
    assert (row.before.ours, row.before.lost, row.before.open) == (1, 0, 1)
    assert (row.after.ours, row.after.lost, row.after.open) == (0, 1, 1)
    assert (row.before.penetration, row.after.penetration) == (0.5, 0.0)
    assert row.before.reputation == pytest.approx(1.0, abs=1e-12)
    assert row.after.reputation == pytest.approx(0.0, abs=1e-12)
    assert row.change == pytest.approx(-1.0, abs=1e-12)
    assert (answer.before.reputation, answer.after.reputation) == (
        row.before.reputation,
        row.after.reputation,
    )


def test_a_circle_where_nothing_changes_is_left_out() -> None:
    facts = opening(**CLUB)
    facts["circles"].append({"circle_id": "others"})
    facts["people"].append({"person_id": "dora"})
    facts["memberships"].append({"person_id": "dora", "circle_id": "others"})
    answer = ask(facts, Lose("press"))
    assert [answer.scores[0].snapshot.circles.ids[row.circle] for row in answer.circles.rows] == ["club"]
    assert answer.circles.count == 1


def test_the_fourth_customer_brings_a_circle_to_critical_mass() -> None:
    people = ["p1", "p2", "p3"]
    facts = opening(
        accounts=[{"account_id": f"a-{p}", "status": "customer"} for p in people],
        people=[{"person_id": p} for p in people],
        roles=[{"person_id": p, "account_id": f"a-{p}"} for p in people],
        circles=[{"circle_id": "club"}],
        memberships=[member(p) for p in (*people, "bo")],
    )
    answer = ask(facts, Win("daily"))
    assert answer.before.circles_at_critical_mass == 0
    assert answer.after.circles_at_critical_mass == 1


def test_winning_an_account_without_people_changes_its_status_alone() -> None:
    answer = ask(opening(accounts=[{"account_id": "empty"}]), Win("empty"))
    assert (pairs(answer, "lost"), pairs(answer, "won")) == ([], [])
    assert (answer.circles.rows, answer.accounts, answer.targets_affected) == ((), (), 0)
    assert (answer.before.customers, answer.after.customers) == (1, 2)
    assert answer.before.heard_net == answer.after.heard_net


def test_no_change_is_no_difference() -> None:
    answer = ask(opening(**CLUB))
    assert answer.before == answer.after
    assert (answer.circles.rows, answer.accounts, answer.targets_affected) == ((), (), 0)


def test_only_the_targets_reached_best_are_looked_at_where_there_are_more() -> None:
    """Ann knows Cy less than Bo."""
    facts = opening(
        accounts=[{"account_id": "a-far"}],
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "a-far"}],
        knows=[{"person_a": "ann", "person_b": "cy", "strength": 0.1}],
    )
    both, one = ask(facts, Lose("press")), ask(facts, Lose("press"), targets=1)
    assert [target for _, target, _ in pairs(both, "lost")] == ["daily", "a-far"]
    assert [target for _, target, _ in pairs(one, "lost")] == ["daily"]
    assert (one.targets_looked_at, one.targets_affected, one.is_capped) == (1, 2, True)
    assert not both.is_capped
    assert one.before.opportunities == 1


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(UnknownId, match="there is no account 'nowhere'"):
        ask(opening(), Win("nowhere"))


def test_an_answer_of_today_is_not_lost_with_the_account() -> None:
    """Cy of the press said 10 as well; lost, each is judged for himself: 2 good against 2 bad."""
    facts = opening(
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "press", "seniority": "C"}],
        events=[survey("cy", 10)],
    )
    after = ask(facts, Lose("press")).scores[1]
    for person in ("ann", "cy"):
        at = after.snapshot.person(person)
        assert after.opinion.belief[at] == pytest.approx(2 / 6, abs=1e-12)
        assert after.opinion.disbelief[at] == pytest.approx(2 / 6, abs=1e-12)
    assert after.snapshot.as_of.isoformat() == TODAY


def test_what_is_supposed_does_not_change_what_stood_before() -> None:
    """o at the customer s opens t; y and z know nobody."""
    scores = score(
        snapshot_of(
            accounts=[{"account_id": "s", "status": "customer"}, {"account_id": "t"}, {"account_id": "z"}],
            people=[{"person_id": person} for person in "oty"],
            roles=[
                {"person_id": "o", "account_id": "s"},
                {"person_id": "t", "account_id": "t"},
                {"person_id": "y", "account_id": "z"},
            ],
            knows=[{"person_a": "o", "person_b": "t"}],
            events=[
                {
                    "event_id": "e",
                    "kind": "survey",
                    "date": TODAY,
                    "person_id": "o",
                    "account_id": "s",
                    "value": 10.0,
                }
            ],
        )
    )
    for change in (Lose("z"), TakeStance("y", Stance.NEUTRAL), TakeStance("o", Stance.SUPPORTER)):
        answer = what_if(scores, [change])
        assert (answer.before.openers, answer.before.opportunities, answer.counts_all) == (1, 1, True)
        assert (answer.after.openers, answer.after.opportunities) == (1, 1)
    assert not what_if(scores, [Lose("z")], targets=1).counts_all
