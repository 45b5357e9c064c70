from __future__ import annotations

import io

import pytest

from refgraph.cli.progress_line import ProgressLine, words


class Terminal(io.StringIO):
    """Text that is on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "elapsed_s", "told"),
    [
        (40, 1.0, "read 40 %"), (50, 10.0, "read 50 %, about 10 s left"), (25, 30.0, "read 25 %, about 1 min 30 s left"),
        (0, 9.0, "read 0 %"), (120, 9.0, "read 100 %, about 0 s left"),
    ],
)  # fmt: skip
def test_the_time_left_is_that_of_the_rate_so_far(done: int, elapsed_s: float, told: str) -> None:
    assert words("read", done, 100, elapsed_s) == told


def test_a_stage_of_nothing_is_told_by_its_name() -> None:
    assert words("check", 0, 0, 5.0) == "check"


def test_it_shows_on_a_terminal_and_is_gone_afterwards() -> None:
    out = Terminal()
    with ProgressLine(out) as line:
        line.tell("read", 1, 2)
        line.tell("write", 1, 4)
    assert out.getvalue() == "\r\x1b[Kread 50 %\r\x1b[Kwrite 25 %\r\x1b[K"


def test_it_says_nothing_where_there_is_no_terminal() -> None:
    out = io.StringIO()
    with ProgressLine(out) as line:
        line.tell("read", 1, 2)
    assert out.getvalue() == ""
