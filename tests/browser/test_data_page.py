"""The Data page as one uses it, in a real browser, on a store of its own."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.running import SEED, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.browser.running import App

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = """person_id,name,email
new-1,Anna Berg,anna.berg@north.test
new-2,Berg Anna,anna.berg@north.test
,Nobody,
"""
LINKEDIN = """Notes:
"When exporting your connection data, you may notice some emails missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Omar,Haddad,https://www.linkedin.com/in/omar-haddad,,Blue Fjord,Buyer,05 Mar 2024
"""
OWN = """Wer;Firma;Sonst
Ida Holm;Nordlicht AG;x
"""


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a demo network that these tests change."""
    with running(tmp_path_factory.mktemp("data"), SEED) as started:
        yield started


def upload(page: Page, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(folder / name)
    expect(page.get_by_text("What would happen")).to_be_visible()


def test_rows_are_previewed_imported_held_and_repaired(own_app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(own_app.at("data", lang="en"))
    upload(page, tmp_path, "people.csv", PEOPLE)
    expect(page.get_by_text("To be held back and listed under “Held rows”: 1.")).to_be_visible()
    expect(page.locator(".rg-table").first).to_contain_text("people.csv 3 2 0 1 0".replace(" ", ""))
    expect(page.get_by_text("missing id").first).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported as version 2.")).to_be_visible()

    page.goto(own_app.at("data", part="held", lang="en"))
    expect(page.get_by_text("Held rows (1)")).to_be_visible()
    page.get_by_role("textbox").last.fill("new-3,Nobody,")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Import the edited and chosen rows").click()
    expect(page.get_by_text("Rows imported: 1, still held: 0.")).to_be_visible()


def test_two_writings_of_one_person_are_proposed_merged_and_parted_again(own_app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(own_app.at("data", part="duplicates", lang="en"))
    card = page.locator("[data-testid=stVerticalBlock]").filter(has_text="new-2").last
    expect(card).to_contain_text("same e-mail: anna.berg@north.test")
    page.get_by_role("button", name="Merge into Anna Berg").click()
    expect(page.get_by_text("Merged as version")).to_be_visible()
    page.goto(own_app.at("data", part="imports", lang="en"))
    expect(page.locator(".rg-table")).to_contain_text("merge of people")
    page.get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Undo version").click()
    expect(page.get_by_text("is undone, as version")).to_be_visible()
    expect(page.locator(".rg-table")).to_contain_text("undone by")


def test_a_linkedin_export_is_recognised_by_its_content(own_app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(own_app.at("data", lang="en"))
    upload(page, tmp_path, "export.csv", LINKEDIN)
    expect(page.get_by_text("Looks like: linkedin")).to_be_visible()
    expect(page.get_by_text("no ties are made")).to_be_visible()
    expect(page.get_by_text("Everything can be imported.")).to_be_visible()


def test_columns_nobody_knows_are_given_a_meaning(own_app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(own_app.at("data", lang="en"))
    upload(page, tmp_path, "liste.csv", OWN)
    expect(page.get_by_text("This looks like no known format.")).to_be_visible()
    for column, meaning in (("Wer", "people.name"), ("Firma", "accounts.name")):
        page.get_by_role("combobox", name=column).click()
        page.get_by_role("combobox", name=column).fill(meaning)
        page.get_by_role("option", name=meaning, exact=True).click()
    page.get_by_role("button", name="Use this mapping").click()
    expect(page.locator(".rg-table").first).to_contain_text("liste.csv11000")


def test_everything_comes_out_as_a_file(own_app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(own_app.at("data", part="export", lang="en"))
    page.get_by_role("button", name="Prepare the file").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert "people.csv" in archive.namelist()
    assert visit.alarms == []
