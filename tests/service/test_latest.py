"""Of each kind of work in the background the newest is done."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from refgraph.service.latest import Latest

if TYPE_CHECKING:
    import pytest


def test_work_that_has_not_begun_gives_way_to_newer_work_of_its_kind() -> None:
    background, has_begun, may_end, done = Latest(), Event(), Event(), Event()
    seen: list[str] = []

    def first() -> None:
        has_begun.set()
        may_end.wait()
        seen.append("first")

    background.do("day", first)
    has_begun.wait()
    background.do("day", lambda: seen.append("overtaken"))
    background.do("other day", lambda: seen.append("other day"))
    background.do("day", lambda: seen.append("newest"))
    background.do("last", done.set)
    may_end.set()
    done.wait()
    assert seen == ["first", "newest", "other day"]
    background.close()


def test_work_goes_on_after_a_piece_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    failed, done = Event(), Event()
    monkeypatch.setattr("threading.excepthook", lambda _: failed.set())

    def fail() -> None:
        raise ValueError

    background = Latest()
    background.do("day", fail)
    failed.wait()
    while not done.wait(0.01):
        background.do("day", done.set)
    background.close()


def test_work_after_a_pause_is_done_too() -> None:
    background = Latest()
    for _ in range(3):
        done = Event()
        background.do("day", done.set)
        done.wait()
    background.close()


def test_closing_waits_for_what_has_begun_and_drops_the_rest() -> None:
    background, has_begun, may_end = Latest(), Event(), Event()
    seen: list[str] = []

    def slow() -> None:
        has_begun.set()
        may_end.wait()
        seen.append("slow")

    background.do("a", slow)
    has_begun.wait()
    background.do("b", lambda: seen.append("dropped"))
    closing = Thread(target=background.close)
    closing.start()
    may_end.set()
    closing.join()
    background.do("a", lambda: seen.append("too late"))
    background.close()
    assert seen[0] == "slow"
    assert "too late" not in seen
