"""Processes forked from one that has loaded what they run, so that a killed one costs no start of Python.

A process has one such server, and the last to name what it loads decides for all: that is done here alone.
"""

from __future__ import annotations

import multiprocessing
from functools import cache

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["tests.faults.loaded", "tests.faults.killing", "tests.store.test_sqlite_overwrite", __name__]
)


@cache
def make_ready() -> None:
    """Return when what is forked has everything loaded; at once from the second time on."""
    first = FORKS.Process(target=_nothing)
    first.start()
    first.join()


def _nothing() -> None:
    pass
