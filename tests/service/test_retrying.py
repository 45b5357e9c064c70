from __future__ import annotations

from itertools import count

import pytest

from refgraph.errors import RefgraphError, StaleBase
from refgraph.service.retrying import retried


def test_what_others_came_before_four_times_is_done_the_fifth() -> None:
    tries = count(1)

    def attempt() -> int:
        number = next(tries)
        if number < 5:
            raise StaleBase("the store moved on")
        return number

    assert retried(attempt) == 5


def test_the_fifth_time_it_is_given_up() -> None:
    tries = count(1)

    def attempt() -> int:
        next(tries)
        raise StaleBase("the store moved on")

    with pytest.raises(StaleBase, match="others keep writing to the store; try again"):
        retried(attempt)
    assert next(tries) == 6


def test_any_other_failure_is_raised_at_once() -> None:
    tries = count(1)

    def attempt() -> int:
        next(tries)
        raise RefgraphError("no")

    with pytest.raises(RefgraphError, match="no"):
        retried(attempt)
    assert next(tries) == 2
