"""Scores of a store that grows are those of a store read anew, however they came about."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.model.batch import Batch
from refgraph.scores.rescoring import prepare
from refgraph.scores.scores import Scores, score
from refgraph.service.workspace import Workspace
from refgraph.snapshot.build import build
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from tests.facts import row_of
from tests.scores.growing import MOVES, assert_same_accounts, assert_same_heard_by, assert_same_opinions
from tests.seed.network import TODAY, cells_of, read
from tests.snapshot.equal import assert_equal
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from tests.facts import Cells

DAY = date(2026, 1, 1)
NAMES: dict[str, list[Cells]] = {
    "accounts": [{"account_id": "acme", "status": "customer"}, {"account_id": "bolt"}],
    "people": [{"person_id": "ann"}, {"person_id": "bob"}, {"person_id": "cy"}],
    "roles": [
        {"person_id": "ann", "account_id": "acme"},
        {"person_id": "bob", "account_id": "bolt"},
        {"person_id": "cy", "account_id": "bolt"},
    ],
    "knows": [{"person_a": "ann", "person_b": "bob", "strength": 1.0}],
}
GOOD: Cells = {
    "event_id": "e1", "kind": "satisfaction", "date": "2025-12-01", "account_id": "acme", "person_id": "ann", "value": 1.0,
}  # fmt: skip


class Counting(SqliteStore):
    """A store that counts how often it is read from end to end, and for changes."""

    snapshots = 0
    asked: list[int]

    def snapshot(self, as_of: date | None = None) -> Columns:
        self.snapshots += 1
        return super().snapshot(as_of)

    def changes_since(self, version: int) -> Changes:
        self.asked = [*getattr(self, "asked", []), version]
        return super().changes_since(version)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Counting]:
    with Counting(tmp_path / "store.db", create=True) as opened:
        add(opened, **NAMES)
        yield opened


@pytest.fixture
def workspace(store: Counting) -> Iterator[Workspace]:
    with Workspace(store) as opened:
        yield opened


def anew(store: SqliteStore, as_of: date = DAY) -> Scores:
    return score(build(store.snapshot(), as_of))


def assert_up_to_date(workspace: Workspace, store: SqliteStore, as_of: date = DAY) -> Scores:
    scores, whole = workspace.scores(as_of=as_of), anew(store, as_of)
    assert_equal(scores.snapshot, whole.snapshot)
    assert_same_opinions(scores, whole)
    assert_same_heard_by(scores, whole, np.arange(scores.ties.n, dtype=np.int32))
    assert_same_accounts(scores, whole)
    return scores


def test_after_an_event_the_ties_are_shared_and_the_store_is_not_read_anew(
    workspace: Workspace, store: Counting
) -> None:
    before = workspace.scores(as_of=DAY)
    add(store, events=[GOOD])
    after = workspace.scores(as_of=DAY)
    assert store.snapshots == 1
    assert after.ties is before.ties
    assert workspace.scores(as_of=DAY) is after
    assert assert_up_to_date(workspace, store) is after


@pytest.mark.parametrize(
    "more",
    [
        {"people": [{"person_id": "dan"}]},
        {"accounts": [{"account_id": "bolt", "name": "Bolt & Co"}]},
        {"roles": [{"person_id": "ann", "account_id": "bolt", "from": "2025-01-01"}]},
        {"knows": [{"person_a": "ann", "person_b": "cy"}]},
        {"events": [{**GOOD, "event_id": "e2", "kind": "left_company", "value": None}]},
        {"events": [{**GOOD, "event_id": "e2", "kind": "joined_company", "account_id": "bolt"}]},
        {"events": [{**GOOD, "value": -1.0}]},
        {"events": [{**GOOD, "event_id": "e2"}], "people": [{"person_id": "dan"}]},
    ],
    ids=lambda more: " ".join([*more, str(more.get("events", [{}])[0].get("kind", ""))]),
)
def test_any_other_change_is_scored_anew(
    workspace: Workspace, store: Counting, more: dict[str, list[Cells]]
) -> None:
    add(store, events=[GOOD])
    before = workspace.scores(as_of=DAY)
    add(store, **more)
    after = assert_up_to_date(workspace, store)
    assert after.ties is not before.ties
    add(store, events=[{**GOOD, "event_id": "e9", "person_id": "bob", "account_id": "bolt"}])
    assert assert_up_to_date(workspace, store).ties is after.ties


def test_each_day_has_scores_of_its_own(workspace: Workspace, store: Counting) -> None:
    earlier = date(2025, 6, 1)
    workspace.scores(as_of=DAY)
    workspace.scores(as_of=earlier)
    add(store, events=[GOOD, {**GOOD, "event_id": "e2", "kind": "deal_won", "account_id": "bolt"}])
    assert assert_up_to_date(workspace, store, earlier).snapshot.events.ids == ()
    assert len(assert_up_to_date(workspace, store).snapshot.events.ids) == 2
    assert assert_up_to_date(workspace, store, date(2026, 2, 2)).snapshot.as_of == date(2026, 2, 2)
    # What is kept in memory is brought up to date for the third day; `anew` reads the store itself.
    assert store.snapshots == 1 + 3


def test_an_import_that_changed_no_row_is_a_new_version_of_the_same(
    workspace: Workspace, store: Counting
) -> None:
    before = workspace.scores(as_of=DAY)
    add(store, **NAMES)
    after = assert_up_to_date(workspace, store)
    assert after.snapshot.version == 2
    assert after.heard is before.heard


def test_everybody_is_re_scored_in_the_background(workspace: Workspace, store: Counting) -> None:
    before = workspace.fresh(as_of=DAY)
    add(store, events=[GOOD])
    after = workspace.fresh(as_of=DAY)
    workspace.close()
    # Closing waits for the work that has begun; what has not is left to whoever asks.
    assert after.everybody in (before, after)
    prepare(after)
    assert after.is_complete
    assert after.heard.positive[1] > before.heard.positive[1] == 0.0


def test_sessions_that_ask_while_events_come_get_whole_versions(
    workspace: Workspace, store: Counting
) -> None:
    """Version v has v - 1 events: each is of one version, and none is older than one seen before."""
    done = Event()
    seen: list[list[tuple[int, int]]] = [[], [], []]

    def look(versions: list[tuple[int, int]]) -> None:
        is_last = False
        while not is_last:
            is_last = done.is_set()
            scores = workspace.fresh(as_of=DAY)
            scores.heard_by(np.arange(3, dtype=np.int32))
            versions.append((scores.snapshot.version, len(scores.snapshot.events.ids)))

    workspace.scores(as_of=DAY)
    threads = [Thread(target=look, args=(versions,)) for versions in seen]
    for thread in threads:
        thread.start()
    for number in range(10):
        add(store, events=[{**GOOD, "event_id": f"n{number}", "value": number / 10}])
    done.set()
    for thread in threads:
        thread.join()
    for versions in seen:
        assert all(events == version - 1 for version, events in versions)
        assert [version for version, _ in versions] == sorted(version for version, _ in versions)
        assert versions[-1][0] == 11
    assert_up_to_date(workspace, store)


def test_the_seed_told_event_by_event_is_at_every_version_the_seed_read_anew(tmp_path: Path) -> None:
    """The last 60 events that move nobody come one by one in the order of their days."""
    tables = {name: [cells_of(name, texts) for texts in read(name)] for name in
              ("accounts", "people", "reps", "circles", "roles", "memberships", "knows", "events")}  # fmt: skip
    events = sorted(tables.pop("events"), key=lambda e: (str(e["date"]), str(e["event_id"])))
    later = [e for e in events if e["kind"] not in MOVES][-60:]
    first = [e for e in events if e not in later]
    as_of = date.fromisoformat(TODAY)
    with SqliteStore(tmp_path / "seed.db", create=True) as store:
        add(store, **tables, events=first)
        workspace = Workspace(store)
        ties = workspace.scores(as_of=as_of).ties
        for number, event in enumerate(later):
            store.apply(
                Batch(f"one {number}", "form", store.version(), {"events": [row_of("events", event)]})
            )
            scores = workspace.scores(as_of=as_of)
            assert scores.ties is ties
            if number % 6 == 0:
                assert_up_to_date(workspace, store, as_of)
            if number % 18 == 0:
                prepare(scores)
        assert_up_to_date(workspace, store, as_of)


def test_rows_of_a_process_that_does_not_name_the_tables_it_wrote_to_are_seen(
    workspace: Workspace, store: Counting, tmp_path: Path
) -> None:
    workspace.scores(as_of=DAY)
    add(store, events=[GOOD])
    with closing(connect(next(tmp_path.glob("*.db")))) as other:
        other.execute("UPDATE counters SET last_ver = 0")
    assert_up_to_date(workspace, store)
    assert workspace.scores(as_of=DAY).snapshot.events.ids == ("e1",)
