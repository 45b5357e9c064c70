from __future__ import annotations

import pytest

from refgraph.model.params import Params
from refgraph.scores.opinion import opinion_evidence, opinion_word, opinions
from refgraph.snapshot.snapshot import day_to_iso
from tests.facts import Cells, snapshot_of
from tests.scores.opinion_world import AT_A, DAY, PARAMS, event, of_p, rounded, said, world

ORDER = event("deal_won", 12000.0)
ON_TIME = event("delivery", 0.0)
OPENED_45_DAYS_AGO = event("incident_opened", 1.0, "2025-04-17", event_id="i")


@pytest.mark.parametrize(
    ("events", "belief", "disbelief"),
    [
        # r = 2, s = 0: 2 / 4
        ([event("survey", 10.0)], 0.50, 0.0),
        # r = 1·.5 + .5·.5 + 2·.75 = 2.25: 2.25 / 4.25
        ([ORDER, ON_TIME, event("survey", 9.0)], 0.53, 0.0),
        # r = .75, s = 2·min(1, .2 + 1) = 2: .75 / 4.75 and 2 / 4.75
        ([ORDER, ON_TIME, OPENED_45_DAYS_AGO], 0.16, 0.42),
        # r = .75 + 1·.5 = 1.25: 1.25 / 3.25
        ([ORDER, ON_TIME, OPENED_45_DAYS_AGO, event("incident_closed", 1.0, ref="i")], 0.38, 0.0),
        # r = .75, s = 2.5: .75 / 5.25 and 2.5 / 5.25
        ([ORDER, ON_TIME, OPENED_45_DAYS_AGO, event("incident_closed", -1.0, ref="i")], 0.14, 0.48),
        # r = 2.25, s = 2 + 3: 2.25 / 9.25 and 5 / 9.25
        (
            [ORDER, ON_TIME, event("survey", 9.0), OPENED_45_DAYS_AGO, event("complaint_escalated", 1.0)],
            0.24,
            0.54,
        ),
    ],
)  # fmt: skip
def test_worked_opinions_of_the_design(events: list[Cells], belief: float, disbelief: float) -> None:
    found = of_p(world(*events))
    assert found == pytest.approx((belief, disbelief), abs=0.005)


def test_a_repeat_order_and_a_referral_made_lift_the_worked_opinion() -> None:
    at_a = [{**cells, "account_id": "A"} for cells in (ORDER, ON_TIME, event("survey", 9.0))]
    repeat = event("deal_won", account_id="A", event_id="second")
    # r = 2.25 + 1.5·.7 + 3·1 = 6.3: 6.3 / 8.3
    assert of_p(world(*at_a, repeat, event("referral_made", account_id="A")))[0] == pytest.approx(
        0.76, abs=0.005
    )


def test_nothing_known_is_full_uncertainty_and_not_a_zero_opinion() -> None:
    opinion = opinions(world(), PARAMS)
    assert opinion.uncertainty.tolist() == [1.0, 1.0, 1.0]
    assert opinion.net.tolist() == [0.0, 0.0, 0.0]
    assert opinion_evidence(world(), PARAMS, 0) == []


def test_an_empty_snapshot_has_no_opinions() -> None:
    opinion = opinions(snapshot_of(), PARAMS)
    assert opinion.belief.shape == opinion.disbelief.shape == (0,)


@pytest.mark.parametrize(
    ("kind", "value", "weight", "x"),
    [
        ("satisfaction", -0.6, 2.0, -0.6),
        ("survey", 0.0, 2.0, -1.0),
        ("survey", 6.0, 2.0, 0.0),
        ("survey", 8.0, 2.0, 0.5),
        ("deal_won", None, 1.0, 0.5),
        ("deal_lost", 9000.0, 0.5, -0.3),
        ("delivery", 3.0, 0.5, 0.5),
        ("delivery", -7.0, 1.0, -0.2),
        ("delivery", -70.0, 1.0, -1.0),
        ("meeting", 0.4, 0.5, 0.4),
        ("call", 0.4, 0.5, 0.4),
        ("email", 0.4, 0.5, 0.4),
        ("visit", 0.4, 0.5, 0.4),
        ("thanks", 0.4, 0.5, 0.4),
        ("complaint_escalated", 0.8, 3.0, -0.8),
        ("complaint_escalated", None, 3.0, -0.5),
        ("stance", -1.0, 3.0, -1.0),
        ("stance", 0.0, 3.0, 0.0),
        ("referral_made", None, 3.0, 1.0),
        ("referral_declined", None, 0.5, -0.3),
        ("incident_opened", 0.5, 2.0, -0.1),
        ("incident_opened", None, 2.0, -0.1),
    ],
)
def test_a_fresh_event_weighs_what_the_table_says(
    kind: str, value: float | None, weight: float, x: float
) -> None:
    assert rounded(said(world(event(kind, value)))) == [(kind, weight, 1.0, 1.0, x)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("satisfaction", None),
        ("survey", None),
        ("delivery", None),
        ("meeting", None),
        ("thanks", None),
        ("stance", None),
        ("install_start", None),
        ("install_done", None),
        ("referral_asked", None),
        ("reference_call", 1.0),
        ("competitor_seen", 1.0),
        ("left_company", None),
        ("joined_company", None),
        ("incident_closed", 1.0),
    ],
)
def test_what_says_nothing_is_no_evidence(kind: str, value: float | None) -> None:
    told = world(event(kind, value, account_id="A"))
    assert said(told) == []
    assert of_p(told) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("kind", "half_life_day"),
    [("satisfaction", "2022-06-02"), ("survey", "2023-06-02"), ("stance", "2024-06-01")],
)
def test_evidence_loses_half_its_weight_in_a_half_life(kind: str, half_life_day: str) -> None:
    assert said(world(event(kind, 1.0, half_life_day)))[0][3] == 0.5


