"""Exports appear whole or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import RefgraphError
from refgraph.views.exports.whole import whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def fill(path: Path, *steps: Callable[[Path], object]) -> None:
    with whole(path) as place:
        for step in steps:
            step(place)


def failing(error: BaseException) -> Callable[[Path], object]:
    def fail(place: Path) -> None:
        raise error

    return fail


def write_folder(place: Path) -> None:
    (place / "inner").mkdir(parents=True)
    (place / "a.csv").write_text("1", encoding="utf-8")
    (place / "inner" / "b.csv").write_text("2", encoding="utf-8")


def test_a_file_gets_its_name_at_the_end(tmp_path: Path) -> None:
    with whole(tmp_path / "out.json") as place:
        place.write_text("1", encoding="utf-8")
        assert not (tmp_path / "out.json").exists()
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "1"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_a_folder_gets_its_name_at_the_end_with_folders_on_the_way(tmp_path: Path) -> None:
    with whole(tmp_path / "new" / "way" / "out") as place:
        write_folder(place)
        assert not (tmp_path / "new" / "way" / "out").exists()
    assert (tmp_path / "new" / "way" / "out" / "inner" / "b.csv").read_text(encoding="utf-8") == "2"
    assert [entry.name for entry in (tmp_path / "new" / "way").iterdir()] == ["out"]


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path as PathOf

    monkeypatch.chdir(tmp_path)
    with whole(PathOf("out.json")) as place:
        place.write_text("1", encoding="utf-8")
    assert (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "make room, or name a path on another disk"),
        (errno.EROFS, "name a folder you may write to"),
        (errno.EACCES, "name a folder you may write to"),
    ],
)
def test_a_disk_that_refuses_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, number: int, cure: str
) -> None:
    error = OSError(number, os.strerror(number), "some file")
    with pytest.raises(RefgraphError) as caught:
        fill(tmp_path / "new" / "out", write_folder, failing(error))
    assert caught.value.message == f"cannot write {tmp_path / 'new' / 'out'}: {os.strerror(number)}"
    assert caught.value.cure == cure
    assert list(tmp_path.iterdir()) == []


def test_any_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "out", write_folder, failing(KeyboardInterrupt()))
    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_there_or_are_used_by_others_stay(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    theirs = tmp_path / "there" / "new" / "theirs"
    with pytest.raises(OverflowError):
        fill(
            tmp_path / "there" / "new" / "out", lambda place: theirs.write_text("1"), failing(OverflowError())
        )
    assert [entry.name for entry in (tmp_path / "there" / "new").iterdir()] == ["theirs"]


@pytest.mark.parametrize("make", ["file", "folder", "dangling link"])
def test_what_exists_is_refused(tmp_path: Path, make: str) -> None:
    path = tmp_path / "taken"
    if make == "file":
        path.write_text("mine", encoding="utf-8")
    elif make == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(RefgraphError, match="taken exists already; name a new path"):
        fill(path)


def test_a_file_that_came_up_meanwhile_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(RefgraphError, match="out exists already"):
        fill(path, lambda place: place.write_text("ours"), lambda place: path.write_text("theirs"))
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_came_up_meanwhile_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(RefgraphError, match="out exists already"):
        fill(path, write_folder, lambda place: path.mkdir(), lambda place: (path / "a").write_text("theirs"))
    assert [entry.name for entry in path.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_place_of_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(RefgraphError, match=r"cannot write .*out: (Not a directory|File exists)"):
        fill(tmp_path / "file" / "out")


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with pytest.raises(RefgraphError, match="name too long; name a shorter path"):
        fill(path, lambda place: place.write_text("1"))
    assert list(tmp_path.iterdir()) == []
