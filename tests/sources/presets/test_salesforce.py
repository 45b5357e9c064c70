from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems, write

if TYPE_CHECKING:
    from pathlib import Path

# As Data Loader writes them: API names, quotes, booleans in lower case; ids with their real check characters.
ACCOUNT = """
"Id","IsDeleted","MasterRecordId","Name","Type","ParentId","BillingCity","BillingState","BillingCountry","Industry","NumberOfEmployees","OwnerId"
"001300000000001AAA","false","","Northwind Pumps","Customer - Direct","","Graz","Styria","Austria","Manufacturing","120","005300000000009AAA"
"001300000000002AAA","false","","Südwind GmbH","Prospect","001300000000001AAA","","","Austria","Energy","",""
"""
CONTACT = """
"Id","IsDeleted","AccountId","LastName","FirstName","Salutation","Name","Phone","MobilePhone","ReportsToId","Email","Title"
"0033000000Anna1AAB","false","001300000000001AAA","Berg","Anna","Ms.","Anna Berg","","+43 664 1","","anna@northwind.example","CFO"
"0033000000Ben02AAB","false","001300000000001AAA","Cole","Ben","Mr.","Ben Cole","+43 1 2","","0033000000Anna1AAB","",""
"""
OPPORTUNITY = """
"Id","IsDeleted","AccountId","Name","StageName","Amount","CloseDate","IsClosed","IsWon","OwnerId"
"006300000000001AAA","false","001300000000001AAA","Pumps 2024","Closed Won","25000.0","2024-03-05","true","true","005300000000009AAA"
"006300000000002AAA","false","001300000000002AAA","First order","Negotiation/Review","9000.0","2027-03-05","false","false",""
"006300000000003AAA","false","001300000000002AAA","Second order","Prospecting","4000.0","2027-03-05","false","false",""
"006300000000004AAA","false","001300000000002AAA","Trial","Closed Lost","700.0","2023-03-05","true","false",""
"""
CONTACT_ROLE = """
"Id","OpportunityId","ContactId","Role","IsPrimary","IsDeleted"
"00K300000000001AAA","006300000000001AAA","0033000000Ben02AAB","Evaluator","false","false"
"00K300000000002AAA","006300000000001AAA","0033000000Anna1AAB","Decision Maker","true","false"
"""
ANNA, BEN = "salesforce:0033000000Anna1AAB", "salesforce:0033000000Ben02AAB"
NORTH, SOUTH = "salesforce:001300000000001AAA", "salesforce:001300000000002AAA"


def everything(folder: Path) -> Path:
    """All files of one export."""
    return write(
        folder, Account=ACCOUNT, Contact=CONTACT, Opportunity=OPPORTUNITY, OpportunityContactRole=CONTACT_ROLE
    )


def test_accounts_have_status_parent_region_and_owner(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "salesforce", store)
    owner = "salesforce:005300000000009AAA"
    assert cells(store, "accounts") == [
        {"account_id": NORTH, "name": "Northwind Pumps", "industry": "Manufacturing", "region": "Styria", "size": 120.0,
         "status": "customer", "owner": owner},
        {"account_id": SOUTH, "name": "Südwind GmbH", "industry": "Energy", "region": "Austria", "status": "prospect",
         "parent_id": NORTH, "potential": 9000.0},
    ]  # fmt: skip
    assert cells(store, "reps") == [{"rep_id": owner, "name": "Salesforce user 005300000000009AAA"}]


def test_contacts_have_roles_with_superior_and_part_in_the_buying(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "salesforce", store)
    assert cells(store, "people") == [
        {"person_id": ANNA, "name": "Anna Berg", "email": "anna@northwind.example", "phone": "+43 664 1"},
        {"person_id": BEN, "name": "Ben Cole", "phone": "+43 1 2"},
    ]
    assert cells(store, "roles") == [
        {"person_id": ANNA, "account_id": NORTH, "title": "CFO", "buying_role": "decider"},
        {"person_id": BEN, "account_id": NORTH, "buying_role": "evaluator", "reports_to": ANNA},
    ]


def test_closed_opportunities_are_events_with_the_primary_contact(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "salesforce", store)
    owner = "salesforce:005300000000009AAA"
    assert cells(store, "events") == [
        {"event_id": "salesforce:006300000000001AAA:deal_won", "kind": "deal_won", "date": "2024-03-05",
         "account_id": NORTH, "person_id": ANNA, "rep": owner, "value": 25000.0, "text": "Pumps 2024"},
        {"event_id": "salesforce:006300000000004AAA:deal_lost", "kind": "deal_lost", "date": "2023-03-05",
         "account_id": SOUTH, "value": 700.0, "text": "Trial"},
    ]  # fmt: skip


def test_every_source_row_that_says_something_new_is_imported(tmp_path: Path) -> None:
    store = MemoryStore()
    first = imported(everything(tmp_path / "export"), "salesforce", store)
    # The second open order says less than the first: 4000 of potential against 9000.
    counts = {name: (count.read, count.imported, count.merged) for name, count in first.files.items()}
    assert counts == {
        "Account.csv": (2, 2, 0),
        "Contact.csv": (2, 2, 0),
        "Opportunity.csv": (4, 3, 1),
        "OpportunityContactRole.csv": (2, 2, 0),
    }
    second = imported(everything(tmp_path / "export"), "salesforce", store)
    assert second.batch is None
    assert [count.merged for count in second.files.values()] == [2, 2, 4, 2]


