"""What happened with the accounts around the story: courtship, orders, care, trouble, silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from background import LAST_DAY, a_day, draw, working_day
from phrases import ACCESSORIES, PHRASES, PRODUCTS
from titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from sheets import Row

_LEADS = ("it", "production", "editorial", "top")
_BOSSES = ("top", "editorial", "it")
_USERS = ("user", "production", "purchasing", "admin", "it", "editorial")


@dataclass
class Diary:
    """Events of one account as they are written down."""

    account: Row
    roles: Sequence[Row]
    """Roles at the account."""
    rng: Random
    events: list[Row] = field(default_factory=list)

    def note(
        self, day: date, kind: str, functions: Sequence[str], phrase: str = "", **cells: float | str
    ) -> str:
        """Write down an event with somebody of the first function that has a role that day; its key comes out.

        Nothing is written once the last day has passed.
        """
        key = f"{self.account['account_id']}:{len(self.events)}"
        if day <= LAST_DAY:
            text = cells.pop("text", "") or self.rng.choice(PHRASES[phrase or kind])
            base = {"date": day.isoformat(), "kind": kind, "account": self.account["account_id"], "key": key}
            person = self._someone(functions, day)
            self.events.append(
                base
                | {"person": person, "text": str(text)}
                | {name: _cell(value) for name, value in cells.items()}
            )
        return key

    def _someone(self, functions: Sequence[str], day: date) -> str:
        iso = day.isoformat()
        there = [row for row in self.roles if row["from"] <= iso and (not row["to"] or iso <= row["to"])]
        for function in functions:
            for row in there:
                if TITLES[row["title"]]["function"] == function:
                    return row["person_id"]
        return ""

    def later(self, day: date, least: int, most: int) -> date:
        """Draw a day that many days after another, the next working day if it is none."""
        return working_day(day + timedelta(days=self.rng.randint(least, most)))

    def mood(self, least: int, most: int) -> float:
        """Draw how it went, in tenths."""
        return self.rng.randint(least, most) / 10


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def events_of(account: Row, roles: Sequence[Row]) -> list[Row]:
    """Events of an account by the life it leads; none where the story tells it."""
    if account["life"] not in LIVES:
        return []
    here = [row for row in roles if row["account"] == account["account_id"]]
    diary = Diary(account, here, draw(f"life {account['account_id']}"))
    LIVES[account["life"]](diary)
    return diary.events


def _courted(diary: Diary) -> None:
    day = working_day(a_day(diary.rng, date(2024, 1, 8), date(2026, 5, 31)))
    diary.note(day, "meeting", _LEADS, "first_meeting", value=diary.mood(0, 4))
    for _ in range(diary.rng.randint(2, 4)):
        day = diary.later(day, 30, 120)
        kind = diary.rng.choice(("meeting", "call", "visit", "email"))
        diary.note(day, kind, _LEADS if diary.rng.random() < 0.7 else _USERS, f"{kind}_courting")
    if diary.rng.random() < 0.5:
        strength = diary.mood(3, 8)
        diary.note(diary.later(day, 10, 60), "competitor_seen", _LEADS, value=strength)


def _courted_apart(diary: Diary) -> None:
    diary.note(date(2025, 4, 17), "meeting", _LEADS, "first_meeting")
    diary.note(
        date(2025, 9, 23),
        "call",
        _LEADS,
        text="松江这边都听说了九峰的事 / All Songjiang has heard about Jiufeng",
    )


def _lost_bid(diary: Diary) -> None:
    _courted(diary)
    _, bid = _quantity(diary, PRODUCTS_BY_INDUSTRY[diary.account["industry"]])
    day = diary.later(date.fromisoformat(diary.events[-1]["date"]), 20, 60)
    diary.note(day, "deal_lost", _LEADS, value=bid)
    if diary.rng.random() < 0.5:
        diary.note(diary.later(day, 1, 20), "stance", _LEADS, value=-1)
    text = "登门请教输在哪里 / Called to learn why we lost"
    diary.note(diary.later(day, 60, 150), "visit", _LEADS, value=diary.mood(0, 3), text=text)


def _happy(diary: Diary) -> None:
    day = _first_order(
        diary, (date(2023, 12, 20), date(2024, 11, 30)), late=(-3, 2), mood=(7, 10), answers=(9, 10)
    )
    while day < LAST_DAY:
        day = _repeat_order(diary, diary.later(day, 80, 200), late=(-2, 1))
        _care(diary, diary.later(day, 20, 60), mood=(3, 8))


def _plain(diary: Diary) -> None:
    day = _first_order(
        diary, (date(2023, 12, 20), date(2025, 5, 31)), late=(0, 7), mood=(2, 5), answers=(6, 8)
    )
    if diary.rng.random() < 0.7:
        day = _repeat_order(diary, diary.later(day, 200, 400), late=(0, 4))
    while day < LAST_DAY:
        day = diary.later(day, 120, 260)
        _care(diary, day, mood=(0, 5))


def _mended(diary: Diary) -> None:
    day = _first_order(
        diary, (date(2023, 12, 20), date(2025, 2, 28)), late=(-1, 1), mood=(6, 8), answers=(7, 9)
    )
    day = diary.later(day, 60, 200)
    trouble = diary.note(day, "incident_opened", _LEADS, value=diary.mood(4, 7))
    mended = diary.later(day, 9, 35)
    diary.note(
        mended, "incident_closed", _LEADS, "incident_closed_well", value=diary.mood(5, 9), ref=f"@{trouble}"
    )
    diary.note(diary.later(mended, 8, 20), "thanks", _LEADS, value=diary.mood(4, 7))
    day = _repeat_order(diary, diary.later(mended, 80, 200), late=(-1, 1))
    while day < LAST_DAY:
        day = diary.later(day, 100, 220)
        _care(diary, day, mood=(2, 6))


def _partner(diary: Diary) -> None:
    diary.note(
        date(2024, 5, 22), "meeting", _LEADS, text="签了安装合作，双方各管一段 / Agreed to install together"
    )
    diary.note(
        date(2025, 12, 19), "thanks", _LEADS, text="年底请合作伙伴吃饭 / Year-end supper with our partner"
    )


def _care(diary: Diary, day: date, *, mood: tuple[int, int]) -> None:
    """Look in on a customer; every other time somebody else than the usual one is met."""
    kind = diary.rng.choice(("visit", "call", "visit", "meeting"))
    functions = _LEADS if diary.rng.random() < 0.6 else _USERS
    diary.note(day, kind, functions, value=diary.mood(*mood))


def _first_order(
    diary: Diary,
    span: tuple[date, date],
    *,
    late: tuple[int, int],
    mood: tuple[int, int],
    answers: tuple[int, int],
) -> date:
    """Courtship, order, installation, delivery, thanks and what was thought of it; the day of the last."""
    ordered = working_day(a_day(diary.rng, *span))
    courted = working_day(ordered - timedelta(days=diary.rng.randint(50, 70)))
    diary.note(courted, "meeting", _LEADS, "first_meeting", value=diary.mood(1, 4))
    diary.note(diary.later(courted, 15, 35), "meeting", _LEADS, "meeting_courting", value=diary.mood(1, 5))
    text, value = _quantity(diary, PRODUCTS_BY_INDUSTRY[diary.account["industry"]])
    margin = round(value * diary.rng.uniform(0.08, 0.11), -2)
    order = diary.note(ordered, "deal_won", _LEADS, value=value, margin=margin, text=text)
    delivered = _installation(diary, ordered, order)
    _delivery(diary, delivered, order, diary.rng.randint(*late))
    diary.note(diary.later(delivered, 3, 10), "thanks", _BOSSES, value=diary.mood(3, 7))
    judged = diary.later(delivered, 20, 50)
    phrase = "satisfaction_high" if mood[0] >= 6 else "satisfaction_fair"
    diary.note(judged, "satisfaction", _LEADS, phrase, value=diary.mood(*mood), ref=f"@{order}")
    asked = diary.later(judged, 60, 160)
    answer = diary.rng.randint(*answers)
    diary.note(asked, "survey", _LEADS, "survey_high" if answer >= 9 else "survey_fair", value=answer)
    return asked


def _installation(diary: Diary, ordered: date, order: str) -> date:
    """Install an order; the day on which it is handed over."""
    started = diary.later(ordered, 5, 12)
    done = diary.later(started, 4, 16)
    diary.note(started, "install_start", _LEADS, ref=f"@{order}")
    diary.note(done, "install_done", _LEADS, ref=f"@{order}")
    return diary.later(done, 0, 2)


def _repeat_order(diary: Diary, day: date, *, late: tuple[int, int]) -> date:
    """Order something small again, delivered without installation; the day of delivery."""
    text, value = _quantity(diary, ACCESSORIES)
    margin = round(value * diary.rng.uniform(0.19, 0.27), -2)
    order = diary.note(day, "deal_won", _USERS, value=value, margin=margin, text=text)
    delivered = diary.later(day, 6, 14)
    _delivery(diary, delivered, order, diary.rng.randint(*late))
    return delivered


def _delivery(diary: Diary, day: date, order: str, days_late: int) -> None:
    text = diary.rng.choice(PHRASES["late" if days_late > 0 else "early" if days_late < 0 else "on_time"])
    days = f"{abs(days_late)} day{'s' if abs(days_late) > 1 else ''}"
    text = text.format(zh=abs(days_late), en=days)
    diary.note(day, "delivery", _LEADS, value=-days_late, ref=f"@{order}", text=text)


def _quantity(diary: Diary, goods: Sequence[Row]) -> tuple[str, int]:
    """Draw what is bought: its text and its price in yuan."""
    item = diary.rng.choice(goods)
    count = diary.rng.randint(int(item["least"]), int(item["most"]))
    return f"{item['zh']}{count}件 / {count} {item['en']}", count * int(item["price"])


PRODUCTS_BY_INDUSTRY = {
    industry: [row for row in PRODUCTS if row["industry"] == industry]
    for industry in dict.fromkeys(row["industry"] for row in PRODUCTS)
}

LIVES: dict[str, Callable[[Diary], None]] = {
    "courted": _courted,
    "courted_apart": _courted_apart,
    "lost_bid": _lost_bid,
    "happy": _happy,
    "plain": _plain,
    "mended": _mended,
    "partner": _partner,
}
"""What an account's `life` means; 'untouched' and the story's accounts have none."""
