from __future__ import annotations

from datetime import date

from refgraph.scores.heard import Contribution
from refgraph.web.heard_table import Told, told_account, told_person
from tests.decisions.world import opening, scored


def test_ten_sources_are_kept_and_all_are_added_up() -> None:
    """Twelve sources of .5 good and .25 bad."""
    found = [Contribution(person, 0.5, 0.25) for person in range(12)]
    told = Told.of(found)
    assert (told.sources, told.positive, told.negative, told.others) == (tuple(found[:10]), 6.0, 3.0, 2)
    assert Told.of([]) == Told((), 0.0, 0.0, 0)


def test_what_was_heard_is_traced_once_for_a_version_and_day() -> None:
    scores = scored(opening())
    daily, bo = scores.snapshot.account("daily"), scores.snapshot.person("bo")
    key, next_key = ("store", 1, date(2026, 1, 1)), ("store", 2, date(2026, 1, 1))
    for told, whose in ((told_account, daily), (told_person, bo)):
        first = told(key, whose, scores)
        assert [one.source for one in first.sources] == [scores.snapshot.person("ann")]
        assert told(key, whose, scores) is first
        assert told(next_key, whose, scores) is not first
