"""A workspace that stays open scores with the fit in force."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.model.params import Params
from refgraph.service.fits import keep_fit, params_in_force
from refgraph.service.place import open_port
from refgraph.service.workspace import Workspace, open_store
from tests.service.test_kept_scores import GOOD, NAMES
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 1, 1)
UNUSED = {"used": False, "kinds": []}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with closing(open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True)) as opened:
        add(opened.store, **NAMES, events=[GOOD])
        yield opened


def document(*, used: bool = True, layout: int = 1) -> str:
    kinds = [{"name": "declared", "shrunk": 2.0}]
    return json.dumps(
        {"format": layout, "ties": {"used": used, "kinds": kinds}, "evidence": UNUSED, "chances": UNUSED}
    )


def test_a_fit_by_somebody_else_changes_the_scores_of_an_open_workspace(workspace: Workspace) -> None:
    before = workspace.scores(as_of=DAY)
    keep_fit(workspace.store, document())
    after = workspace.scores(as_of=DAY)
    assert after.params == Params(declared_rate=6.0)
    # One tie alone: heard does not change with its rate, the chance that a word counts does.
    assert np.array_equal(after.ties.rate, 2 * before.ties.rate - same_account(before.ties.rate))


def same_account(
    rate: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Rates that do not come from acquaintance: bob and cy are colleagues, .75 a quarter."""
    return np.where(rate == 0.75, 0.75, 0.0)


def test_events_after_a_fit_are_scored_with_it(workspace: Workspace) -> None:
    workspace.scores(as_of=DAY)
    keep_fit(workspace.store, document())
    workspace.scores(as_of=DAY)
    add(workspace.store, events=[{**GOOD, "event_id": "e2", "date": "2025-12-02"}])
    assert workspace.scores(as_of=DAY).params == Params(declared_rate=6.0)


@pytest.mark.parametrize(
    "kept", [document(used=False), document(layout=99), json.dumps({"format": 1}), "no JSON"]
)
def test_a_fit_that_is_not_used_or_not_understood_leaves_the_defaults(
    workspace: Workspace, kept: str
) -> None:
    keep_fit(workspace.store, kept)
    assert params_in_force(workspace.store) == Params()


def test_parameters_given_by_the_caller_stand_above_the_fit(tmp_path: Path) -> None:
    given = Params(declared_rate=1.0)
    with closing(Workspace(open_port(f"sqlite:///{tmp_path / 'store.db'}", create=True), given)) as opened:
        add(opened.store, **NAMES, events=[GOOD])
        keep_fit(opened.store, document())
        assert opened.scores(as_of=DAY).params == given
