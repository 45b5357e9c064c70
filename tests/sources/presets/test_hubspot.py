from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems, write

if TYPE_CHECKING:
    from pathlib import Path

# Headers as HubSpot's export of 2025 and 2026 has them.
CONTACTS = """
Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Job Title,Lead Status,Create Date,Buying Role,Associated Company,Associated Company IDs
8001,Priya,Example,priya@bluebay.example,+44 20 1,Sam Sales,Head of Product,NEW,2024-03-12 09:14,Decision Maker,Bluebay Gaming Ltd,9001
8002,Ben,Two,ben@harbour.example,,,,,2024-03-13 09:14,,Harbour Lotteries Ltd;Bluebay Gaming Ltd,9002;9001
8003,,,noname@example.com,,,,,,,,
8004,Ola,Alone,,,,,,,,Kestrel Sports Ltd,
"""
COMPANIES = """
Record ID,Company name,Company owner,Create Date,Industry,Country/Region,Number of Employees,Lifecycle Stage,Type,Became a Customer Date,Parent Company ID
9001,Bluebay Gaming Ltd,Sam Sales,2024-02-01 09:30,GAMBLING_CASINOS,United Kingdom,"1,200",Customer,,2024-05-02 10:00,
9002,Harbour Lotteries Ltd,Sam Sales,2023-11-12 14:00,,Malta,30,Opportunity,Partner,,9001
"""
DEALS = """
Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Associated Company IDs,Associated Company,Associated Contact IDs,Associated Contact
7001,Bluebay - Casino,Closed Won,Sales Pipeline,15000,2024-05-02 00:00,Sam Sales,9001,Bluebay Gaming Ltd,8001;8002,Priya Example;Ben Two
7002,Harbour - Draw,Contract Sent,Sales Pipeline,2500,2026-12-01 00:00,Sam Sales,9002,Harbour Lotteries Ltd,8002,Ben Two
7003,Harbour - Lost,closedlost,Sales Pipeline,90,2024-01-02,,9002,,,
"""


def everything(folder: Path) -> Path:
    """All files of one export."""
    return write(
        folder,
        **{"hubspot-crm-exports-contacts": CONTACTS, "hubspot-companies": COMPANIES, "hubspot-deals": DEALS},
    )


def test_companies_have_status_owner_and_parent(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "hubspot", store)
    owner = "hubspot:owner:sam sales"
    assert cells(store, "accounts") == [
        {"account_id": "hubspot:9001", "name": "Bluebay Gaming Ltd", "industry": "GAMBLING_CASINOS",
         "region": "United Kingdom", "size": 1200.0, "status": "customer", "status_date": "2024-05-02", "owner": owner},
        {"account_id": "hubspot:9002", "name": "Harbour Lotteries Ltd", "region": "Malta", "size": 30.0,
         "status": "partner", "parent_id": "hubspot:9001", "owner": owner, "potential": 2500.0},
        {"account_id": "hubspot:company:kestrel sports ltd", "name": "Kestrel Sports Ltd"},
    ]  # fmt: skip
    assert cells(store, "reps") == [{"rep_id": owner, "name": "Sam Sales"}]


