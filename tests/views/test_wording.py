from __future__ import annotations

import pytest

from refgraph.decisions.openers import openers
from refgraph.scores.scores import score
from refgraph.scores.ties import TieEvidence
from refgraph.snapshot.snapshot import ALWAYS, day_to_iso
from refgraph.views.terms import LANGUAGES, Language
from refgraph.views.wording import blocked_text, tie_text
from tests.facts import Cells, snapshot_of

SURVEY: Cells = {"event_id": "s", "kind": "survey", "date": "2026-01-01", "person_id": "li", "value": 10.0}


def blocked_sentence(
    language: Language, *, stance: str | None = None, events: list[Cells] | None = None
) -> str:
    snapshot = snapshot_of(
        accounts=[{"account_id": "ours", "status": "customer"}, {"account_id": "new"}],
        people=[{"person_id": "li", "name": "Li"}, {"person_id": "wang", "name": "Wang"}],
        roles=[
            {"person_id": "li", "account_id": "ours", "stance": stance, "stance_date": "2020-01-01"},
            {"person_id": "wang", "account_id": "new"},
        ],
        knows=[{"person_a": "li", "person_b": "wang"}],
        events=events or [],
    )
    scores = score(snapshot)
    (blocked,) = openers(scores, snapshot.account("new")).blocked
    return blocked_text(blocked, snapshot, language)


def test_a_person_of_whom_nothing_is_known_is_not_known_to_be_satisfied() -> None:
    assert blocked_sentence("en") == "Li is not known to be satisfied (net opinion 0.00)."
    assert blocked_sentence("zh") == "尚无 Li 满意的依据（净评价 0.00）。"


def test_an_opponent_with_a_good_net_opinion_is_named_an_opponent() -> None:
    # The stance of six years ago has faded, a survey of 10 today outweighs it, and yet it stands.
    assert blocked_sentence("en", stance="opponent", events=[SURVEY]) == "Li was seen as an opponent of ours."
    assert blocked_sentence("zh", stance="opponent", events=[SURVEY]) == "Li 被视为我们的反对者。"


def test_a_recent_ask_tells_when_the_next_is_fair() -> None:
    asked: Cells = {"event_id": "a", "kind": "referral_asked", "date": "2025-12-30", "person_id": "li"}
    # 60 days from 2025-12-30
    assert blocked_sentence("en", events=[SURVEY, asked]) == (
        "Li was asked on 2025-12-30; may be asked again from 2026-02-28."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["knows", "reports_to", "same_account", "former_colleagues", "shared_circle", "ended_circle"]
)
def test_every_part_of_a_tie_has_a_sentence(kind: str, language: Language) -> None:
    part = TieEvidence(
        kind, "x", 19_000, 1.0, capped=True, facts={"name": "Salon", "people": 3, "members": 4}
    )
    sentence = tie_text(part, snapshot_of(), language)
    assert "{" not in sentence
    assert ("large circle" if language == "en" else "圈子过大") in sentence
    dated = {"former_colleagues", "ended_circle"}
    assert (str(day_to_iso(19_000)) in sentence) == (kind in dated)


def test_an_acquaintance_is_told_with_what_is_known_of_it() -> None:
    facts: dict[str, str | float] = {"strength": 0.5, "kind": "friend", "since": "2020-01-01"}
    part = TieEvidence("knows", "a|b|friend", ALWAYS, 1.5, capped=False, facts=facts)
    assert tie_text(part, snapshot_of(), "en") == (
        "say they know each other, as friend, strength 0.5, since 2020-01-01"
    )
    assert tie_text(part, snapshot_of(), "zh") == "自述相识，关系：friend，强度 0.5，自 2020-01-01 起"
