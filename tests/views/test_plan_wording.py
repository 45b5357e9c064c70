from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.week import Limit
from refgraph.decisions.week_problem import LIMITS
from refgraph.views.plan_wording import limit_name, limit_text

if TYPE_CHECKING:
    from refgraph.views.terms import Language


@pytest.mark.parametrize(
    ("language", "spare", "binding"),
    [
        ("en", "3 of 6 hours planned", "6 of 6 hours planned; one hour more would add 1,250.5"),
        ("zh", "已安排 3 / 6 小时", "已安排 6 / 6 小时；多一小时可增加 1,250.5"),
    ],
)
def test_a_limit_says_what_loosening_it_would_bring_only_where_it_would(
    language: Language, spare: str, binding: str
) -> None:
    assert limit_text("hours", Limit(6.0, 3.0, 0.0), language) == spare
    assert limit_text("hours", Limit(6.0, 6.0, 1250.5), language) == binding


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_has_words_in_both_languages(name: str) -> None:
    limit = Limit(2.0, 2.0, 5.0)
    assert limit_name(name, "en") != limit_name(name, "zh") != name
    assert "{" not in limit_text(name, limit, "en") + limit_text(name, limit, "zh")
    assert "，" not in limit_text(name, limit, "en")
