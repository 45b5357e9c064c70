"""Tests that share something expensive share a worker."""

import pytest

from tests.neo4j.server import neo4j_params
from tests.sharing import group_of, turn_of


@pytest.mark.parametrize("param", neo4j_params())
def test_tests_on_one_server_are_one_group_whatever_their_file(param: str) -> None:
    for nodeid in ("tests/a/test_b.py::test_c[neo4j-{}]", "tests/d/test_e.py::test_f[1-neo4j-{}-x]"):
        assert group_of(nodeid.format(param)) == f"neo4j-{param}"
        assert turn_of(nodeid.format(param)) == 0


def test_tests_in_the_browser_are_one_group_and_others_go_by_file() -> None:
    assert (
        group_of("tests/browser/test_a.py::test_b")
        == group_of("tests/browser/test_c.py::test_d")
        == "browser"
    )
    assert group_of("tests/store/test_a.py::test_neo4j[x::y]") == "tests/store/test_a.py"
