from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.heard import Heard, heard
from refgraph.scores.opinion import Opinion
from refgraph.scores.reputation import Reputation, reputations
from refgraph.scores.scores import Scores
from refgraph.scores.ties import ties
from refgraph.snapshot.snapshot import Snapshot, Status
from tests.facts import Cells, snapshot_of
from tests.scores.contact_twin import twin_heard, twin_rates
from tests.scores.tie_world import random_opinion, random_world

PARAMS = Params()
numbers = st.integers(0, 2**32 - 1)


def scored(snapshot: Snapshot, opinion: Opinion, params: Params = PARAMS) -> Scores:
    contact = ties(snapshot, params)
    return Scores(snapshot, params, opinion, contact, heard(contact, opinion, params))


def told(snapshot: Snapshot, positive: list[float], negative: list[float]) -> Scores:
    """Scores in which people have heard what the test says, and nobody has an opinion."""
    nobody = np.zeros(len(snapshot.people.ids))
    found = Heard(np.array(positive), np.array(negative), PARAMS.negative_weight, PARAMS.certainty_half)
    return Scores(snapshot, PARAMS, Opinion(nobody, nobody), ties(snapshot, PARAMS), found)


def club(statuses: list[str], circles: str = "C", **tables: list[Cells]) -> Snapshot:
    """Circles of people p0, p1, ..., each alone at an account a0, a1, ... of the status given."""
    people = range(len(statuses))
    return snapshot_of(
        people=[{"person_id": f"p{i}"} for i in people],
        accounts=[{"account_id": f"a{i}", "status": statuses[i]} for i in people],
        roles=[{"person_id": f"p{i}", "account_id": f"a{i}"} for i in people],
        circles=[{"circle_id": circle} for circle in circles],
        memberships=[{"person_id": f"p{i}", "circle_id": circle} for i in people for circle in circles],
        **tables,
    )


def test_reputation_is_the_tone_at_open_accounts_weighted_by_certainty() -> None:
    snapshot = club(["customer", "lost", "partner", "prospect", "prospect"])
    # at open accounts: tone .5 with certainty .4 / .5, tone -1 with certainty .1 / .2
    (found,) = reputations(told(snapshot, [0.9, 0.9, 0.9, 0.3, 0.0], [0.0, 0.0, 0.0, 0.1, 0.1]))
    assert (found.members, found.ours, found.lost, found.open) == (5, 1, 1, 2)
    assert found.penetration == 1 / 4
    assert found.reputation == pytest.approx((0.8 * 0.5 - 0.5) / 1.3, abs=1e-12)
    assert found.certainty == pytest.approx(0.65, abs=1e-12)
    # a quarter of the resamples holds the first alone, a quarter the second
    assert found.interval == pytest.approx((-1.0, 0.5), abs=1e-12)


def test_resamples_in_which_nothing_was_heard_are_left_out() -> None:
    (found,) = reputations(told(club(["prospect"] * 3), [0.3, 0.0, 0.0], [0.1, 0.0, 0.0]))
    assert found.reputation == pytest.approx(0.5, abs=1e-12)
    assert found.interval == pytest.approx((0.5, 0.5), abs=1e-12)
    assert found.certainty == pytest.approx(0.8 / 3, abs=1e-12)


def test_the_interval_of_many_members_is_that_of_a_mean() -> None:
    tone = np.random.default_rng(0).uniform(-1, 1, 400)
    (found,) = reputations(told(club(["prospect"] * 400), list((1 + tone) / 2), list((1 - tone) / 2)))
    assert found.interval is not None
    assert found.reputation is not None
    half = 1.96 * tone.std() / np.sqrt(400)
    assert np.array(found.interval) - found.reputation == pytest.approx([-half, half], rel=0.15)


def test_the_interval_depends_on_the_circle_and_is_the_same_each_time() -> None:
    tone = np.random.default_rng(0).uniform(-1, 1, 9)
    scores = told(club(["prospect"] * 9, circles="CD"), list((1 + tone) / 2), list((1 - tone) / 2))
    first, second = reputations(scores), reputations(scores)
    assert first == second
    assert first[0].reputation == first[1].reputation
    assert first[0].interval != first[1].interval


