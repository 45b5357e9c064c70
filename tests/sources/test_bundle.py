from __future__ import annotations

import gzip
import io
import os
import random
import stat
import zipfile
from pathlib import Path

import pytest

from refgraph.errors import PathUnreadable
from refgraph.sources.bundle import read_bundle
from refgraph.sources.refusal import Refused
from tests.sources.reading import write

PEOPLE = b"person_id,name\np1,Anna\n"


def zip_of(path: Path, **members: bytes) -> Path:
    """Zip members; `__` in a name stands for a slash, `_csv` for `.csv`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), data)
    return path


def files(path: Path) -> dict[str, bytes]:
    """Unpacked files of a bundle by table."""
    return {name: b"".join(content.pieces()) for name, content in read_bundle(path).files.items()}


def refusal(path: Path) -> Refused:
    """Why a bundle is refused."""
    with pytest.raises(Refused) as refused:
        files(path)
    assert refused.value.cure
    return refused.value


def test_a_folder_gives_its_tables_and_names_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "export", people=PEOPLE, knows=b"person_a,person_b\n")
    (folder / "notes.txt").write_text("x")
    (folder / ".DS_Store").write_text("x")
    bundle = read_bundle(folder)
    assert (bundle.source, sorted(bundle.files)) == ("export", ["knows", "people"])
    assert bundle.ignored == (".DS_Store", "notes.txt")


def test_a_folder_around_one_folder_is_looked_into(tmp_path: Path) -> None:
    write(tmp_path / "around" / "inner", people=PEOPLE)
    assert sorted(read_bundle(tmp_path / "around").files) == ["people"]


def test_one_file_is_a_bundle_and_so_is_its_gzip(tmp_path: Path) -> None:
    write(tmp_path, people=PEOPLE)
    assert files(tmp_path / "people.csv") == {"people": PEOPLE}
    (tmp_path / "People.CSV.gz").write_bytes(gzip.compress(PEOPLE[:9]) + gzip.compress(PEOPLE[9:]))
    assert files(tmp_path / "People.CSV.gz") == {"people": PEOPLE}


def test_a_zip_is_read_with_or_without_a_folder_in_it(tmp_path: Path) -> None:
    plain = zip_of(tmp_path / "a.zip", people_csv=PEOPLE)
    nested = zip_of(tmp_path / "b.zip", export__people_csv=PEOPLE, readme=b"")
    assert files(plain) == files(nested) == {"people": PEOPLE}
    assert read_bundle(nested).ignored == ("readme",)


def test_gzip_inside_a_zip_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("people.csv.gz", gzip.compress(PEOPLE))
    assert files(tmp_path / "a.zip") == {"people": PEOPLE}


@pytest.mark.parametrize("name", ["", "missing", "people.csv/inside", "x" * 300, "nul\x00"])
def test_a_path_with_nothing_there_cannot_be_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "nowhere" / name
    with pytest.raises(
        PathUnreadable, match=r"(there is no folder or file|cannot read) '.*'; check the path"
    ):
        read_bundle(path)


def test_a_url_is_told_to_be_downloaded() -> None:
    with pytest.raises(PathUnreadable, match="is a url, expected a folder or file; download it"):
        read_bundle(Path("https://example.test/people.csv"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.csv")
    with pytest.raises(PathUnreadable, match="neither a folder nor a file"):
        read_bundle(tmp_path / "people.csv")
    assert refusal(tmp_path).problem.code == "not_a_file"


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    assert "found none of the files of an import; name at least one of accounts.csv" in str(refusal(tmp_path))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("contacts.csv", "unknown_file"), ("people.xlsx", "unsupported"), ("net.graphml", "unsupported"),
        ("people", "unsupported"), ("people.csv.bz2", "unsupported"), ("x.csv.gz", "unknown_file"),
    ],
)  # fmt: skip
def test_a_file_that_names_no_table_is_refused(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(PEOPLE)
    assert refusal(tmp_path / name).problem.code == code


def test_a_table_given_twice_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", people=PEOPLE)
    (folder / "people.csv.gz").write_bytes(gzip.compress(PEOPLE))
    assert refusal(folder).problem.code == "duplicate"
    twice = zip_of(tmp_path / "twice.zip", a__people_csv=PEOPLE, b__people_csv=PEOPLE)
    assert refusal(twice).problem.code == "duplicate"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../people.csv", "path"), ("a/../../people.csv", "path"), ("/people.csv", "path"), ("C:\\people.csv", "path"),
        ("C:people.csv", "path"), ("a\\people.csv", "path"), ("inner.zip", "nested"), ("all.tar", "nested"),
    ],
)  # fmt: skip
def test_dangerous_member_names_are_refused(tmp_path: Path, name: str, code: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("people.csv", PEOPLE)
        archive.writestr(name, b"x")
    assert refusal(tmp_path / "a.zip").problem.code == code


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("people.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/hostname")
    assert refusal(tmp_path / "a.zip").problem.code == "link"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", people_csv=PEOPLE)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).problem.code == "encrypted"


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    zeros = bytes(8 << 20)
    assert refusal(zip_of(tmp_path / "a.zip", notes=zeros, people_csv=PEOPLE)).problem.code == "too_large"
    (tmp_path / "people.csv.gz").write_bytes(gzip.compress(zeros * 8))
    assert refusal(tmp_path / "people.csv.gz").problem.code == "too_large"


@pytest.mark.parametrize("cut", [3, 12, 20])
def test_cut_gzip_is_refused(tmp_path: Path, cut: int) -> None:
    (tmp_path / "people.csv.gz").write_bytes(gzip.compress(PEOPLE, mtime=0)[:cut])
    assert refusal(tmp_path / "people.csv.gz").problem.code == "gzip"


def test_a_damaged_zip_is_refused_or_read_but_never_fails_otherwise(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", PEOPLE * 20)
        archive.writestr("export/knows.csv", b"person_a,person_b\n")
    good, rng, path = out.getvalue(), random.Random(3), tmp_path / "a.zip"
    refused = 0
    for _ in range(400):
        data = bytearray(good)
        for _ in range(rng.randint(1, 3)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data[: rng.choice([len(data), rng.randrange(1, len(data))])])
        try:
            files(path)
        except Refused:
            refused += 1
    assert refused > 200


def test_what_lies_there_as_it_is_may_be_larger_than_what_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("refgraph.sources.bundle.LARGEST", 8)
    monkeypatch.setattr("refgraph.sources.bundle.LARGEST_PLAIN", 40)
    (tmp_path / "people.csv").write_bytes(b"person_id,name\np,P\n")
    assert files(tmp_path)["people"].startswith(b"person_id")
    (tmp_path / "people.csv").write_bytes(b"person_id,name\n" + b"p,P\n" * 20)
    assert refusal(tmp_path).problem.code == "too_large"
