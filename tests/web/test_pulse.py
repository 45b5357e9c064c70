"""What is known of a store, asked once at a time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.errors import StoreCorrupt, StoreMissing, StoreUnavailable
from refgraph.web.pulse import Pulse
from tests.web.networks import load, papers

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 1, 1)


def test_a_store_that_comes_later_is_opened_by_the_next_look(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'later.db'}"
    pulse = Pulse(url)
    missing = pulse.look()
    assert isinstance(missing.error, StoreMissing)
    assert missing.sign == (None, "store_missing")
    load(url, papers(tmp_path / "bundle"))
    beat = pulse.look()
    assert beat.error is None
    assert beat.sign == (pulse.workspace.state(), None)
    pulse.workspace.close()


def test_scores_of_four_days_are_kept_for_while_a_store_is_away(papers_url: str) -> None:
    pulse = Pulse(papers_url)
    assert pulse.look().error is None
    scores = pulse.workspace.scores(as_of=DAY)
    for days in range(5):
        pulse.keep(DAY + timedelta(days), scores)
    away, damaged = StoreUnavailable("away"), StoreCorrupt("damaged")
    assert pulse.last(DAY, away) is None
    assert pulse.last(DAY + timedelta(1), away) is scores
    assert pulse.last(DAY + timedelta(1), damaged) is None
    pulse.workspace.close()
