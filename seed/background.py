"""The people around the story, drawn from name lists: colleagues, earlier jobs, circles and acquaintances."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from names import mailbox, names, person_id
from organisations import ACCOUNTS, CIRCLES
from story_people import CAST
from titles import BEGINNERS, SPECIAL_STAFFING, STAFFING, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sheets import Row

NUMBER = 20241202
"""Number from which all drawing starts."""

LAST_DAY = date(2026, 10, 31)
NAMESAKES = {("王磊 Wang Lei", "wangshu-tv"): "wang-lei-2"}
"""Ids of people who share their name with somebody else, by name and account."""

HOLIDAYS = (
    *(("2023-10-01", "2023-10-08"), ("2024-01-01", "2024-01-01"), ("2024-02-09", "2024-02-17")),
    *(("2024-05-01", "2024-05-05"), ("2024-10-01", "2024-10-07"), ("2025-01-01", "2025-01-01")),
    *(("2025-01-28", "2025-02-04"), ("2025-05-01", "2025-05-05"), ("2025-10-01", "2025-10-08")),
    *(("2026-01-01", "2026-01-02"), ("2026-02-16", "2026-02-23"), ("2026-05-01", "2026-05-05")),
    ("2026-10-01", "2026-10-07"),
)
"""First and last days on which offices are closed."""

_TIE_KINDS = (
    "前同事 former colleague",
    "同学 classmate",
    "朋友 friend",
    "业务往来 business contact",
    "邻居 neighbour",
    "亲戚 relative",
)
_WORLD = {row["account_id"]: row["world"] for row in ACCOUNTS}
_INDUSTRY = {row["account_id"]: row["industry"] for row in ACCOUNTS}


def draw(topic: str) -> Random:
    """Return the source of randomness of one topic, so that a change in one leaves the others as they are."""
    return Random(f"{NUMBER}:{topic}")


def a_day(rng: Random, first: date, last: date) -> date:
    """Draw a day from first to last, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def working_day(day: date) -> date:
    """Return the day itself, or the next one on which offices are open."""
    while day.weekday() >= 5 or any(first <= day.isoformat() <= last for first, last in HOLIDAYS):
        day += timedelta(days=1)
    return day


def cast_roles() -> list[Row]:
    """Roles of the story's people, `title` still the key of `TITLES`."""
    return [
        {**row, "person_id": NAMESAKES.get((row["name"], row["account"]), person_id(row["name"]))}
        for row in CAST
    ]


def all_roles() -> list[Row]:
    """Roles of everybody, the story's people first; `title` is the key of `TITLES`."""
    roles = cast_roles()
    fresh = names(draw("names"), [row["name"] for row in roles])
    for account in ACCOUNTS:
        taken = {row["title"] for row in roles if row["account"] == account["account_id"]}
        roles += _colleagues(account, taken, fresh)
    roles += _earlier_jobs(roles)
    _fill_reporting_lines(roles)
    return roles


def _colleagues(account: Row, taken: set[str], fresh: Iterator[str]) -> list[Row]:
    staffing = SPECIAL_STAFFING.get(account["account_id"], STAFFING[account["industry"]])
    wanted = [title for title in staffing if title not in taken][: int(account["known"])]
    if len(wanted) < int(account["known"]):
        raise ValueError(f"{account['account_id']} has no {account['known']} titles to staff")
    return [_newcomer(account["account_id"], title, next(fresh)) for title in wanted]


def _newcomer(account: str, title: str, name: str) -> Row:
    rng = draw(f"role {name}")
    first, last = (2008, 2019) if TITLES[title]["seniority"] == "C" else (2012, 2023)
    started = a_day(rng, date(first, 1, 1), date(last, 6, 30))
    consent = rng.choices(("", "yes", "no"), (82, 15, 3))[0]
    row = {"name": name, "account": account, "title": title, "person_id": person_id(name), "consent": consent}
    return row | {"from": started.isoformat(), "to": ""}


def _earlier_jobs(roles: list[Row]) -> list[Row]:
    """Give some people a job before the present one, and let a few of them have moved in the story's years."""
    rng = draw("earlier jobs")
    story = {row["person_id"] for row in cast_roles()}
    pool = [r for r in roles if r["person_id"] not in story and not _WORLD[r["account"]]]
    changed = rng.sample([r for r in pool if _may_have_moved(TITLES[r["title"]])], 7)
    settled = rng.sample([r for r in pool if r not in changed], 22)
    for row in changed:
        row["from"] = working_day(a_day(rng, date(2024, 2, 1), date(2026, 6, 30))).isoformat()
    return [_job_before(row, rng) for row in changed + settled]


def _may_have_moved(title: Row) -> bool:
    """Tell whether a newcomer in this position leaves the account's history as it is told."""
    return title["function"] != "it" and title["seniority"] != "C"


