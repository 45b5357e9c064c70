from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BadOption, PathUnreadable
from refgraph.sources.presets.mapping import mapping_named
from refgraph.sources.presets.mapping_file import read_mapping
from refgraph.sources.presets.registry import mapped_presets, mapping_text
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import file, ids, imported

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[file]]
name = "members"
required = ["name"]
[file.columns]
name = "Mitglied"
club = ["Verein", "Klub"]
[file.split]
club = ";"
[[file.row]]
table = "people"
[file.row.cells]
person_id = "club:{name|key}"
name = "{name}"
"""


def test_a_mapping_of_ones_own_is_imported_by(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(GOOD, encoding="utf-8")
    store = MemoryStore()
    planned = imported(
        file(tmp_path / "list.csv", "Mitglied,Klub\nAnna,Golf"), str(tmp_path / "my.toml"), store
    )
    assert (planned.outcome, ids(store, "people")) == ("accept", ["club:anna"])


@pytest.mark.parametrize("name", mapped_presets())
def test_a_copied_mapping_reads_as_the_preset_does(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine.toml").write_text(mapping_text(name), encoding="utf-8")
    copied = mapping_named(str(tmp_path / "mine.toml"))
    assert (copied.name, list(copied.files)) == ("mine", list(mapping_named(name).files))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[file]]", "[[fil]]", "my.toml: key fil: found the key 'fil', expected one of the keys about, file"),
        (GOOD, "", "my.toml: key file: found none, expected at least one [[file]]"),
        (GOOD, "x = ", "my.toml: found no TOML: "),
        (GOOD, "x = " + "9" * 5_000, "my.toml: found no TOML: "),
        (GOOD, "x = " + "[" * 5_000, "my.toml: found no TOML: "),
        ('name = "members"', "name = 1", "my.toml: key file[1].name: found '1', expected a text in quotes"),
        ('["name"]', '["nme"]', "my.toml: key file[1].required: found 'nme', expected a field of this file (club, name)"),
        ('name = "Mitglied"', "name = [1]", "my.toml: key file[1].columns.name: found '[1]', expected a text or an array of texts"),
        ('club = ";"', 'clb = ";"', "my.toml: key file[1].split.clb: found 'clb', expected a field of this file"),
        ('"people"', '"persons"', "my.toml: key file[1].row[1].table: found 'persons', expected one of accounts, people"),
        ('name = "{name}"', 'nme = "{name}"', "my.toml: key file[1].row[1].cells.nme: found 'nme', expected a column of people"),
        ('name = "{name}"', "", "my.toml: key file[1].row[1].cells: found person_id, expected the required column name"),
        ("{name|key}", "{name|big}", "my.toml: key file[1].row[1].cells.person_id: found '{name|big}', expected a field like"),
        ("{name|key}", "{nme}", "my.toml: key file[1].row[1].cells.person_id: found 'nme', expected a field of this file (club, name, whose)"),
        ("[file.split]", "[file.spilt]", "my.toml: key file[1].spilt: found the key 'spilt', expected one of the keys name"),
        ("[file.split]", "[file.clean]", "my.toml: key file[1].clean.club: found ';', expected one of id, salesforce_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said_with_key_found_and_expected(
    old: str, new: str, message: str
) -> None:
    with pytest.raises(BadOption) as error:
        read_mapping(GOOD.replace(old, new), "my.toml", "my")
    assert str(error.value).startswith(message)
    assert error.value.cure


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadOption, match="unknown preset 'linkdin'; name one of folder, linkedin, salesforce"):
        mapping_named("linkdin")
    with pytest.raises(BadOption, match="'vcard' is no preset with a mapping file; name one of linkedin"):
        mapping_text("vcard")


def test_a_mapping_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PathUnreadable, match=r"cannot read the mapping file .*none\.toml': No such file"):
        mapping_named(str(tmp_path / "none.toml"))
    (tmp_path / "bad.toml").write_bytes(b"\xff\xff\xff")
    with pytest.raises(PathUnreadable, match=r"cannot read the mapping file .*bad\.toml': 'utf-8' codec"):
        mapping_named(str(tmp_path / "bad.toml"))
    (tmp_path / "big.toml").write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(BadOption, match=r"big\.toml: found more than 1 MB, expected a mapping file"):
        mapping_named(str(tmp_path / "big.toml"))
