from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.service.holding import held_rows
from refgraph.service.importing import import_bundle
from refgraph.service.merging import merge
from refgraph.service.place import open_port
from refgraph.service.today import today_utc
from refgraph.sources.plan import ReadOptions
from refgraph.store.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.bundle_files import write_folder
from tests.web.networks import HOSTILE, MARKED
from tests.web.pages import bodies, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from tests.facts import Cells
    from tests.web.conftest import OpenApp

HEAD = b"person_id,name,email\n"
SHOWS_AN_IMAGE = "![x](http://evil.example/x.png)"


@pytest.fixture
def own_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store_url: str) -> str:
    """A store that only this test has; there is nothing yet."""
    url = f"sqlite:///{tmp_path / 'own.db'}"
    monkeypatch.setenv("REFGRAPH_STORE", url)
    return url


def bring(url: str, path: Path, preset: str = "folder") -> None:
    import_bundle(url, path, options=ReadOptions(preset=preset), today=today_utc(), by=HOSTILE)


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [one for one in app.button if one.label == label]
    button.click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """What the page says it has done."""
    return app.success[0].value.replace("\\", "")


def is_inert(app: AppTest) -> bool:
    """Whether no element of ours holds others' text as HTML or as Markdown that does something."""
    values = [one.value for kind in (app.caption, app.markdown, app.success) for one in kind]
    labels = [
        one.label for kind in (app.button, app.text_input, app.text_area, app.selectbox) for one in kind
    ]
    return not any("<img" in body for body in bodies(app)) and not any(
        sign in words
        for words in (*values, *labels)
        for sign in ("![x](", "<img", ":red[", "[a](http", "**b")
    )


def test_without_a_store_there_is_importing_which_makes_it(own_url: str, open_app: OpenApp) -> None:
    app = open_app("data", lang="en")
    assert "data_part" not in app.session_state
    upload(app, ("people.csv", HEAD + b"p1,Anna Berg,\n"))
    assert "people.csv 1 1 0 0 0" in text_of(app)
    press(app, "Import")
    assert said(app) == "Imported as version 1."
    with closing(open_port(own_url)) as store:
        assert store.imports()[0].source == "people.csv"


@pytest.mark.parametrize(
    ("part", "lang", "says"),
    [
        ("held", "en", "No rows are held."),
        ("held", "zh", "没有暂扣的行。"),
        ("duplicates", "en", "No likely duplicates."),
        ("duplicates", "zh", "没有可能的重复。"),
        ("imports", "en", "Nothing was imported yet."),
        ("imports", "zh", "尚未导入任何数据。"),
    ],
)
def test_each_part_says_so_where_there_is_nothing(
    own_url: str, open_app: OpenApp, part: str, lang: str, says: str
) -> None:
    open_port(own_url, create=True).close()
    assert says in text_of(open_app("data", part=part, lang=lang))


def test_an_empty_store_comes_out_as_a_file(own_url: str, open_app: OpenApp) -> None:
    open_port(own_url, create=True).close()
    app = press(open_app("data", part="export", lang="en"), "Prepare the file")
    assert app.session_state["data_export"][2].startswith(b"PK")


def test_an_unknown_part_of_the_address_is_importing(own_url: str, open_app: OpenApp) -> None:
    open_port(own_url, create=True).close()
    assert open_app("data", part=HOSTILE, lang="en").file_uploader[0].label == "Files to import"


def test_a_file_that_is_rejected_says_why_and_offers_no_import(own_url: str, open_app: OpenApp) -> None:
    app = upload(open_app("data", lang="en"), ("people.csv", HEAD + b"p1,M\xfcller,\n"))
    assert "Nothing can be imported:" in text_of(app)
    assert [one.label for one in app.button if one.label == "Import"] == []


