from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.followup import ACTIONS
from refgraph.views.followup_evidence import evidence
from refgraph.views.followup_text import ACTIONS as NAMES
from refgraph.views.followup_text import action_name, why_text
from refgraph.views.terms import LANGUAGES
from tests.decisions.followup_world import by_key, customer, happened, in_days, role, scored

if TYPE_CHECKING:
    from refgraph.views.terms import Language
    from tests.decisions.followup_world import Facts
    from tests.facts import Cells

ANN, BOB = role("ann"), role("bob")
TIE: Cells = {"person_a": "cho", "person_b": "ann"}
ORDER = happened("deal_won", 30, "ann", "o1", value=100.0)
OPENED = happened("incident_opened", 20, "ann", "i1", value=0.3)
ESCALATED = happened("complaint_escalated", 9, "bob", "x1", ref="i1", value=0.8)


def sentences(
    action: str, *events: Cells, person: str | None = "ann", **more: list[Cells]
) -> tuple[str, str]:
    """Why, in both languages, where ann works at the press and knows cho."""
    facts: Facts = customer(*events, **({"roles": [ANN], "knows": [TIE]} | more))
    scores = scored(facts)
    row = by_key(scores)[action, "press", person]
    return why_text(row, scores.snapshot, "en"), why_text(row, scores.snapshot, "zh")


def test_every_action_has_a_name_in_both_languages() -> None:
    assert set(NAMES) == set(ACTIONS)
    for action in ACTIONS:
        english, chinese = (action_name(action, language) for language in LANGUAGES)
        assert english != chinese
        assert english[0].isupper()


def test_a_thank_you_says_what_happened_last_with_the_order() -> None:
    installed = happened("install_done", 10, None, ref="o1")
    delivered = happened("delivery", 8, None, ref="o1", value=0.0)
    for steps, said in (
        ([], "press ordered on 2025-12-02"),
        ([delivered], "The order of 2025-12-02 was delivered on 2025-12-24"),
        ([installed, delivered], "The order of 2025-12-02 was installed on 2025-12-22"),
    ):
        english, _ = sentences("thank_supporter", ORDER, *steps)
        assert english == f"{said}: thank ann of press and ask what to improve."


def test_somebody_never_met_is_named_with_the_title() -> None:
    boss = role("bob", seniority="C", title="President")
    english, chinese = sentences("meet_senior", ORDER, person="bob", roles=[ANN, boss])
    assert english == (
        "press ordered on 2025-12-02, and we have never met bob (President) of press: ask for a meeting."
    )
    assert chinese == "press 于 2025-12-02 下单，而我们从未见过 press 的 bob（President）：约见一次。"


def test_an_incident_says_what_is_at_stake_and_when_somebody_was_in_touch() -> None:
    seen = happened("competitor_seen", 3, None, value=0.5)
    english, chinese = sentences("step_in", OPENED, seen, happened("call", 5, "ann"))
    assert english == (
        "The incident at press has been open since 2025-12-12, last contact 2025-12-27, and the next sale is at "
        "stake (a competitor was seen on 2025-12-29): step in and tell ann what happens when."
    )
    assert "2025-12-29 发现竞争对手" in chinese


def test_an_escalated_incident_says_whom_it_reached_and_whom_to_call_first() -> None:
    cho = role("cho", "shop")
    english, chinese = sentences(
        "step_in_must", OPENED, ESCALATED, person="bob", roles=[ANN, cho], accounts=[{"account_id": "shop"}]
    )
    assert english == (
        "The incident of 2025-12-12 at press reached bob on 2025-12-23: gather the service record, get all sides on "
        "one call, come with a priced solution; cho is to be called first."
    )
    assert chinese.endswith("；先打电话给 cho。")


