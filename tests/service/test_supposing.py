from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.service.supposing import suppose
from refgraph.service.workspace import open_store
from refgraph.views.whatif_documents import whatif_document
from tests.bundle_files import write_folder
from tests.seed.network import SEED

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 25)


def test_supposing_after_one_more_event_equals_supposing_in_a_store_opened_afresh(tmp_path: Path) -> None:
    more = write_folder(
        tmp_path / "more",
        events=[
            {"event_id": "more", "kind": "survey", "date": "2026-11-25", "person_id": "li-minglang",
             "account_id": "pujiang-morning", "value": 2.0}
        ],
    )  # fmt: skip
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as workspace:
        workspace.import_path(SEED, today=DAY)
        before = suppose(workspace.scores(as_of=DAY), lose=["pujiang-morning"])
        workspace.import_path(more, today=DAY)
        warm = suppose(workspace.scores(as_of=DAY), lose=["pujiang-morning"])
        with open_store(workspace.url) as fresh:
            cold = suppose(fresh.scores(as_of=DAY), lose=["pujiang-morning"])
    assert warm.scores[1].snapshot.events.ids == cold.scores[1].snapshot.events.ids
    assert isinstance(warm.scores[1].snapshot.events.ids[0], str)
    assert warm.before.heard_negative > before.before.heard_negative
    assert abs(warm.after.heard_net - cold.after.heard_net) < 1e-9
    assert whatif_document(warm)["openers_lost"] == whatif_document(cold)["openers_lost"]
