from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import RefgraphError
from refgraph.model.tables import EVENT_KINDS, TABLES
from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.circles import CHAIR
from refgraph.sources.generated.courses import HAPPY, LEFT, UNTOUCHED
from refgraph.sources.generated.folder import write_network
from refgraph.sources.generated.network import Network, network
from refgraph.sources.generated.sheets import sheets
from refgraph.sources.plan import ImportPlan, ReadOptions, plan_import
from tests.sources.memory import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

UNTIL = date(2026, 10, 30)
LAST = (UNTIL - date(1970, 1, 1)).days

Texts = dict[str, str]


def write(path: Path, people: int, number: int = 1, until: date = UNTIL) -> dict[str, int]:
    return write_network(path, people, until, np.random.default_rng(number), lambda _: None)


def planned(path: Path, until: date = UNTIL) -> ImportPlan:
    return plan_import(path, MemoryStore(), options=ReadOptions(), today=until)


def rows_of(path: Path, table: str) -> list[Texts]:
    with (path / TABLES[table].file).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "town"
    write(path, 2_000)
    return path


@pytest.fixture(scope="module")
def city() -> Network:
    return network(20_000, LAST, np.random.default_rng(3))


@pytest.mark.parametrize("people", [10, 100, 2_000])
def test_a_generated_folder_imports_without_a_held_row_or_a_warning(tmp_path: Path, people: int) -> None:
    counts = write(tmp_path / "made", people)
    plan = planned(tmp_path / "made")
    assert (plan.outcome, list(plan.problems)) == ("accept", [])
    assert set(plan.files) == {table.file for table in TABLES.values()}
    assert {TABLES[name].file: count for name, count in counts.items()} == {
        name: count.imported for name, count in plan.files.items()
    }
    assert counts["people"] == people


@settings(max_examples=25)
@given(people=st.integers(10, 60), number=st.integers(0, 2**32 - 1))
def test_every_small_network_imports_whole(
    tmp_path_factory: pytest.TempPathFactory, people: int, number: int
) -> None:
    path = tmp_path_factory.mktemp("small") / "made"
    write(path, people, number)
    plan = planned(path)
    assert (plan.outcome, list(plan.problems)) == ("accept", [])


def test_another_last_day_imports_on_that_day(tmp_path: Path) -> None:
    write(tmp_path / "made", 300, until=date(1950, 1, 1))
    assert planned(tmp_path / "made", date(1950, 1, 1)).outcome == "accept"