def test_ids_of_15_and_18_characters_are_the_same_record(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(everything(tmp_path / "export"), "salesforce", store)
    report = """
    Contact ID,First Name,Last Name,Title,Account Name,Account ID,Email
    0033000000Anna1,Anna,Berg,Chief Financial Officer,Northwind Pumps,001300000000001,anna@northwind.example
    """
    planned = imported(file(tmp_path / "report.csv", report), "salesforce", store)
    assert ids(store, "people") == [ANNA, BEN]
    assert planned.files["report.csv"].imported == 1
    assert cells(store, "roles")[0]["title"] == "Chief Financial Officer"


def test_a_report_without_ids_is_read_by_names(tmp_path: Path) -> None:
    report = """
    Salutation,First Name,Last Name,Title,Account Name,Mailing City,Phone,Mobile,Email,Account Owner
    Ms.,Anna,Berg,CFO,Northwind Pumps,Graz,,,anna@northwind.example,Rita Rep
    Mr.,Ben,Cole,,Northwind Pumps,,,,,Rita Rep
    """
    store = MemoryStore()
    planned = imported(file(tmp_path / "report.csv", report), "salesforce", store)
    assert ids(store, "people") == [
        "salesforce:contact:anna@northwind.example",
        "salesforce:contact:ben cole@northwind pumps",
    ]
    assert ids(store, "accounts") == ["salesforce:account:northwind pumps"]
    assert planned.files["report.csv"].imported == 2


def test_an_account_that_is_only_named_by_its_id_stands_under_it_until_it_comes(tmp_path: Path) -> None:
    store = MemoryStore()
    write(tmp_path / "contacts", Contact=CONTACT)
    planned = imported(tmp_path / "contacts", "salesforce", store)
    assert codes(planned, "warning") == ["unnamed"]
    assert cells(store, "accounts")[0]["name"] == "Salesforce account 001300000000001AAA"
    imported(everything(tmp_path / "export"), "salesforce", store)
    assert cells(store, "accounts")[0]["name"] == "Northwind Pumps"
    again = imported(tmp_path / "contacts", "salesforce", store)
    assert (again.batch, again.outcome) == (None, "accept")


def test_deleted_rows_are_told_and_do_not_come_back(tmp_path: Path) -> None:
    store = MemoryStore()
    deleted = CONTACT.replace('"0033000000Ben02AAB","false"', '"0033000000Ben02AAB","true"')
    write(tmp_path / "export", Account=ACCOUNT, Contact=deleted)
    planned = imported(tmp_path / "export", "salesforce", store)
    assert ids(store, "people") == [ANNA]
    assert planned.outcome == "accept_with_warning"
    assert codes(planned, "warning") == ["unnamed", "deleted"]


def test_a_reporting_cycle_holds_every_contact_on_it_and_nobody_else(tmp_path: Path) -> None:
    contacts = """
    Id,FirstName,LastName,ReportsToId,AccountId
    0033000000Anna1,Anna,One,0033000000Ben02,001300000000001AAA
    0033000000Ben02,Ben,Two,0033000000Anna1,001300000000001AAA
    0033000000Cora3,Cora,Three,0033000000Anna1,001300000000001AAA
    """
    store = MemoryStore()
    write(tmp_path / "export", Account=ACCOUNT, Contact=contacts)
    planned = imported(tmp_path / "export", "salesforce", store)
    assert [problem.row for problem in planned.problems if problem.code == "cycle"] == [2, 3]
    assert [row["name"] for row in cells(store, "people")] == ["Cora Three"]
    assert "reports_to" not in cells(store, "roles")[0]


def test_dates_in_the_notation_of_a_user_must_be_named(tmp_path: Path) -> None:
    report = """
    Opportunity Name,Account Name,Stage,Amount,Close Date,Opportunity Owner
    Pumps,Northwind Pumps,Closed Won,100.00,05/03/2024,Rita Rep
    """
    path = file(tmp_path / "opportunities.csv", report)
    assert problems(plan(path, "salesforce"), "held")[0].startswith(
        "opportunities.csv row 2, column Close Date: found the date '05/03/2024'"
    )
    planned = plan(path, "salesforce", date_format="%d/%m/%Y")
    assert planned.outcome == "accept"
    assert planned.batch is not None
    assert planned.batch.upserts["events"][0][2] == "2024-03-05"


def test_in_a_whole_export_only_the_files_of_a_kind_count_for_it(tmp_path: Path) -> None:
    store = MemoryStore()
    folder = everything(tmp_path / "export")
    file(folder / "Campaign.csv", "Id,Name,Type,Status\n701300000000001AAA,Spring fair,Conference,Planned")
    file(folder / "AccountHistory.csv", "Id,IsDeleted,AccountId,Field,OldValue\n1,false,2,Name,x")
    planned = imported(folder, "salesforce", store)
    assert ids(store, "accounts") == [NORTH, SOUTH]
    assert [problem.value for problem in planned.problems if problem.code == "ignored"] == [
        "AccountHistory.csv",
        "Campaign.csv",
    ]


def test_an_open_lead_is_a_person_at_a_company_and_a_converted_one_is_told(tmp_path: Path) -> None:
    leads = """
    Id,IsDeleted,LastName,FirstName,Name,Title,Company,Email,Status,IsConverted
    00Q300000000001AAA,false,Doe,Jo,Jo Doe,Buyer,Acme,jo@acme.example,Open - Not Contacted,false
    00Q300000000002AAA,false,Done,Al,Al Done,,Acme,,Closed - Converted,true
    """
    store = MemoryStore()
    planned = imported(file(tmp_path / "Lead.csv", leads), "salesforce", store)
    assert cells(store, "roles") == [
        {
            "person_id": "salesforce:00Q300000000001EAA",
            "account_id": "salesforce:account:acme",
            "title": "Buyer",
        }
    ]
    assert codes(planned, "warning") == ["converted"]
