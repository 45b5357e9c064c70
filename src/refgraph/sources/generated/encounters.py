"""Everything besides orders: courtship, lost bids, referrals, competitors, moves and how people stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated.courses import COURTED, HAPPY, MENDED, OUTBID, PARTNER, PLAIN
from refgraph.sources.generated.proportions import ACCOUNTS_A_REGION, LOG_DAYS
from refgraph.sources.generated.staff import NONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.courses import Courses
    from refgraph.sources.generated.diary import Diary

    Ints = NDArray[np.int64]

_REFERRED = 0.25
"""Share of first orders that a referral is tried for, where a customer of longer standing is near."""
_ASKED = 0.5
"""Share of content customers who are asked to open an account that has not bought."""


def referrals_that_led(diary: Diary, lives: Courses) -> Ints:
    """Referrals before first orders, asked of a customer of at least 200 days' standing.

    Gives the number of the event that led to each account's order, shape (a,); -1 for none.
    """
    led_by = np.full(diary.accounts.count, NONE)
    target = np.flatnonzero(lives.first_order != NONE)
    target = target[diary.some(target, _REFERRED)]
    opener = _near(diary, target)
    ordered = lives.first_order
    fits = np.isin(lives.course[opener], (HAPPY, PLAIN, MENDED)) & (ordered[opener] + 200 < ordered[target])
    target, opener = target[fits], opener[fits]
    asked = diary.later(ordered[target], -130, -110)
    person = diary.someone(opener, asked)
    diary.log.note("referral_asked", opener, person, asked, target=target)
    made = diary.later(asked, 5, 30)
    led_by[target] = diary.log.note("referral_made", opener, person, made, target=target)
    return led_by


def referrals_that_wait(diary: Diary, lives: Courses, until: int) -> None:
    """Asks for accounts that have not bought: made, declined or still open; some take a reference call."""
    opener = lives.of(HAPPY, PLAIN)
    opener = opener[diary.some(opener, _ASKED)]
    target = _near(diary, opener)
    asked = np.maximum(
        diary.later(lives.first_order[opener], 150, 400), until - diary.rng.integers(1, 240, size=len(opener))
    )
    fits = (lives.first_order[target] == NONE) & (target != opener) & (asked <= until)
    opener, target, asked = opener[fits], target[fits], asked[fits]
    person, answered = diary.someone(opener, asked), diary.later(asked, 5, 40)
    diary.log.note("referral_asked", opener, person, asked, target=target)
    outcome = diary.rng.choice(3, len(opener), p=(0.5, 0.2, 0.3))
    for number, kind in enumerate(("referral_made", "referral_declined")):
        chosen = outcome == number
        diary.log.note(kind, opener[chosen], person[chosen], answered[chosen], target=target[chosen])
    calls = diary.some(opener, 0.15) & (outcome == 0)
    day = diary.later(answered, 5, 20)
    diary.meet("reference_call", opener[calls], day[calls], (0.3, 0.9), target=target[calls])


def _near(diary: Diary, account: Ints) -> Ints:
    """Another account close in the order of accounts, which is that of trade and region."""
    steps = diary.rng.integers(1, 2 * ACCOUNTS_A_REGION, size=len(account))
    count = diary.accounts.count
    near = account + steps * diary.rng.choice((-1, 1), len(account))
    return np.asarray(near % count)


def courtship(diary: Diary, lives: Courses, until: int) -> None:
    """First meetings and calls at accounts that have not bought; lost bids and what followed; partners."""
    courted, outbid, partners = lives.of(COURTED), lives.of(OUTBID), lives.of(PARTNER)
    met = _anytime(diary, courted, until)
    diary.meet("meeting", courted, met, (-0.1, 0.4), phrase="first_meeting")
    for kind, chance in (("meeting", 0.5), ("call", 0.5), ("email", 0.4)):
        again = diary.some(courted, chance)
        diary.meet(
            kind, courted[again], diary.later(met, 20, 150)[again], None if kind == "email" else (0.0, 0.5)
        )
    met = _anytime(diary, outbid, until)
    diary.meet("meeting", outbid, met, (0.0, 0.4), phrase="first_meeting")
    _lost_bids(diary, outbid, diary.later(met, 30, 90))
    diary.meet("meeting", partners, _anytime(diary, partners, until))


def _lost_bids(diary: Diary, account: Ints, day: Ints) -> None:
    bid = np.round(diary.accounts.potential[account] * diary.rng.uniform(0.2, 0.9, len(account)), -3)
    person = diary.someone(account, day)
    diary.log.note("deal_lost", account, person, day, value=bid)
    hostile = diary.some(account, 0.3)
    against = np.full(int(hostile.sum()), -1.0)
    diary.log.note(
        "stance", account[hostile], person[hostile], diary.later(day, 1, 20)[hostile], value=against
    )
    diary.meet("visit", account, diary.later(day, 60, 150), (0.0, 0.3))


def competitors(diary: Diary, until: int) -> None:
    """Competitors seen at a seventh of the accounts."""
    everywhere = np.arange(diary.accounts.count)
    seen = everywhere[diary.some(everywhere, 0.15)]
    diary.meet("competitor_seen", seen, _anytime(diary, seen, until), (0.2, 0.8))


def moves(diary: Diary, until: int) -> None:
    """Job changes within the log's years; `ref` is the account left or joined."""
    people, jobs = diary.people, diary.people.earlier
    left = np.flatnonzero(jobs.end > until - LOG_DAYS)
    account = jobs.account[left]
    # A role ends and begins on the day its event says, weekend or not.
    diary.log.note(
        "left_company", account, jobs.person[left], jobs.end[left], target=account, on_any_day=True
    )
    joined = np.flatnonzero(people.start > until - LOG_DAYS)
    account = people.account[joined]
    diary.log.note("joined_company", account, joined, people.start[joined], target=account, on_any_day=True)


def _anytime(diary: Diary, account: Ints, until: int) -> Ints:
    return until - diary.rng.integers(1, LOG_DAYS, size=len(account))