def test_an_account_counts_once_however_many_members_and_roles_it_has() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": "p"}, {"person_id": "q"}],
        accounts=[{"account_id": "A"}, {"account_id": "B", "status": "customer"}],
        roles=[
            {"person_id": "p", "account_id": "A"},
            {"person_id": "p", "account_id": "A", "from": "2025-01-01"},
            {"person_id": "q", "account_id": "A"},
            {"person_id": "q", "account_id": "B", "to": "2025-01-01"},
        ],
        circles=[{"circle_id": "C"}],
        memberships=[{"person_id": "p", "circle_id": "C"}, {"person_id": "q", "circle_id": "C"}],
    )
    (found,) = reputations(scored(snapshot, Opinion(np.zeros(2), np.zeros(2))))
    assert (found.members, found.ours, found.lost, found.open, found.penetration) == (2, 0, 0, 1, 0.0)


NOTHING = (None, None, None, (), ())


def shown(row: Reputation) -> tuple[object, ...]:
    return row.reputation, row.interval, row.certainty, row.carriers, row.at_risk


def test_a_circle_without_members_says_nothing() -> None:
    snapshot = snapshot_of(circles=[{"circle_id": "C"}])
    (found,) = reputations(scored(snapshot, Opinion(np.empty(0), np.empty(0))))
    assert (found.members, found.ours, found.lost, found.open, found.penetration) == (0, 0, 0, 0, None)
    assert shown(found) == NOTHING
    assert reputations(scored(snapshot_of(), Opinion(np.empty(0), np.empty(0)))) == []


def test_a_circle_without_open_accounts_has_no_reputation() -> None:
    (found,) = reputations(scored(club(["customer", "customer"]), Opinion(np.full(2, 0.5), np.zeros(2))))
    assert found.penetration == 1.0
    assert shown(found) == NOTHING


def test_a_circle_that_has_heard_nothing_has_a_certainty_of_zero() -> None:
    (found,) = reputations(scored(club(["prospect", "customer"]), Opinion(np.zeros(2), np.zeros(2))))
    assert shown(found) == (None, None, 0.0, (), ())


def test_carriers_and_accounts_at_risk_of_a_pair() -> None:
    """One step: p1 at the open account hears .85 of what the customer's p0 says, b = .4, d = .1."""
    snapshot = club(["customer", "prospect"])
    params = replace(PARAMS, depth=1)
    (found,) = reputations(scored(snapshot, Opinion(np.array([0.4, 0.0]), np.array([0.1, 0.0])), params))
    assert found.reputation == pytest.approx(0.3 / 0.5, abs=1e-12)
    (carrier,), (risk,) = found.carriers, found.at_risk
    assert (carrier.person, risk.account) == (0, 0)
    assert carrier.contribution == pytest.approx(0.85 * 0.35, abs=1e-12)
    assert risk.change == pytest.approx(-1.2, abs=1e-12)  # turned, the tone is -.6


def test_equal_carriers_and_accounts_are_listed_by_id_and_at_most_five() -> None:
    snapshot = club(["customer"] * 7 + ["prospect"])
    (found,) = reputations(scored(snapshot, Opinion(np.array([0.5] * 7 + [0.0]), np.zeros(8))))
    assert [carrier.person for carrier in found.carriers] == [0, 1, 2, 3, 4]
    assert [risk.account for risk in found.at_risk] == [0, 1, 2, 3, 4]


def test_who_speaks_badly_is_no_carrier_and_puts_nothing_at_risk() -> None:
    (found,) = reputations(scored(club(["customer", "prospect"]), Opinion(np.zeros(2), np.array([0.4, 0.0]))))
    assert found.reputation == pytest.approx(-1.0, abs=1e-12)
    assert (found.carriers, found.at_risk) == ((), ())


