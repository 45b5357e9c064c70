"""Dated histories made from the public data in ../shared/data: who ordered when, for replays."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from refgraph.evidence.replay import replay
from refgraph.model.params import Params
from refgraph.model.progress import silent
from refgraph.service.importing import import_bundle
from refgraph.service.place import open_port
from refgraph.sources.plan import ReadOptions
from tests.real.bundles import LOAN_DAY, Rows, read_table, write_bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from refgraph.evidence.replay import Replay
    from refgraph.model.columns import Columns

PRODUCTS = ("A", "B", "C", "D", "E", "F")
"""Practices of the six farm products."""
LATER_DAY = "2025-06-30"
FARM_HORIZON = 365
IMPORT_DAY = date(2026, 1, 1)


def microfinance_history(folder: Path) -> Path:
    """Leaders' decisions on 2025-01-15, loans of the others on 2025-06-30; one household an account of one person."""
    nodes = read_table("microfinance_dev", "nodes")
    events = []
    for node in nodes:
        is_leader, took = node["seed_leader"] == "1", node["adopted_loan"] == "1"
        if is_leader and took:
            events += [
                _event(node["id"], "deal_won", LOAN_DAY),
                _event(node["id"], "satisfaction", LOAN_DAY, "1"),
            ]
        elif is_leader:
            events.append(_event(node["id"], "deal_lost", LOAN_DAY))
        elif took:
            events.append(_event(node["id"], "deal_won", LATER_DAY))
    ties = [(tie["source"], tie["target"], "") for tie in read_table("microfinance_dev", "ties")]
    return _history(folder, [(node["id"], node["circle"]) for node in nodes], ties, events, kind="village")


def corn_history(folder: Path) -> Path:
    """Farmers, the year each took hybrid corn; nominations count both ways."""
    adopted = [
        event
        for node in read_table("br_farmers", "nodes")
        if node["adoption_year"]
        for event in _taken(node["id"], f"{node['adoption_year']}-07-01", "1")
    ]
    return _nominated(folder, "br_farmers", adopted)


def product_history(folder: Path, practice: str) -> Path:
    """Farmers, the year each took one practice, judged +1 on that day where it is still in use in 1966, else -1.

    What came of it was asked in 1966: the judgement knows more than one knew on the day.
    """
    adopted = [
        event
        for row in read_table("br_farmers_6products_dev", "events")
        if row["product"] == f"practice_{practice}"
        for event in _taken(
            row["id"], f"{row['time']}-07-01", "1" if row["still_using_1966"] == "1" else "-1"
        )
    ]
    return _nominated(folder, "br_farmers_6products_dev", adopted)


def doctors_history(folder: Path) -> Path:
    """Physicians, the month of the first prescription (1 is November 1953)."""
    adopted = [
        event
        for row in read_table("med_innovations", "events")
        for event in _taken(row["id"], _month(int(row["time"])), "1")
    ]
    return _nominated(folder, "med_innovations", adopted)


def _nominated(folder: Path, source: str, events: Rows) -> Path:
    nodes = [(node["id"], node["circle"]) for node in read_table(source, "nodes")]
    ties = sorted({(tie["source"], tie["target"], tie["layer"]) for tie in read_table(source, "ties")})
    return _history(folder, nodes, ties, events, kind="association")


def _history(
    folder: Path,
    nodes: Iterable[tuple[str, str]],
    ties: Iterable[tuple[str, str, str]],
    events: Rows,
    *,
    kind: str,
) -> Path:
    nodes = list(nodes)
    return write_bundle(
        folder,
        accounts=[{"account_id": f"a{node}", "name": f"Account {node}"} for node, _ in nodes],
        people=[{"person_id": node, "name": f"Person {node}"} for node, _ in nodes],
        roles=[{"person_id": node, "account_id": f"a{node}"} for node, _ in nodes],
        circles=[
            {"circle_id": c, "name": f"Circle {c}", "kind": kind} for c in sorted({c for _, c in nodes})
        ],
        # Who lives in a village, or works in a city, is always there.
        memberships=[{"person_id": node, "circle_id": circle, "attendance": "1"} for node, circle in nodes],
        knows=[{"person_a": a, "person_b": b, "kind": layer} for a, b, layer in ties],
        events=events,
    )


def _taken(node: str, day: str, judged: str) -> Rows:
    return [_event(node, "deal_won", day), _event(node, "satisfaction", day, judged)]


def _event(node: str, kind: str, day: str, value: str = "") -> dict[str, str]:
    return {
        "event_id": f"{kind}-{node}",
        "kind": kind,
        "date": day,
        "account_id": f"a{node}",
        "person_id": node,
        "value": value,
    }


def _month(number: int) -> str:
    """The first day of the month of that number; 1 is November 1953."""
    year, month = divmod(1953 * 12 + 10 + number - 1, 12)
    return f"{year}-{month + 1:02d}-01"


def replays(name: str, folder: Path) -> list[Replay]:
    """The history of a source, imported into stores in `folder` and cut into periods; one replay a product."""
    _, since, horizon_days = _MADE[name]
    return [_replayed(columns, since, horizon_days) for columns in imported(name, folder)]


def imported(name: str, folder: Path) -> list[Columns]:
    """What stores hold that were made of a source; one a product."""
    return [_imported(make, folder / f"{name}{at}") for at, make in enumerate(_MADE[name][0])]


def _imported(make: Callable[[Path], Path], folder: Path) -> Columns:
    url = f"sqlite:///{folder.absolute()}.db"
    if not folder.exists():
        report = import_bundle(url, make(folder), options=ReadOptions(), today=IMPORT_DAY)
        # Two who named each other are one pair: the second nomination is merged, with a warning.
        assert report.plan.outcome in ("accept", "accept_with_warning"), report.plan.outcome
    with closing(open_port(url)) as store:
        return store.snapshot()


def _replayed(columns: Columns, since: str, horizon_days: int) -> Replay:
    first = date.fromisoformat(since) if since else None
    return replay(columns, Params(), since=first, horizon_days=horizon_days, progress=silent)


_MADE: Mapping[str, tuple[Sequence[Callable[[Path], Path]], str, int]] = {
    "microfinance_dev": ([microfinance_history], "2025-01-31", FARM_HORIZON),
    "br_farmers": ([corn_history], "", FARM_HORIZON),
    "br_farmers_6products_dev": (
        [partial(product_history, practice=practice) for practice in PRODUCTS],
        "",
        FARM_HORIZON,
    ),
    "med_innovations": ([doctors_history], "", 31),
}
"""Import folders, the first day to rank on ('' for that of the first order) and the horizon in days."""