def test_a_page_of_rows_that_cannot_be_right_is_repaired_or_thrown_away(
    own_url: str, open_app: OpenApp
) -> None:
    app = upload(open_app("data", lang="en"), ("people.csv", HEAD + b",Nobody,\n,Anyone,\np1,Anna,\n"))
    press(app, "Import")
    app = open_app("data", part="held", lang="en")
    assert app.text_input[0].value == ",Nobody,"
    press(app, "Throw the chosen rows away")
    assert app.warning[0].value == "Edit or choose a row first."
    app.text_input[0].set_value("p2,Nobody,").run()
    press(app, "Import the edited and chosen rows")
    assert said(app) == "Rows imported: 1, still held: 0."
    app.checkbox[0].check().run()
    press(app, "Throw the chosen rows away")
    assert said(app) == "Rows thrown away: 1."
    with closing(open_port(own_url)) as store:
        assert held_rows(store) == []
        assert sorted(store.known("people", [("p1",), ("p2",)])) == [("p1",), ("p2",)]


def test_held_rows_with_hostile_or_unreadable_text_are_shown_as_text(
    own_url: str, open_app: OpenApp, tmp_path: Path
) -> None:
    rows = [
        '{"person_id":"","name":"half \\ud800"}',
        '{"person_id":"b","name":"nul \\u0000"}',
        f'{{"person_id":"","name":"{HOSTILE}{MARKED}"}}',
        '{"person_id":"","name":"\u202eturned"}',
    ]
    place = tmp_path / "in"
    place.mkdir()
    (place / "people.jsonl").write_text("\n".join(rows), encoding="utf-8")
    bring(own_url, place, "jsonl")
    app = open_app("data", part="held", lang="en")
    assert "people.jsonl · 1 · name" in text_of(app) or "people.jsonl · 1" in text_of(app)
    assert [one.value for one in app.code] == ['{"person_id":"","name":"\\u202eturned"}']
    assert is_inert(app)


def test_a_wide_space_does_not_keep_a_row_from_being_edited(own_url: str, open_app: OpenApp) -> None:
    row = ",李\u3000明朗\xa0,"
    press(upload(open_app("data", lang="zh"), ("people.csv", HEAD + row.encode() + b"\n")), "导入")
    assert open_app("data", part="held", lang="zh").text_input[0].value == row


def test_names_of_files_columns_and_problems_are_shown_as_text(own_url: str, open_app: OpenApp) -> None:
    name = "![x](http:evil.example)<img src=x>.csv"
    column = f"{SHOWS_AN_IMAGE}{HOSTILE}{MARKED}"
    content = f'Wer;"{column}"\n{HOSTILE};"{SHOWS_AN_IMAGE}"\n'.encode()
    app = upload(open_app("data", lang="en"), (name, content))
    assert "This looks like no known format." in text_of(app)
    assert is_inert(app)
    known = f'First Name,Last Name,URL,Email Address,Company,Position,Connected On,"{column}"\n'
    linkedin = known + f'Omar,Haddad,,,"{HOSTILE}",,05 Mar 2024,"{SHOWS_AN_IMAGE}"\n'
    app = upload(open_app("data", lang="en"), (name, linkedin.encode()))
    assert any("evil" in one.value for one in app.caption)
    assert is_inert(app)


def test_two_files_of_one_name_are_both_read_and_named_as_the_source(own_url: str, open_app: OpenApp) -> None:
    files = [("people.csv", HEAD + b"p1,Anna,\n"), ("../x/reps.csv", b"rep_id,name\nr,Zhou\n")]
    press(upload(open_app("data", lang="en"), *files), "Import")
    with closing(open_port(own_url)) as store:
        assert [one.source for one in store.imports()] == ["people.csv + 1"]
        assert store.info().counts["reps"] == 1
    app = upload(open_app("data", lang="en"), files[0], ("people.csv", HEAD + b"p2,Berta,\n"))
    assert "2-people.csv" in " ".join([text_of(app), *(one.value for one in app.caption)])