@settings(deadline=None, max_examples=40)
@given(numbers)
def test_reputation_carriers_and_risks_equal_the_slow_twin(number: int) -> None:
    snapshot = random_world(number)
    opinion = random_opinion(snapshot, number)
    rates = twin_rates(snapshot, PARAMS, rings=False)
    b, d, u = opinion.belief.tolist(), opinion.disbelief.tolist(), opinion.uncertainty.tolist()
    everybody = range(len(b))
    for found in reputations(scored(snapshot, opinion)):
        audience = [
            p
            for p in snapshot.current_members(found.circle).tolist()
            if any(snapshot.accounts.status[a] == Status.PROSPECT for a in snapshot.current_accounts(p))
        ]
        now = reputation_of(audience, *twin_heard(rates, b, d, PARAMS, u))
        assert found.reputation == pytest.approx(now, abs=1e-12)
        carried = {}
        for source in everybody:
            alone = [[x if p == source else 0.0 for p, x in enumerate(said)] for said in (b, d)]
            good, bad = twin_heard(rates, alone[0], alone[1], PARAMS, u)
            carried[source] = sum(good[p] - 0.5 * bad[p] for p in audience)
        best = sorted(
            (p for p in everybody if carried[p] > 1e-12), key=lambda p: (-round(carried[p], 12), p)
        )[:5]
        assert [carrier.person for carrier in found.carriers] == best
        assert [c.contribution for c in found.carriers] == pytest.approx(
            [carried[p] for p in best], abs=1e-12
        )
        if now is None:
            assert found.at_risk == ()
            continue
        change = {}
        for account in np.flatnonzero(snapshot.accounts.status == Status.CUSTOMER).tolist():
            staff = set(snapshot.current_people(account).tolist())
            turned = [(d[p], b[p]) if p in staff else (b[p], d[p]) for p in everybody]
            volumes = twin_heard(rates, [x for x, _ in turned], [y for _, y in turned], PARAMS, u)
            change[account] = (reputation_of(audience, *volumes) or 0.0) - now
        worst = sorted((a for a in change if change[a] < -1e-12), key=lambda a: (round(change[a], 12), a))[:5]
        assert [risk.account for risk in found.at_risk] == worst
        assert [r.change for r in found.at_risk] == pytest.approx([change[a] for a in worst], abs=1e-11)


def reputation_of(audience: list[int], good: list[float], bad: list[float]) -> float | None:
    heard_by = [(good[p] - bad[p], good[p] + bad[p]) for p in audience if good[p] + bad[p] > 0]
    certain = sum(volume / (volume + 0.1) for _, volume in heard_by)
    said = sum(difference / volume * volume / (volume + 0.1) for difference, volume in heard_by)
    return said / certain if heard_by else None


@settings(deadline=None, max_examples=10)
@given(numbers, st.integers(1, 30))
def test_little_memory_changes_nothing(number: int, cells_at_once: int) -> None:
    snapshot = random_world(number)
    scores = scored(snapshot, random_opinion(snapshot, number))
    assert reputations(scores, cells_at_once=cells_at_once) == reputations(scores)


@settings(deadline=None, max_examples=10)
@given(numbers, st.permutations(range(6)))
def test_renaming_people_permutes_carriers_and_risks(number: int, order: list[int]) -> None:
    rng = np.random.default_rng(number)
    b, d = rng.random(6) / 2, rng.random(6) / 2
    statuses = ["customer"] * 3 + ["prospect"] * 3

    def named(new: list[int]) -> Reputation:
        friends: list[Cells] = [{"person_a": f"p{new[i]}", "person_b": f"p{new[i + 3]}"} for i in range(2)]
        old = np.argsort(new)
        snapshot = club([statuses[i] for i in old], knows=friends)
        (found,) = reputations(scored(snapshot, Opinion(b[old], d[old])))
        return found

    before, after = named(list(range(6))), named(order)
    assert after.reputation == pytest.approx(before.reputation, abs=1e-12)
    carried = {order[carrier.person]: carrier.contribution for carrier in before.carriers}
    at_risk = {order[risk.account]: risk.change for risk in before.at_risk}
    assert {c.person: c.contribution for c in after.carriers} == pytest.approx(carried, abs=1e-12)
    assert {r.account: r.change for r in after.at_risk} == pytest.approx(at_risk, abs=1e-12)