def test_a_contact_has_a_role_at_each_company_and_a_name_in_any_case(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(everything(tmp_path / "export"), "hubspot", store)
    assert [(row["person_id"], row["name"]) for row in cells(store, "people")] == [
        ("hubspot:8001", "Priya Example"),
        ("hubspot:8002", "Ben Two"),
        ("hubspot:8003", "noname@example.com"),
        ("hubspot:8004", "Ola Alone"),
    ]
    assert cells(store, "roles") == [
        {"person_id": "hubspot:8001", "account_id": "hubspot:9001", "title": "Head of Product", "buying_role": "decider"},
        {"person_id": "hubspot:8002", "account_id": "hubspot:9001"},
        {"person_id": "hubspot:8002", "account_id": "hubspot:9002"},
        {"person_id": "hubspot:8004", "account_id": "hubspot:company:kestrel sports ltd"},
    ]  # fmt: skip
    assert codes(planned, "warning") == ["thousands", "several", "overlap", "several"]


def test_closed_deals_are_events_of_the_first_company_and_contact(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "hubspot", store)
    assert cells(store, "events") == [
        {"event_id": "hubspot:deal:7001:deal_won", "kind": "deal_won", "date": "2024-05-02", "account_id": "hubspot:9001",
         "person_id": "hubspot:8001", "rep": "hubspot:owner:sam sales", "value": 15000.0, "text": "Bluebay - Casino"},
        {"event_id": "hubspot:deal:7003:deal_lost", "kind": "deal_lost", "date": "2024-01-02",
         "account_id": "hubspot:9002", "value": 90.0, "text": "Harbour - Lost"},
    ]  # fmt: skip


def test_importing_twice_changes_nothing_and_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    together, apart = MemoryStore(), MemoryStore()
    imported(everything(tmp_path / "export"), "hubspot", together)
    assert imported(tmp_path / "export", "hubspot", together).batch is None
    for name in ("hubspot-deals", "hubspot-companies", "hubspot-crm-exports-contacts"):
        imported(tmp_path / "export" / f"{name}.csv", "hubspot", apart)
    assert apart.rows == together.rows


def test_a_rounded_company_id_holds_the_contact_and_nothing_of_it_is_imported(tmp_path: Path) -> None:
    text = "Record ID,First Name,Last Name,Associated Company IDs\n8001,Ann,One,9.0E+11"
    store = MemoryStore()
    planned = imported(file(tmp_path / "contacts.csv", text), "hubspot", store)
    assert problems(planned, "held") == [
        "contacts.csv row 2, column Associated Company IDs: found '9.0E+11' in scientific notation, "
        "expected the whole id; export it again as text"
    ]
    assert all(not rows for rows in store.rows.values())


def test_a_deal_without_company_and_contact_is_held(tmp_path: Path) -> None:
    text = "Record ID,Deal Name,Deal Stage,Amount,Close Date\n1,Lonely,Closed Won,5,2024-01-01"
    planned = plan(file(tmp_path / "deals.csv", text), "hubspot")
    assert codes(planned, "held") == ["target"]


def test_a_file_of_another_format_is_refused_with_the_missing_column(tmp_path: Path) -> None:
    text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,,,,,"
    planned = plan(file(tmp_path / "Connections.csv", text), "hubspot")
    assert planned.outcome == "reject"
    assert problems(planned, "error") == [
        "Connections.csv row 1: missing column Record ID of hubspot contacts; found First Name, Last Name, URL, "
        "Email Address, Company, Position, Connected On; export it with that column, or name the preset it is of"
    ]


def test_columns_of_hubspot_that_are_not_needed_are_told_without_a_warning(tmp_path: Path) -> None:
    text = "Record ID,First Name,Last Name,Lead Status,Original Source\n1,Ann,One,NEW,Organic"
    planned = plan(file(tmp_path / "contacts.csv", text), "hubspot")
    assert planned.outcome == "accept"
    assert planned.told == ("contacts.csv: not imported: Lead Status (1), Original Source (1)",)


def test_two_records_of_one_person_that_contradict_each_other_warn(tmp_path: Path) -> None:
    text = "Record ID,First Name,Last Name,Phone Number,Email\n1,Ann,One,123,a@x.test\n1,Ann,One,456,"
    store = MemoryStore()
    planned = imported(file(tmp_path / "contacts.csv", text), "hubspot", store)
    assert ids(store, "people") == ["hubspot:1"]
    assert codes(planned, "warning") == ["contradiction"]
    assert store.rows["people"]["hubspot:1",][2:4] == ("a@x.test", "123")


def test_one_id_with_two_names_is_two_people_and_none_is_chosen(tmp_path: Path) -> None:
    text = "Record ID,First Name,Last Name\n1,Ann,One\n1,ANN ,one\n2,Bo,Two\n2,Cy,Three"
    store = MemoryStore()
    planned = imported(file(tmp_path / "contacts.csv", text), "hubspot", store)
    assert ids(store, "people") == ["hubspot:1"]
    assert problems(planned, "held") == [
        f"contacts.csv row {row}, column Record ID: duplicate id: person_id 'hubspot:2' has different content in "
        "rows 4, 5; keep one of them"
        for row in (4, 5)
    ]


def test_exports_that_memory_would_not_hold_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "contacts.csv").open("wb") as out:
        out.truncate((256 << 20) + 1)
    planned = plan(tmp_path / "contacts.csv", "hubspot")
    assert problems(planned, "error") == [
        "contacts.csv: too large: 256 MB, expected at most 256 MB of exports at once; "
        "split it, or bring it in as an import folder"
    ]
