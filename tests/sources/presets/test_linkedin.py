from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import UnknownId
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

# The head of a real export of 2024 to 2026, preamble included.
PREAMBLE = """
Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections who have allowed their connections to see or download their email address using this setting https://www.linkedin.com/psettings/privacy/email. You can learn more here https://www.linkedin.com/help/linkedin/answer/261"

First Name,Last Name,URL,Email Address,Company,Position,Connected On
"""
CONNECTIONS = (
    PREAMBLE
    + """Priya,Sharma,https://www.linkedin.com/in/priya-sharma-1a2b3c,,"Stripe, Inc.",Recruiter,12 Mar 2024
Arjun,Mehta,https://www.linkedin.com/in/ArjunMehta/,arjun@example.com,Amazon,"Manager, Payments",03 Jan 2023
李,娜,https://www.linkedin.com/in/%E6%9D%8E%E5%A8%9C-5a,,Amazon,CTO,7-Feb-22
Neha,,,neha@example.com,,,01 Aug 2021"""
)


def test_a_connection_is_a_person_with_a_role_at_a_company(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(file(tmp_path / "Connections.csv", CONNECTIONS), "linkedin", store)
    assert planned.outcome == "accept"
    assert cells(store, "people") == [
        {"person_id": "linkedin:arjunmehta", "name": "Arjun Mehta", "email": "arjun@example.com"},
        {"person_id": "linkedin:neha@example.com", "name": "Neha", "email": "neha@example.com"},
        {"person_id": "linkedin:priya-sharma-1a2b3c", "name": "Priya Sharma"},
        {"person_id": "linkedin:李娜-5a", "name": "李 娜"},
    ]
    assert cells(store, "accounts") == [
        {"account_id": "linkedin:amazon", "name": "Amazon"},
        {"account_id": "linkedin:stripe, inc.", "name": "Stripe, Inc."},
    ]
    assert {
        "person_id": "linkedin:arjunmehta",
        "account_id": "linkedin:amazon",
        "title": "Manager, Payments",
    } in cells(store, "roles")


def test_without_whose_there_are_no_ties_and_that_is_told(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(file(tmp_path / "Connections.csv", CONNECTIONS), "linkedin", store)
    assert store.rows["knows"] == {}
    assert "--whose PERSON_ID" in planned.told[0]


def test_with_whose_every_connection_is_a_tie_since_the_day_connected(tmp_path: Path) -> None:
    store = MemoryStore()
    store.rows["people"]["me",] = ("me", "Me", None, None, None, None)
    imported(file(tmp_path / "Connections.csv", CONNECTIONS), "linkedin", store, whose="me")
    ties = {row["person_a"]: (row["person_b"], row["since"], row["kind"]) for row in cells(store, "knows")}
    assert ties == {
        "linkedin:arjunmehta": ("me", "2023-01-03", "linkedin"),
        "linkedin:neha@example.com": ("me", "2021-08-01", "linkedin"),
        "linkedin:priya-sharma-1a2b3c": ("me", "2024-03-12", "linkedin"),
        "linkedin:李娜-5a": ("me", "2022-02-07", "linkedin"),
    }


def test_the_network_of_somebody_unknown_is_not_imported(tmp_path: Path) -> None:
    path = file(tmp_path / "Connections.csv", CONNECTIONS)
    with pytest.raises(UnknownId) as error:
        plan(path, "linkedin", whose="nobody")
    assert str(error.value) == (
        "there is no person 'nobody' whose network Connections.csv could be; "
        "import the person first, or name another with --whose"
    )


def test_the_whole_zip_of_linkedin_is_read_and_its_other_files_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Complete_LinkedInDataExport.zip", "w") as archive:
        archive.writestr("Connections.csv", CONNECTIONS.strip())
        archive.writestr("messages.csv", "CONVERSATION ID,FROM,TO,CONTENT\n1,a,b,secret\n")
        archive.writestr("Jobs/Saved Jobs.csv", b"\xff\xfe broken")
    store = MemoryStore()
    planned = imported(tmp_path / "Complete_LinkedInDataExport.zip", "linkedin", store)
    assert len(ids(store, "people")) == 4
    assert [problem.value for problem in planned.problems if problem.code == "ignored"] == [
        "Jobs/Saved Jobs.csv",
        "messages.csv",
    ]


def test_a_date_of_another_kind_holds_the_row_only_where_it_is_used(tmp_path: Path) -> None:
    text = PREAMBLE + "Ann,One,https://x/in/ann,,,,05/03/2024"
    store = MemoryStore()
    store.rows["people"]["me",] = ("me", "Me", None, None, None, None)
    path = file(tmp_path / "Connections.csv", text)
    assert plan(path, "linkedin").outcome == "accept"
    planned = plan(path, "linkedin", store, whose="me")
    assert codes(planned, "held") == ["date_format"]
    assert problems(planned, "held")[0].startswith(
        "Connections.csv row 5, column Connected On: found the date '05/03/2024'"
    )
    assert plan(path, "linkedin", store, whose="me", date_format="%d/%m/%Y").outcome == "accept"


def test_an_updated_export_updates(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(file(tmp_path / "Connections.csv", CONNECTIONS), "linkedin", store)
    changed = CONNECTIONS.replace("Priya,Sharma", "Priya,Sharma-Rao")
    planned = imported(file(tmp_path / "Connections.csv", changed), "linkedin", store)
    count = planned.files["Connections.csv"]
    assert (count.read, count.imported, count.merged) == (4, 1, 3)
    assert store.rows["people"]["linkedin:priya-sharma-1a2b3c",][1] == "Priya Sharma-Rao"


def test_columns_the_mapping_does_not_know_are_listed_with_their_values(tmp_path: Path) -> None:
    text = (
        PREAMBLE.replace("Connected On", "Connected On,Mood") + "Ann,One,https://x/in/ann,,,,05 Mar 2024,good"
    )
    planned = plan(file(tmp_path / "Connections.csv", text), "linkedin")
    assert problems(planned, "warning") == [
        "Connections.csv: unknown column 'Mood': its 1 values are not imported"
    ]