def test_one_that_top_management_looks_after_without_an_escalation_says_so() -> None:
    english, _ = sentences("step_in_must", OPENED, roles=[role("ann", seniority="C")], knows=[])
    assert "is with ann, top management: gather" in english


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("satisfaction", -0.5, "judged an experience with us -0.5"),
        ("survey", 3.0, "answered 3 of 10"),
        ("stance", -1.0, "was seen as an opponent"),
        ("complaint_escalated", 0.5, "complained to top management"),
    ],
)
def test_a_bad_judgement_is_told_as_it_was_given(kind: str, value: float, said: str) -> None:
    english, _ = sentences("ask_what_went_wrong", happened(kind, 20, "ann", value=value))
    assert english == f"ann of press {said} on 2025-12-12: ask what went wrong."
    english, _ = sentences("ask_what_went_wrong", happened(kind, 20, value=value), person=None)
    assert english == f"Somebody of press {said} on 2025-12-12: ask what went wrong."


def test_a_referral_says_what_came_of_it() -> None:
    made = happened("referral_made", 20, "ann", "r1", ref="shop")
    talk = happened("call", 10, account_id="shop")
    won = happened("deal_won", 5, account_id="shop", ref="r1")
    for more, outcome in (
        ([], "nothing came of it yet"),
        ([talk], "we talked with them on 2025-12-22"),
        ([talk, won], "they ordered on 2025-12-27"),
    ):
        english, _ = sentences("report_back", made, *more, accounts=[{"account_id": "shop"}])
        assert english == (
            f"ann of press referred us to shop on 2025-12-12; {outcome}: say thank you and tell what came of it."
        )
    aimless, _ = sentences("report_back", happened("referral_made", 20, "ann"))
    assert "referred us on 2025-12-12; nothing" in aimless


def test_silence_and_single_contacts_say_since_when_and_with_whom() -> None:
    english, chinese = sentences("break_silence", happened("call", 100, "ann"))
    assert english == "Nobody has been in touch with press since 2025-09-23, 100 days ago: call ann."
    assert chinese == "自 2025-09-23 起已有 100 天无人联系 press：联系 ann。"
    never, _ = sentences("break_silence", happened("deal_won", 300, "ann"))
    assert "since the order of 2025-03-07, 300 days ago" in never
    alone, _ = sentences("single_contact", happened("call", 65, "ann"))
    assert alone.endswith("we are in touch with, and nobody else is known there: meet a second person.")
    one_of_two, _ = sentences("single_contact", happened("call", 65, "ann"), roles=[ANN, BOB])
    assert "of 2 people known there" in one_of_two


def test_who_left_and_where_he_went() -> None:
    gone = role("ann", to=in_days(-20), stance="supporter")
    english, chinese = sentences("champion_left", roles=[gone, BOB])
    assert english == "ann left press on 2025-12-12: win a new contact there, starting with bob."
    assert "从 bob 开始" in chinese
    nobody, _ = sentences("champion_left", roles=[gone])
    assert nobody == "ann left press on 2025-12-12: win a new contact there."


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_names_events_stances_and_roles(language: Language) -> None:
    opponent = role("bob", stance="opponent", stance_date="2025-06-01")
    boss = role("cho", seniority="C", title="President", **{"from": "2025-02-03"})
    scores = scored(customer(ORDER, roles=[ANN, opponent, boss], knows=[TIE]))
    found = by_key(scores)

    def told(action: str, person: str) -> list[tuple[str, str, str | None, str]]:
        row = found[action, "press", person]
        return [(e.kind, e.ref, e.date, e.text) for e in evidence(row, scores.snapshot, language)]

    order, stance = told("visit_opponent", "bob")
    assert order[:3] == ("deal_won", "o1", "2025-12-02")
    seen = "Stance seen: opponent · 2025-06-01" if language == "en" else "立场：反对者 · 2025-06-01"
    assert stance == ("stance", "press", "2025-06-01", seen)
    since = "since 2025-02-03" if language == "en" else "自 2025-02-03 起"
    assert told("meet_senior", "cho")[1] == ("role", "press", "2025-02-03", f"press · President · {since}")