def test_the_same_numbers_give_the_same_bytes_and_others_do_not(town: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", 2_000)
    assert content(tmp_path / "again") == content(town)
    write(tmp_path / "other", 2_000, number=2)
    assert all(
        content(tmp_path / "other")[name] != text
        for name, text in content(town).items()
        if "reps" not in name
    )


def test_a_sheet_is_the_same_in_stretches_of_any_length() -> None:
    drawn = network(100, LAST, np.random.default_rng(5))
    for sheet in sheets(drawn).values():
        whole = sheet.cells(slice(0, sheet.rows))
        starts = range(0, sheet.rows, 7)
        pieces = [sheet.cells(slice(start, min(start + 7, sheet.rows))) for start in starts]
        assert {name: [text for piece in pieces for text in piece[name]] for name in whole} == whole


def test_proportions_are_those_that_are_named(city: Network) -> None:
    n = 20_000
    assert city.accounts.count == n / per.PEOPLE_AN_ACCOUNT
    assert city.accounts.known.sum() == n
    assert len(city.circles.circle) / n == pytest.approx(per.MEMBERSHIPS, rel=0.1)
    assert len(city.knows.a) / n == pytest.approx(per.KNOWS, rel=0.1)
    assert len(city.people.earlier.person) / n == pytest.approx(per.EARLIER_JOBS, rel=0.1)
    bought = (city.courses.first_order >= 0).mean()
    assert bought == pytest.approx(per.CUSTOMERS, abs=0.01)
    # The demo network has 559 events for 244 people.
    assert 1.5 < len(city.events.day) / n < 3.0


def test_circles_have_a_heavy_tail_and_no_giant(city: Network) -> None:
    size = np.bincount(city.circles.circle, minlength=city.circles.count)
    assert size.min() >= 1
    assert 8 * size.mean() < size.max() <= per.LARGEST_CIRCLE
    assert np.quantile(size, 0.5) < size.mean()


def test_nobody_is_twice_in_a_circle_or_twice_acquainted_or_his_own_friend(city: Network) -> None:
    circles, ties = city.circles, city.knows
    assert len(set(zip(circles.circle.tolist(), circles.person.tolist(), strict=True))) == len(circles.circle)
    assert len(set(zip(ties.a.tolist(), ties.b.tolist(), strict=True))) == len(ties.a)
    assert (ties.a < ties.b).all()
    assert np.bincount(circles.circle[circles.role == CHAIR]).max() == 1


def test_people_know_people_of_their_circles(city: Network) -> None:
    circles: dict[int, set[int]] = defaultdict(set)
    for person, circle in zip(city.circles.person.tolist(), city.circles.circle.tolist(), strict=True):
        circles[person].add(circle)
    pairs = zip(city.knows.a.tolist(), city.knows.b.tolist(), strict=True)
    together = [bool(circles[a] & circles[b]) for a, b in pairs]
    assert np.mean(together) > 0.5
    trade = city.accounts.trade[city.people.account]
    assert np.mean(trade[city.knows.a] == trade[city.knows.b]) > 0.7


def test_customers_gather_in_circles_and_buy_at_one_time(city: Network) -> None:
    """Two accounts in one circle agree more often than two drawn from all (.45² + .55² = .505)."""
    account = city.people.account[city.circles.person]
    bought, ordered = city.courses.first_order >= 0, city.courses.first_order
    neighbours = np.flatnonzero(city.circles.circle[1:] == city.circles.circle[:-1])
    one, other = account[neighbours], account[neighbours + 1]
    one, other = one[(differs := one != other)], other[differs]
    assert np.mean(bought[one] == bought[other]) > 0.58
    both = bought[one] & bought[other]
    apart = np.abs(ordered[one] - ordered[other])[both]
    by_chance = np.abs(
        np.subtract.outer(drawn := np.random.default_rng(0).permutation(ordered[bought])[:500], drawn)
    )
    assert np.median(apart) < 0.8 * np.median(by_chance)


def test_an_event_comes_after_the_one_it_refers_to(city: Network) -> None:
    events = city.events
    referring = np.flatnonzero(events.event >= 0)
    meant = events.event[referring]
    assert (meant < referring).all()
    assert (events.day[meant] <= events.day[referring]).all()
    is_order = events.kind[referring] == EVENT_KINDS.index("deal_won")
    assert (is_order | (events.account[meant] == events.account[referring])).all()


def test_every_order_is_installed_delivered_and_judged_in_that_order(town: Path) -> None:
    events = {row["event_id"]: row for row in rows_of(town, "events")}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in events.values():
        if row["kind"] in ("install_start", "install_done", "delivery", "satisfaction"):
            assert events[row["ref"]]["kind"] == "deal_won"
            found[row["ref"]][row["kind"]] = row["date"]
    assert len(found) > 300
    for order, days in found.items():
        steps = [
            days[kind]
            for kind in ("install_start", "install_done", "delivery", "satisfaction")
            if kind in days
        ]
        assert sorted([events[order]["date"], *steps]) == [events[order]["date"], *steps]


def test_incidents_close_after_they_open_and_some_stay_open(city: Network) -> None:
    kind, event = city.events.kind, city.events.event
    opened = set(np.flatnonzero(kind == EVENT_KINDS.index("incident_opened")).tolist())
    closed = event[kind == EVENT_KINDS.index("incident_closed")].tolist()
    escalated = event[kind == EVENT_KINDS.index("complaint_escalated")].tolist()
    assert set(closed) | set(escalated) <= opened
    assert len(closed) == len(set(closed)) < len(opened)


def test_referrals_are_asked_before_they_are_answered_and_lead_to_orders(city: Network) -> None:
    events = city.events
    asked = {}
    for at in np.flatnonzero(events.target >= 0).tolist():
        name = EVENT_KINDS[events.kind[at]]
        case = events.account[at], events.person[at], events.target[at]
        if name == "referral_asked":
            asked[case] = events.day[at]
        if name in ("referral_made", "referral_declined"):
            assert asked[case] <= events.day[at]
    led = np.flatnonzero((events.kind == EVENT_KINDS.index("deal_won")) & (events.event >= 0))
    assert len(led) > 20
    assert (events.kind[events.event[led]] == EVENT_KINDS.index("referral_made")).all()
    assert (events.target[events.event[led]] == events.account[led]).all()


def test_events_are_of_people_at_the_account_and_of_days_up_to_the_last(town: Path) -> None:
    roles = defaultdict(list)
    for row in rows_of(town, "roles"):
        roles[row["person_id"], row["account_id"]].append((row["from"], row["to"] or "9999"))
    days = []
    for row in rows_of(town, "events"):
        days.append(row["date"])
        assert any(start <= row["date"] <= end for start, end in roles[row["person_id"], row["account_id"]])
        if row["kind"] not in ("left_company", "joined_company"):
            assert date.fromisoformat(row["date"]).weekday() < 5
    assert days == sorted(days)
    assert days[-1] <= UNTIL.isoformat()


def test_every_rep_works_the_accounts_of_his_territory(town: Path) -> None:
    reps = {row["rep_id"]: row for row in rows_of(town, "reps")}
    accounts = rows_of(town, "accounts")
    for account in accounts:
        assert reps[account["owner"]]["territories"] == account["territory"]
    load = Counter(account["owner"] for account in accounts)
    assert np.mean(list(load.values())) == pytest.approx(
        per.ACCOUNTS_A_REGION * per.REGIONS_A_TERRITORY, rel=0.3
    )
    led = [name for rep in reps.values() if rep["role"] == "lead" for name in rep["territories"].split(";")]
    assert sorted(led) == sorted(rep["territories"] for rep in reps.values() if rep["role"] == "rep")


def test_status_says_what_the_events_say(city: Network) -> None:
    orders = city.events.kind == EVENT_KINDS.index("deal_won")
    bought = np.zeros(city.accounts.count, np.bool_)
    bought[city.events.account[orders]] = True
    assert (bought == (city.courses.first_order >= 0)).all()
    assert (bought == (city.courses.course <= LEFT)).all()
    sold = set(sheets(city)["accounts"].cells(slice(0, city.accounts.count))["status"])
    assert sold == {"customer", "prospect", "lost", "partner"}


def test_the_happy_are_supporters_and_the_untouched_unknown(city: Network) -> None:
    course = city.courses.course[city.people.account]
    known = city.stances.stance >= 0
    assert not known[(course == UNTOUCHED)].any()
    supporters = (city.stances.stance == 0)[course == HAPPY]
    assert 0.1 < supporters.mean() < 0.5
    assert (city.stances.day[known] <= LAST).all()
    assert (city.stances.stance == 2).any()


def test_parents_are_of_the_same_trade_and_have_none(city: Network) -> None:
    parent, trade = city.accounts.parent, city.accounts.trade
    below = np.flatnonzero(parent >= 0)
    assert len(below) / city.accounts.count == pytest.approx(per.ACCOUNTS_WITH_PARENT, abs=0.02)
    assert (trade[parent[below]] == trade[below]).all()
    assert (parent[parent[below]] == -1).all()


def test_fewer_than_ten_people_are_no_network() -> None:
    with pytest.raises(ValueError, match="9 people, expected 10 or more"):
        network(9, LAST, np.random.default_rng(1))


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(RefgraphError, match="is not empty; name a folder that does not exist yet"):
        write(tmp_path, 10)
    with pytest.raises(RefgraphError, match=r"mine\.txt is no folder"):
        write(tmp_path / "mine.txt", 10)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken_and_missing_ones_above_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", 10)
    write(tmp_path / "far" / "away", 10)
    assert content(tmp_path / "empty") == content(tmp_path / "far" / "away")


def test_nothing_is_left_of_a_folder_that_was_not_finished(tmp_path: Path) -> None:
    def stop(message: str) -> None:
        if "events" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_network(tmp_path / "made", 10, UNTIL, np.random.default_rng(1), stop)
    assert list(tmp_path.iterdir()) == []
