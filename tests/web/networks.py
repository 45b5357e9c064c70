"""Small networks the pages are tested on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.service.importing import import_bundle
from refgraph.service.today import today_utc
from refgraph.sources.plan import ReadOptions
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

HOSTILE = "</script><img src=x onerror=alert(1)>"
MARKED = "**bold** :red[x] $y$ :smile: [a](http://b.example) <i>_z_"
ODD_ID = "a?b&c#d%/e f"
DAY = "2026-01-01"


def load(url: str, folder: Path) -> None:
    """Import a folder into the store at an address, made where it is missing."""
    import_bundle(url, folder, options=ReadOptions(), today=today_utc())


def papers(folder: Path) -> Path:
    """Write two papers, their IT directors who know each other, a circle, a president nobody met, hostile names."""
    return write_folder(
        folder,
        accounts=[
            _account("morning", "浦江晨报 Morning Post", status="customer", owner="zhou", parent_id="group"),
            _account("evening", "沪上晚报 Evening News", potential=500000.0),
            _account("group", "浦江集团 Pujiang Group"),
            _account(ODD_ID, HOSTILE),
            _account("alone", MARKED),
        ],
        people=[
            {"person_id": "li", "name": "李明朗 Li Minglang"},
            {"person_id": "wang", "name": "王芳 Wang Fang"},
            {"person_id": "gao", "name": "高远 Gao Yuan"},
            {"person_id": "x", "name": HOSTILE},
            {"person_id": "m", "name": MARKED},
        ],
        roles=[
            {"person_id": "li", "account_id": "morning", "title": "IT director", "seniority": "M", "from": "2020-01-01"},
            {"person_id": "wang", "account_id": "evening", "title": "IT head", "seniority": "M", "buying_role": "evaluator"},
            {"person_id": "gao", "account_id": "evening", "title": "President", "seniority": "C", "buying_role": "decider"},
            {"person_id": "x", "account_id": ODD_ID, "title": HOSTILE},
            {"person_id": "m", "account_id": "morning", "title": MARKED},
        ],
        circles=[{"circle_id": "it", "name": "IT 圆桌", "kind": "industry"}, {"circle_id": "h", "name": HOSTILE}],
        memberships=[
            {"person_id": "li", "circle_id": "it", "from": "2024-01-01"},
            {"person_id": "wang", "circle_id": "it", "from": "2024-01-01"},
            {"person_id": "li", "circle_id": "h"},
            {"person_id": "x", "circle_id": "h"},
            {"person_id": "m", "circle_id": "h"},
        ],
        knows=[
            {"person_a": "li", "person_b": "wang", "strength": 1.0, "kind": "classmate", "last_contact": "2025-12-01"},
            {"person_a": "li", "person_b": "x", "strength": 1.0, "kind": HOSTILE},
        ],
        reps=[{"rep_id": "zhou", "name": "周岚 Zhou Lan"}],
        events=[
            _event("e1", "deal_won", "2025-01-10", "morning", "li", value=198000.0),
            _event("e2", "survey", "2025-06-01", "morning", "li", value=10.0, text=HOSTILE),
            _event("e3", "meeting", "2025-07-01", "evening", "wang"),
        ],
    )  # fmt: skip


def complaint(folder: Path) -> Path:
    """Write an incident opened at the morning paper, as another process imports it later."""
    return write_folder(
        folder, events=[_event("e9", "incident_opened", DAY, "morning", "li", value=1.0, text="屏幕坏了")]
    )


def _account(account_id: str, name: str, **cells: str | float) -> Cells:
    return {"account_id": account_id, "name": name, "industry": "press", **cells}


def _event(event_id: str, kind: str, day: str, account: str, person: str, **cells: str | float) -> Cells:
    return {
        "event_id": event_id, "kind": kind, "date": day, "account_id": account, "person_id": person, **cells
    }  # fmt: skip