def test_a_file_name_of_any_length_is_taken(own_url: str, open_app: OpenApp) -> None:
    app = upload(open_app("data", lang="en"), ("名" * 300 + ".csv", HEAD + b"p1,Anna,\n"))
    assert "What would happen" in app.markdown[0].value


def test_files_go_from_the_disk_when_they_go_from_the_page(own_url: str, open_app: OpenApp) -> None:
    app = upload(open_app("data", lang="en"), ("people.csv", HEAD + b"p1,Anna,\n"))
    place = app.session_state["data_upload"].path
    assert place.exists()
    assert app.session_state["data_preview"][1].plan.batch is None
    app.file_uploader[0].set_value([]).run()
    assert "data_upload" not in app.session_state
    del app
    assert not place.exists()


def test_duplicates_with_hostile_names_are_shown_as_text_and_merged_when_somebody_says_so(
    own_url: str, open_app: OpenApp, tmp_path: Path
) -> None:
    names = {"p1": f"{HOSTILE}{MARKED}", "p2": f"{HOSTILE}{MARKED}", "p3": "Anna Berg", "p4": "Anna Berg"}
    people: list[Cells] = [
        {"person_id": one, "name": name, "email": f"{'a' if one < 'p3' else 'b'}@x.test"}
        for one, name in names.items()
    ]
    bring(own_url, write_folder(tmp_path / "in", people=people))
    app = open_app("data", part="duplicates", lang="en")
    assert HOSTILE in text_of(app)
    assert is_inert(app)
    press(app, "Merge into Anna Berg \\(p3\\)")
    assert said(app) == "Merged as version 2."
    app.button[-1].click().run()
    assert said(app).startswith("Remembered as not the same, as version 3")
    assert "No likely duplicates." in text_of(app)


def test_imports_of_hostile_sources_are_shown_as_text_and_undone_and_done_again(
    own_url: str, open_app: OpenApp, tmp_path: Path
) -> None:
    source = tmp_path / f"{SHOWS_AN_IMAGE}{HOSTILE}".replace("/", "")
    bring(own_url, write_folder(source, people=[{"person_id": "p1", "name": "Anna"}]))
    app = open_app("data", part="imports", lang="en")
    assert f"1 {today_utc().isoformat()}" in text_of(app)
    assert is_inert(app)
    (choice,) = [one for one in app.selectbox if one.label == "Undo an import"]
    choice.select(1).run()
    press(app, "Undo version 1")
    assert said(app) == "Version 1 is undone, as version 2."
    (choice,) = [one for one in app.selectbox if one.label == "Undo an import"]
    assert len(choice.options) == 1
    choice.select(2).run()
    press(app, "Undo version 2")
    with closing(open_port(own_url)) as store:
        assert list(store.known("people", [("p1",)])) == [("p1",)]


def test_an_import_that_others_build_on_says_what_to_undo_first(
    own_url: str, open_app: OpenApp, tmp_path: Path
) -> None:
    people: list[Cells] = [{"person_id": one, "name": "Anna"} for one in ("p1", "p2")]
    bring(own_url, write_folder(tmp_path / "in", people=people))
    with closing(open_port(own_url)) as store:
        merge(store, "people", "p1", ["p2"])
    app = open_app("data", part="imports", lang="en")
    (choice,) = [one for one in app.selectbox if one.label == "Undo an import"]
    choice.select(1).run()
    press(app, "Undo version 1")
    assert "cannot be undone: version 2 changed or refer to its rows since" in text_of(app)


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "was written by a newer refgraph"), ("zh", "由更新版本的 refgraph 写成")]
)
@pytest.mark.usefixtures("own_url")
def test_a_store_of_a_newer_version_is_left_alone(
    open_app: OpenApp, tmp_path: Path, lang: str, says: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "own.db")) as db:
        db.execute("CREATE TABLE people (person_id TEXT)")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    app = open_app("data", lang=lang)
    assert says in text_of(app)
    assert len(app.file_uploader) == 0