def _job_before(row: Row, rng: Random) -> Row:
    industry = _INDUSTRY[row["account"]]
    others = [a for a, trade in _INDUSTRY.items() if trade == industry and a != row["account"]]
    account = rng.choice([a for a in others if not _WORLD[a] and a != "jianghai-shipping"])
    left = working_day(date.fromisoformat(row["from"]) - timedelta(days=rng.randint(15, 30)))
    started = left - timedelta(days=rng.randint(500, 2400))
    job = {"account": account, "title": BEGINNERS[industry]}
    return row | job | {"from": started.isoformat(), "to": left.isoformat()}


def _fill_reporting_lines(roles: list[Row]) -> None:
    """Managers report to the head of the account, staff to its first manager, where no line is given."""
    for row in roles:
        if "reports_to" not in row:
            above = {"M": "C", "S": "M", "C": ""}[TITLES[row["title"]]["seniority"]]
            row["reports_to"] = "" if row["to"] else _first(roles, row, above)


def _first(roles: list[Row], below: Row, seniority: str) -> str:
    for row in roles:
        same = row["account"] == below["account"] and not row["to"] and row["person_id"] != below["person_id"]
        if same and TITLES[row["title"]]["seniority"] == seniority:
            return row["person_id"]
    return ""


def memberships(roles: list[Row]) -> list[Row]:
    """Draw members of the circles from the people whose trade, work and world fit."""
    story = {row["person_id"] for row in cast_roles()}
    found: list[Row] = []
    for circle in CIRCLES:
        rng = draw(f"circle {circle['circle_id']}")
        fitting = [row for row in roles if row["person_id"] not in story and _fits(row, circle)]
        chosen = rng.sample(fitting, min(int(circle["draws"]), len(fitting)))
        found += [_member(row, circle, rng) for row in chosen]
    return found


def _fits(role: Row, circle: Row) -> bool:
    return (
        not role["to"]
        and _WORLD[role["account"]] == circle["world"]
        and _INDUSTRY[role["account"]] in circle["industries"].split(",")
        and TITLES[role["title"]]["function"] in circle["functions"].split(",")
        and role["from"] < "2025-06-01"
    )


def _member(role: Row, circle: Row, rng: Random) -> Row:
    earliest = max(date.fromisoformat(role["from"]), date(int(circle["founded"]), 3, 1))
    joined = a_day(rng, earliest, date(2025, 11, 30))
    ended = rng.random() < 0.08 and joined < date(2025, 1, 1)
    left = a_day(rng, joined + timedelta(days=200), date(2026, 9, 30)).isoformat() if ended else ""
    attendance = "" if rng.random() < 0.15 else str(rng.randint(2, 16) / 20)
    relation = {"person_id": role["person_id"], "circle_id": circle["circle_id"], "attendance": attendance}
    rank = "organiser" if rng.random() < 0.1 else "member"
    return relation | {"role": rank, "from": joined.isoformat(), "to": left}


def acquaintances(roles: list[Row], wanted: int) -> list[Row]:
    """Draw acquaintances between people of the main world and of the others, half of them in the same work."""
    story = {row["person_id"] for row in cast_roles()}
    people = [row for row in roles if not row["to"] and row["person_id"] not in story]
    rng = draw("acquaintances")
    pairs: set[tuple[str, str]] = set()
    found: list[Row] = []
    while len(found) < wanted:
        a, b = rng.choice(people), rng.choice(people)
        pair = (min(a["person_id"], b["person_id"]), max(a["person_id"], b["person_id"]))
        if pair not in pairs and _plausible(a, b, same_work=rng.random() < 0.6):
            pairs.add(pair)
            found.append(_tie(pair, rng))
    return found


def _plausible(a: Row, b: Row, *, same_work: bool) -> bool:
    if a["account"] == b["account"] or _WORLD[a["account"]] != _WORLD[b["account"]]:
        return False
    return not same_work or TITLES[a["title"]]["function"] == TITLES[b["title"]]["function"]


def _tie(pair: Sequence[str], rng: Random) -> Row:
    kind = rng.choices(_TIE_KINDS, (30, 20, 20, 18, 6, 6))[0]
    since = a_day(rng, date(2004, 1, 1), date(2022, 12, 31))
    recently = rng.random() < 0.6
    last = a_day(rng, date(2025, 11, 1) if recently else date(2023, 1, 1), LAST_DAY)
    heard_of = "" if rng.random() < 0.12 else last.isoformat()
    row = {"person_a": pair[0], "person_b": pair[1], "kind": kind, "since": since.isoformat()}
    return row | {"strength": str(rng.randint(4, 17) / 20), "last_contact": heard_of, "directed": ""}


def person_of(role: Row, rng: Random) -> Row:
    """Row of people.csv for one of the person's roles; the mailbox is at that account."""
    line = f"021-0000-{rng.randrange(10000):04d}" if rng.random() < 0.4 else ""
    number = role["person_id"].removeprefix(person_id(role["name"]))
    return {
        "person_id": role["person_id"],
        "name": role["name"],
        "email": f"{mailbox(role['name'])}{number}@{role['account']}.example",
        "phone": line,
        "language": "en" if rng.random() < 0.06 else "zh",
        "consent": role["consent"],
    }
