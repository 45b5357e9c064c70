from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from refgraph.decisions.outlook import Outlook
from refgraph.decisions.sensitivity import sensitivity
from refgraph.decisions.whatif import what_if
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win
from refgraph.snapshot.snapshot import Stance
from refgraph.views.sensitivity import PARAMETERS
from refgraph.views.terms import LANGUAGES, Language
from refgraph.views.whatif_wording import OUTLOOK, change_text, opener_change_text
from tests.decisions.world import event, opening, scored

INCIDENT = event("incident_opened", 10, "i", account_id="press", value=0.2)


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (Win("daily"), "daily is won", "赢得 daily"),
        (Lose("press"), "press is lost", "失去 press"),
        (Resolve("i"), "the incident i at press is solved", "解决 press 的服务事故 i"),
        (TakeStance("bo", Stance.OPPONENT), "bo is seen as opponent", "bo 的立场变为反对者"),
    ],
)
def test_a_change_is_said_in_both_languages(change: Change, english: str, chinese: str) -> None:
    snapshot = scored(opening(events=[INCIDENT])).snapshot
    assert change_text(change, snapshot, "en") == english
    assert change_text(change, snapshot, "zh") == chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_incident_of_no_account_names_its_person(language: Language) -> None:
    snapshot = scored(opening(events=[event("incident_opened", 10, "i")])).snapshot
    assert "ann" in change_text(Resolve("i"), snapshot, language)


def test_an_incident_of_nobody_and_what_the_day_lacks_go_by_their_ids() -> None:
    facts = opening(events=[event("incident_opened", 10, "i", person_id=None)])
    snapshot = scored(facts).snapshot
    assert change_text(Resolve("i"), snapshot, "en") == "the incident i is solved"
    assert change_text(Resolve("gone"), snapshot, "en") == "the incident gone is solved"
    assert change_text(Resolve("gone"), snapshot, "zh") == "解决服务事故 gone"
    assert change_text(Win("gone"), snapshot, "en") == "gone is won"
    assert change_text(TakeStance("gone", Stance.OPPONENT), snapshot, "en") == "gone is seen as opponent"


@pytest.mark.parametrize(
    ("status", "change", "english", "chinese"),
    [
        ("customer", Lose("press"), "ann is at no customer any more.", "ann 不再任职于任何客户单位。"),
        ("prospect", Win("press"), "ann is at no customer yet.", "ann 目前不在任何客户单位任职。"),
    ],
)
def test_why_somebody_cannot_open_is_said_in_both_languages(
    status: str, change: Change, english: str, chinese: str
) -> None:
    facts = opening()
    facts["accounts"][0] = {"account_id": "press", "status": status}
    answer = what_if(scored(facts), [change])
    (row,) = (*answer.openers.lost, *answer.openers.won)
    snapshot = answer.scores[0].snapshot
    assert opener_change_text(row, snapshot, "en") == english
    assert opener_change_text(row, snapshot, "zh") == chinese


def test_a_blocked_one_is_told_by_the_rule_that_blocks() -> None:
    solved = what_if(scored(opening(events=[INCIDENT])), [Resolve("i")])
    (row,) = solved.openers.won
    text = opener_change_text(row, solved.scores[0].snapshot, "en")
    assert text.startswith("An incident (i) at press has been open since 2025-12-22")


def test_every_number_has_a_name_in_both_languages() -> None:
    assert set(OUTLOOK) == {field.name for field in fields(Outlook)}


def test_every_disputed_parameter_has_a_name() -> None:
    rows = sensitivity(scored(opening()), budget=1, territory=None, rng=np.random.default_rng(0))
    assert {row.parameter for row in rows} == set(PARAMETERS)
