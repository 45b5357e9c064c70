"""Tests that share something expensive share a worker, and one version of a server is enough for what is the same on both."""

import pytest

from tests.neo4j.server import VERSIONS, neo4j_params
from tests.sharing import group_of, on_one_version, turn_of


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


def on_both(name: str) -> set[str]:
    return {f"{name}[neo4j-{version}-x]" for version in VERSIONS}


def test_each_test_outside_store_and_neo4j_keeps_one_version_and_about_half_keep_each() -> None:
    names = [f"tests/cli/test_a.py::test_{number}" for number in range(200)]
    kept = on_one_version(nodeid for name in names for nodeid in on_both(name))
    assert sorted(nodeid.partition("[")[0] for nodeid in kept) == sorted(names)
    for version in VERSIONS:
        # Five deviations, of 7 each, around a half.
        assert 65 <= sum(f"neo4j-{version}" in nodeid for nodeid in kept) <= 135


def test_the_same_version_is_kept_whatever_else_is_collected() -> None:
    one, other = on_both("tests/cli/test_a.py::test_b"), on_both("tests/cli/test_c.py::test_d")
    assert on_one_version({*one, *other}) == on_one_version(one) | on_one_version(other)


def test_nothing_is_left_out_of_what_differs_between_versions_or_runs_on_one_alone() -> None:
    every = on_both("tests/store/test_a.py::test_b") | on_both("tests/neo4j/test_c.py::test_d")
    every |= {f"tests/cli/test_a.py::test_b[neo4j-{VERSIONS[-1]}]", "tests/cli/test_a.py::test_b[sqlite]"}
    assert on_one_version(every) == every


def test_tests_that_share_what_is_on_a_server_keep_the_same_version() -> None:
    names = [f"tests/backends/test_answers.py::test_{number}" for number in range(20)]
    kept = on_one_version(nodeid for name in names for nodeid in on_both(name))
    assert len({group_of(nodeid) for nodeid in kept}) == 1
