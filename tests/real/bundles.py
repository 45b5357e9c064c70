"""Import folders made from the public data in ../shared/data; nothing of it is copied into the project."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.shared_data import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

LOAN_DAY = "2025-01-15"

Rows = list[dict[str, str]]


def read_table(folder: str, name: str) -> Rows:
    """Rows of one of the source files."""
    with (DATA / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_bundle(folder: Path, **tables: Iterable[Mapping[str, str]]) -> Path:
    """Write tables by name as an import folder; the first row tells the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        listed = list(rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(listed[0]))
            writer.writeheader()
            writer.writerows(listed)
    return folder


def microfinance(folder: Path) -> Path:
    """Households as accounts of one person, villages as circles, leaders' decisions as events of 2025-01-15.

    Only leaders, whom the lender told first, have an outcome; what the others did later is not in the bundle.
    """
    nodes = read_table("microfinance_dev", "nodes")
    ties = read_table("microfinance_dev", "ties")
    leaders = [node for node in nodes if node["seed_leader"] == "1"]
    return write_bundle(
        folder,
        accounts=[
            {
                "account_id": f"h{node['id']}",
                "name": f"Household {node['id']}",
                "region": f"v{node['circle']}",
                "status": "customer" if _took_loan(node) and node["seed_leader"] == "1" else "",
            }
            for node in nodes
        ],
        people=[{"person_id": node["id"], "name": f"Head of household {node['id']}"} for node in nodes],
        roles=[{"person_id": node["id"], "account_id": f"h{node['id']}"} for node in nodes],
        circles=[
            {"circle_id": f"v{village}", "name": f"Village {village}", "kind": "village"}
            for village in sorted({node["circle"] for node in nodes}, key=int)
        ],
        memberships=[{"person_id": node["id"], "circle_id": f"v{node['circle']}"} for node in nodes],
        knows=[{"person_a": tie["source"], "person_b": tie["target"], "strength": ""} for tie in ties],
        events=[_decision(node) for node in leaders],
    )


def _took_loan(node: Mapping[str, str]) -> bool:
    return node["adopted_loan"] == "1"


def _decision(node: Mapping[str, str]) -> dict[str, str]:
    took = _took_loan(node)
    return {
        "event_id": f"e{node['id']}",
        "kind": "satisfaction" if took else "deal_lost",
        "date": LOAN_DAY,
        "account_id": f"h{node['id']}",
        "person_id": node["id"],
        "value": "1" if took else "",
    }


def irish_boards(folder: Path) -> Path:
    """Companies as accounts, directors with a dated role for each run of years on a board."""
    nodes = read_table("irish_boards_dev", "nodes")
    seats = read_table("irish_boards_dev", "memberships")
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for seat in seats:
        years[seat["person"], seat["company"]].append(int(seat["year"]))
    return write_bundle(
        folder,
        accounts=[{"account_id": n["id"], "name": n["name"]} for n in nodes if n["type"] == "company"],
        people=[{"person_id": n["id"], "name": n["name"]} for n in nodes if n["type"] == "person"],
        roles=[
            {
                "person_id": person,
                "account_id": company,
                "title": "Director",
                "from": f"{first}-01-01",
                "to": f"{last}-12-31",
            }
            for (person, company), sat in sorted(years.items())
            for first, last in year_runs(sat)
        ],
    )


def year_runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Merge years that follow each other: [2003, 2004, 2006] gives [(2003, 2004), (2006, 2006)]."""
    sorted_years = sorted(set(years))
    breaks = [(before, after) for before, after in pairwise(sorted_years) if after > before + 1]
    firsts = [sorted_years[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), sorted_years[-1]]
    return list(zip(firsts, lasts, strict=True))


def southern_women(folder: Path) -> Path:
    """Women as people, the social events they came to as circles."""
    nodes = read_table("southern_women", "nodes")
    attended = read_table("southern_women", "memberships")
    women = [node for node in nodes if node["type"] == "False"]
    names = {node["id"] for node in women}
    pairs = [
        (row["source"], row["target"]) if row["source"] in names else (row["target"], row["source"])
        for row in attended
    ]
    return write_bundle(
        folder,
        people=[{"person_id": f"w{node['id']}", "name": node["name"]} for node in women],
        circles=[
            {"circle_id": f"s{node['id']}", "name": f"Event {node['name']}", "kind": "social"}
            for node in nodes
            if node["type"] == "True"
        ],
        memberships=[{"person_id": f"w{woman}", "circle_id": f"s{event}"} for woman, event in pairs],
    )


def lazega_law(folder: Path) -> Path:
    """Lawyers at one account an office; "X names Y" is Y speaking to X, one kind of tie a layer."""
    nodes = read_table("lazega_law", "nodes")
    ties = read_table("lazega_law", "ties")
    offices = sorted({node["office"] for node in nodes})
    return write_bundle(
        folder,
        accounts=[{"account_id": f"office{float(o):g}", "name": f"Office {float(o):g}"} for o in offices],
        people=[{"person_id": f"l{node['id']}", "name": f"Lawyer {node['id']}"} for node in nodes],
        roles=[
            {
                "person_id": f"l{node['id']}",
                "account_id": f"office{float(node['office']):g}",
                "seniority": "M" if float(node["status"]) == 1 else "S",
            }
            for node in nodes
        ],
        knows=[
            {
                "person_a": f"l{tie['target']}",
                "person_b": f"l{tie['source']}",
                "kind": tie["layer"],
                "directed": "true",
            }
            for tie in ties
        ],
    )


def meetup(folder: Path) -> Path:
    """Members as people, groups as circles; attendance is the weight over the greatest in the group."""
    rows = read_table("meetup_nashville", "memberships")
    greatest: dict[str, float] = defaultdict(float)
    for row in rows:
        greatest[row["group_id"]] = max(greatest[row["group_id"]], float(row["weight"]))
    members = sorted({row["member_id"] for row in rows})
    return write_bundle(
        folder,
        people=[{"person_id": f"m{member}", "name": f"Member {member}"} for member in members],
        circles=[
            {"circle_id": f"g{group}", "name": f"Group {group}", "kind": "social"}
            for group in sorted(greatest)
        ],
        memberships=[
            {
                "person_id": f"m{row['member_id']}",
                "circle_id": f"g{row['group_id']}",
                "attendance": f"{float(row['weight']) / greatest[row['group_id']]:.6f}",
            }
            for row in rows
        ],
    )


BUNDLES: Mapping[str, Callable[[Path], Path]] = {
    "microfinance_dev": microfinance,
    "irish_boards_dev": irish_boards,
    "southern_women": southern_women,
    "lazega_law": lazega_law,
    "meetup_nashville": meetup,
}
"""How each source becomes an import folder."""
