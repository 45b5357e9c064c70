import pytest

from refgraph.model import tables
from refgraph.views import terms

COVERED = {
    "events": (terms.EVENTS, tables.EVENT_KINDS),
    "statuses": (terms.STATUSES, tables.STATUSES),
    "buying roles": (terms.BUYING_ROLES, (*tables.BUYING_ROLES, "")),
    "seniorities": (terms.SENIORITIES, (*tables.SENIORITIES, "")),
    "circle kinds": (terms.CIRCLE_KINDS, (*tables.CIRCLE_KINDS, "")),
    "opinions": (terms.OPINIONS, ("unknown", "supporter", "neutral", "opponent")),
}


@pytest.mark.parametrize("name", COVERED)
def test_every_code_has_a_word_in_both_languages(name: str) -> None:
    words, codes = COVERED[name]
    assert set(words) == set(codes)
    assert all(english and chinese and english != chinese for english, chinese in words.values())


def test_a_code_unknown_to_us_is_shown_as_it_is() -> None:
    assert terms.event_name("smoke_signal", "zh") == "smoke_signal"