@pytest.mark.parametrize(
    ("opened", "x"), [(DAY, -0.2), ("2025-05-23", -0.4), ("2025-04-26", -1.0), ("2020-01-01", -1.0)]
)
def test_an_open_incident_grows_for_36_days_and_does_not_age(opened: str, x: float) -> None:
    ((kind, weight, share, decay, value),) = said(world(event("incident_opened", 1.0, opened)))
    assert (kind, weight, share, decay) == ("incident_opened", 2.0, 1.0, 1.0)
    assert value == pytest.approx(x)


@pytest.mark.parametrize(
    ("value", "weight", "x"), [(0.6, 1.0, 0.3), (0.0, 1.0, 0.0), (None, 1.0, 0.0), (-0.4, 2.5, -0.4)]
)
def test_a_closed_incident_counts_by_its_closing_and_ages_from_it(
    value: float | None, weight: float, x: float
) -> None:
    opened = event("incident_opened", 1.0, "2022-01-01", event_id="i")
    closed = event("incident_closed", value, "2022-06-02", event_id="c", ref="i", person_id="q")
    told = world(opened, closed)
    assert rounded(said(told)) == [("incident_closed", weight, 1.0, 0.5, x)]
    assert said(told, "q") == []
    (evidence,) = opinion_evidence(told, PARAMS, 0)
    assert (evidence.ref, day_to_iso(evidence.day)) == ("c", "2022-06-02")


def test_a_closed_incident_concerns_those_who_were_there_when_it_opened() -> None:
    opened = event("incident_opened", 1.0, "2025-01-01", event_id="i", person_id=None, account_id="A")
    closed = event("incident_closed", 1.0, event_id="c", ref="i", person_id=None, account_id="A")
    roles: list[Cells] = [
        {"person_id": "p", "account_id": "A", "seniority": "M", "to": "2025-02-01"},
        {"person_id": "q", "account_id": "A", "seniority": "C", "from": "2025-02-01"},
    ]
    told = world(opened, closed, roles=roles)
    assert said(told) == [("incident_closed", 1.0, 0.4, 1.0, 0.5)]
    assert said(told, "q") == []


def test_an_escalation_stays_evidence_beside_its_closed_incident() -> None:
    opened = event("incident_opened", 1.0, "2025-01-01", event_id="i")
    escalated = event("complaint_escalated", 1.0, "2022-06-02", ref="i")
    closed = event("incident_closed", 1.0, ref="i")
    assert said(world(opened, escalated, closed)) == [
        ("complaint_escalated", 3.0, 1.0, 0.5, -1.0),
        ("incident_closed", 1.0, 1.0, 1.0, 0.5),
    ]


def test_a_repeat_order_is_any_after_the_accounts_first_by_day_and_id() -> None:
    orders = [
        event("deal_won", day="2025-06-01", event_id="a", account_id="A"),
        event("deal_won", day="2025-05-01", event_id="z", account_id="A"),
        event("deal_won", day="2025-05-01", event_id="y", account_id="A", person_id="q"),
        event("deal_won", day="2025-04-01", event_id="b", account_id="B", person_id="s"),
        event("deal_won", day="2025-04-01", event_id="n", person_id="s"),
    ]
    found = {
        e.ref: (e.weight, e.value)
        for person in range(3)
        for e in opinion_evidence(world(*orders), PARAMS, person)
    }
    order, repeat = (1.0, 0.5), (1.5, 0.7)
    assert found == {"a": repeat, "z": repeat, "y": order, "b": order, "n": order}


def test_evidence_comes_strongest_first_then_by_ref() -> None:
    told = world(
        event("meeting", 0.4, event_id="weak"),
        event("satisfaction", -1.0, event_id="b"),
        event("satisfaction", 1.0, event_id="a"),
        event("referral_made", event_id="strong"),
        roles=[{"person_id": "p", "account_id": "A", "stance": "opponent"}],
    )
    assert [e.ref for e in opinion_evidence(told, PARAMS, 0)] == ["A", "strong", "a", "b", "weak"]


@pytest.mark.parametrize(
    ("belief", "disbelief", "word"),
    [
        (0.0, 0.0, "unknown"),
        (0.1, 0.1, "unknown"),
        (0.1, 0.2, "neutral"),
        (0.3, 0.0, "supporter"),
        (0.8, 0.5, "supporter"),
        (0.29, 0.05, "neutral"),
        (0.1, 0.29, "neutral"),
        (0.1, 0.3, "opponent"),
        (0.0, 0.9, "opponent"),
    ],
)
def test_words_for_an_opinion(belief: float, disbelief: float, word: str) -> None:
    assert opinion_word(belief, disbelief, PARAMS) == word


def test_every_weight_is_a_parameter() -> None:
    told = world(event("satisfaction", 1.0))
    # r = 6, W = 2 and r = 2, W = 6
    assert opinions(told, Params(satisfaction_weight=6.0)).belief[0] == 0.75
    assert opinions(told, Params(prior_weight=6.0)).belief[0] == 0.25
    shared = world(event("satisfaction", 1.0, account_id="A"), roles=AT_A)
    assert opinions(shared, Params(share_by_seniority={"C": 1.0, "M": 0.0, "S": 0.0})).belief[1] == 0.5
