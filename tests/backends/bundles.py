"""Import folders of more public data, beside those of tests/real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.real.bundles import read_table, write_bundle

if TYPE_CHECKING:
    from pathlib import Path

OUTCOMES = {"Won": "deal_won", "Lost": "deal_lost"}


def crm(folder: Path) -> Path:
    """Companies, some below others, with the deals that agents won and lost there."""
    source = "crm_sales_opportunities"
    return write_bundle(
        folder,
        accounts=[
            {
                "account_id": row["account"],
                "name": row["account"],
                "industry": row["sector"],
                "region": row["office_location"],
                "size": row["employees"],
                "parent_id": row["subsidiary_of"],
            }
            for row in read_table(source, "accounts")
        ],
        reps=[
            {"rep_id": row["sales_agent"], "name": row["sales_agent"], "territories": row["regional_office"]}
            for row in read_table(source, "sales_teams")
        ],
        events=[
            {
                "event_id": row["opportunity_id"],
                "kind": OUTCOMES[row["deal_stage"]],
                "date": row["close_date"],
                "account_id": row["account"],
                "rep": row["sales_agent"],
                "value": row["close_value"],
                "text": row["product"],
            }
            for row in read_table(source, "sales_pipeline_original")
            if row["deal_stage"] in OUTCOMES and row["account"]
        ],
    )


def farmers(folder: Path) -> Path:
    """Farmers in their villages, whom they named as friends and as advisers, and the year they took to the new corn."""
    nodes = read_table("br_farmers", "nodes")
    return write_bundle(
        folder,
        people=[{"person_id": node["id"], "name": f"Farmer {node['id']}"} for node in nodes],
        circles=[
            {"circle_id": village, "name": village, "kind": "village"}
            for village in sorted({node["circle"] for node in nodes})
        ],
        memberships=[{"person_id": node["id"], "circle_id": node["circle"]} for node in nodes],
        knows=[
            {
                "person_a": tie["target"],
                "person_b": tie["source"],
                "kind": tie["layer"],
                "strength": f"{1 / float(tie['rank']):.3f}" if tie["rank"] else "",
                "directed": "true",
            }
            for tie in read_table("br_farmers", "ties")
            if tie["source"] != tie["target"]
        ],
        events=[
            {"event_id": f"corn {row['id']}", "kind": "satisfaction", "date": f"{row['time']}-07-01", "person_id": row["id"], "value": "1"}
            for row in read_table("br_farmers", "events")
        ],
    )  # fmt: skip
