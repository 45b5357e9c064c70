from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources import notices
from tests.sources.reading import codes, plan, write

if TYPE_CHECKING:
    from pathlib import Path


def warnings(folder: Path, **texts: str) -> list[str]:
    """Codes of an import's warnings; nothing may be held."""
    planned = plan(write(folder, **texts))
    assert planned.outcome in ("accept", "accept_with_warning")
    return codes(planned, "warning")


@pytest.mark.parametrize("pair", [("p1", "P1"), ("ｐ1", "p1"), ("Zoë", "ZOË")])
def test_ids_that_differ_in_case_or_width_are_similar(tmp_path: Path, pair: tuple[str, str]) -> None:
    assert warnings(tmp_path, people=f"person_id,name\n{pair[0]},A\n{pair[1]},B") == ["similar_id"]


def test_leading_zeros_make_other_ids(tmp_path: Path) -> None:
    assert warnings(tmp_path, people="person_id,name\n00042,A\n42,B") == []


def test_names_written_in_two_ways_may_be_one_person_and_namesakes_are_not(tmp_path: Path) -> None:
    assert warnings(tmp_path / "1", people="person_id,name\np1,Zoë\np2,Zoe\u0308") == ["possible_duplicate"]
    assert warnings(tmp_path / "2", people="person_id,name\np1,Ａｎｎａ\np2,Anna") == ["possible_duplicate"]
    assert warnings(tmp_path / "3", people="person_id,name\np1,王芳\np2,王芳\np3,anna\np4,Anna") == []


def test_jobs_at_two_accounts_at_once_overlap(tmp_path: Path) -> None:
    roles = (
        "person_id,account_id,from,to\n"
        "p1,a1,2019-01-01,\np1,a2,2020-01-01,2021-01-01\n"
        "p2,a1,2019-01-01,2020-01-01\np2,a2,2020-01-02,\n"
        "p3,a1,,\np3,a1,2024-01-01,\n"
    )
    planned = plan(
        write(
            tmp_path,
            accounts="account_id,name\na1,A\na2,B",
            people="person_id,name\np1,A\np2,B\np3,C",
            roles=roles,
        )
    )
    assert [(p.row, p.code) for p in planned.problems] == [(3, "overlap")]


def test_territories_nobody_covers_or_written_in_two_ways_warn(tmp_path: Path) -> None:
    reps = "rep_id,name,territories\nr1,R,East; West"
    accounts = "account_id,name,territory\n"
    assert warnings(tmp_path / "1", reps=reps, accounts=accounts + "a1,A,East\na2,B,West") == []
    assert warnings(tmp_path / "2", reps=reps, accounts=accounts + "a1,A,east") == ["territory"]
    assert (
        warnings(tmp_path / "3", accounts=accounts + "a1,A,East\na2,B,EAST\na3,C,West") == ["territory"] * 2
    )


def test_a_missing_territory_warns_once_where_others_have_one(tmp_path: Path) -> None:
    header = "account_id,name,territory\n"
    assert warnings(tmp_path / "1", accounts=header + "a1,A,East\na2,B,\na3,C,") == ["territory"]
    assert warnings(tmp_path / "2", accounts=header + "a1,A,\na2,B,") == []


def test_huge_degrees_warn(tmp_path: Path) -> None:
    count = notices.HUB + 1
    people = "person_id,name\n" + "".join(f"p{i},P\n" for i in range(count + 1))
    circles = "circle_id,name\n" + "".join(f"c{i},C\n" for i in range(count))
    knows = "person_a,person_b\n" + "".join(f"p0,p{i + 1}\n" for i in range(count))
    members = "person_id,circle_id\n" + "".join(f"p0,c{i}\n" for i in range(count))
    found = warnings(tmp_path, people=people, circles=circles, knows=knows, memberships=members)
    assert found == ["hub", "many_circles"]


def test_a_large_circle_warns(tmp_path: Path) -> None:
    count = notices.LARGE_CIRCLE + 1
    people = "person_id,name\n" + "".join(f"p{i},P\n" for i in range(count))
    members = "person_id,circle_id\n" + "".join(f"p{i},c1\n" for i in range(count))
    found = warnings(tmp_path, people=people, circles="circle_id,name\nc1,C", memberships=members)
    assert found == ["large_circle"]
