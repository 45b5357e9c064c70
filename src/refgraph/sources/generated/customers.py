"""Customers: the first order with all that belongs to it, repeat orders, care, trouble and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated.courses import HAPPY, LEFT, MENDED, PLAIN, TROUBLED
from refgraph.sources.generated.words import TRADES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.courses import Courses
    from refgraph.sources.generated.diary import Diary

    Ints = NDArray[np.int64]

_MOODS = {HAPPY: (0.6, 1.0), PLAIN: (0.1, 0.5), MENDED: (0.3, 0.7), TROUBLED: (0.0, 0.5), LEFT: (-0.8, -0.2)}
_ANSWERS = {HAPPY: (8.5, 10.4), PLAIN: (5.5, 8.4), MENDED: (6.5, 9.4), TROUBLED: (4.5, 7.4), LEFT: (0.0, 5.4)}
_LATE = {HAPPY: (-3, 1), PLAIN: (0, 7), MENDED: (-1, 2), TROUBLED: (0, 14), LEFT: (5, 30)}
"""Satisfaction, survey answer and days late by what became of the customer."""
_REPEATS = {HAPPY: 0.92, PLAIN: 0.75, MENDED: 0.85, TROUBLED: 0.4, LEFT: 0.0}
"""Chance that another order follows the last one."""
_MOST_REPEATS = 8
_PRICES = np.array([trade.price for trade in TRADES])


def first_orders(diary: Diary, lives: Courses, led_by: Ints) -> None:
    """Courtship, order, installation, delivery, thanks and what was thought of it, of every customer.

    `led_by` has the number of the referral that led to an account's first order, shape (a,); -1 for none.
    """
    for course in _MOODS:
        _first_order(diary, lives, course, led_by)


def _first_order(diary: Diary, lives: Courses, course: int, led_by: Ints) -> None:
    account = lives.of(course)
    day = lives.first_order[account]
    courted = diary.later(day, -70, -50)
    diary.meet("meeting", account, courted, (0.1, 0.4), phrase="first_meeting")
    diary.meet("meeting", account, diary.later(courted, 15, 35), (0.1, 0.5))
    order = _order(diary, account, day, pieces=(5, 45), margins=(0.08, 0.11), event=led_by[account])
    started = diary.later(day, 5, 12)
    done = diary.later(started, 4, 16)
    diary.meet("install_start", account, started, event=order)
    diary.meet("install_done", account, done, event=order)
    delivered = diary.later(done, 0, 2)
    _delivery(diary, account, delivered, order, _LATE[course])
    diary.meet("thanks", account, diary.later(delivered, 3, 10), (0.3, 0.7))
    judged = diary.later(delivered, 20, 50)
    diary.meet("satisfaction", account, judged, _MOODS[course], event=order)
    _survey(diary, account, diary.later(judged, 60, 160), _ANSWERS[course])
    _care(diary, account, diary.later(judged, 40, 300))


def _order(
    diary: Diary,
    account: Ints,
    day: Ints,
    *,
    pieces: tuple[int, int],
    margins: tuple[float, float],
    phrase: str = "",
    event: Ints | None = None,
) -> Ints:
    price = _PRICES[diary.accounts.trade[account]]
    value = np.round(price * diary.rng.integers(*pieces, size=len(account)).astype(np.float64), -2)
    margin = np.round(value * diary.rng.uniform(*margins, len(account)), -1)
    person = diary.someone(account, day)
    return diary.log.note(
        "deal_won", account, person, day, phrase=phrase, value=value, margin=margin, event=event
    )


def _delivery(diary: Diary, account: Ints, day: Ints, order: Ints, late: tuple[int, int]) -> None:
    days = -diary.rng.integers(late[0], late[1] + 1, size=len(account)).astype(np.float64)
    diary.log.note("delivery", account, diary.someone(account, day), day, value=days + 0.0, event=order)


def _survey(diary: Diary, account: Ints, day: Ints, answers: tuple[float, float]) -> None:
    answer = np.rint(diary.rng.uniform(*answers, len(account)))
    diary.log.note("survey", account, diary.someone(account, day), day, value=answer)


def repeat_orders(diary: Diary, lives: Courses, until: int) -> None:
    """Small orders after the first, each some months after the last, and a visit after each."""
    for course, chance in _REPEATS.items():
        account = lives.of(course)
        day = diary.later(lives.first_order[account], 150, 320)
        for _ in range(_MOST_REPEATS):
            goes_on = diary.some(account, chance) & (day <= until)
            account, day = account[goes_on], day[goes_on]
            order = _order(diary, account, day, pieces=(1, 5), margins=(0.19, 0.27), phrase="repeat")
            delivered = diary.later(day, 6, 14)
            _delivery(diary, account, delivered, order, _LATE[course])
            _care(diary, account, diary.later(delivered, 20, 60))
            day = diary.later(delivered, 80, 200)


def _care(diary: Diary, account: Ints, day: Ints) -> None:
    kind = diary.rng.choice(4, len(account), p=(0.5, 0.25, 0.15, 0.1))
    for number, name in enumerate(("visit", "call", "meeting", "email")):
        chosen = kind == number
        diary.meet(name, account[chosen], day[chosen], None if name == "email" else (0.1, 0.7))


def trouble(diary: Diary, lives: Courses) -> None:
    """Incidents: closed well where the customer was made good, closed badly or open where not."""
    mended, troubled = lives.of(MENDED), lives.of(TROUBLED, LEFT)
    opened = diary.later(lives.first_order[mended], 120, 240)
    closed = diary.later(opened, 9, 35)
    incident = diary.meet("incident_opened", mended, opened, (0.3, 0.7))
    diary.meet("incident_closed", mended, closed, (0.4, 0.9), event=incident)
    diary.meet("thanks", mended, diary.later(closed, 8, 20), (0.4, 0.7))
    opened = diary.later(lives.first_order[troubled], 40, 240)
    incident = diary.meet("incident_opened", troubled, opened, (0.4, 0.9))
    escalated = diary.some(troubled, 0.5)
    day = diary.later(opened, 5, 20)
    diary.meet(
        "complaint_escalated", troubled[escalated], day[escalated], (0.5, 1.0), event=incident[escalated]
    )
    closed_badly = diary.some(troubled, 0.3)
    day = diary.later(day, 10, 60)
    diary.meet(
        "incident_closed",
        troubled[closed_badly],
        day[closed_badly],
        (-0.8, -0.1),
        event=incident[closed_badly],
    )
