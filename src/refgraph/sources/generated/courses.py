"""What became of each account: bought early or late, happy or not, courted or never met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.staff import NONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.circles import Circles
    from refgraph.sources.generated.organisations import Organisations
    from refgraph.sources.generated.staff import Staff

    Ints = NDArray[np.int64]

HAPPY, PLAIN, MENDED, TROUBLED, LEFT = range(5)
"""Customers: pleased, so so, let down and made good, still let down, gone."""
UNTOUCHED, COURTED, OUTBID, PARTNER = range(5, 9)
"""The others."""

_OF_CUSTOMERS = (0.38, 0.4, 0.12, 0.07, 0.03)
_OF_OTHERS = (0.35, 0.45, 0.17, 0.03)
_HEAT_OF_CIRCLE = 2.0
"""Weight of the hottest circle beside the account's own chance (standard deviation 1): adoption comes in clusters."""
_WAVE_DAYS = 120.0
"""Standard deviation, in days, of first orders around the wave of the hottest circle."""


@dataclass(frozen=True, slots=True)
class Courses:
    """What became of each account, arrays of shape (a,)."""

    course: Ints
    first_order: Ints
    """Day of a customer's first order; -1 for the others."""

    def of(self, *courses: int) -> Ints:
        """Accounts of these courses, ascending."""
        return np.flatnonzero(np.isin(self.course, courses))


def courses(
    accounts: Organisations, people: Staff, circles: Circles, until: int, rng: np.random.Generator
) -> Courses:
    """Draw what became of the accounts; those of one circle tend to buy, and to buy at one time."""
    heat, wave = rng.normal(size=circles.count), rng.random(circles.count)
    hottest = _hottest(accounts.count, people.account[circles.person], circles.circle, heat)
    warmth = np.where(hottest == NONE, -1.0, heat[hottest]) * _HEAT_OF_CIRCLE
    rank = np.argsort(np.argsort(-(warmth + rng.normal(size=accounts.count)), kind="stable"), kind="stable")
    buys = rank < max(1, round(per.CUSTOMERS * accounts.count))
    course = np.where(
        buys,
        rng.choice(len(_OF_CUSTOMERS), accounts.count, p=_OF_CUSTOMERS),
        UNTOUCHED + rng.choice(len(_OF_OTHERS), accounts.count, p=_OF_OTHERS),
    )
    moment = np.where(hottest == NONE, rng.random(accounts.count), wave[hottest])
    day = until - per.LOG_DAYS + moment * per.LOG_DAYS + rng.normal(0.0, _WAVE_DAYS, accounts.count)
    earliest, latest = until - per.LOG_DAYS + 80, until - 20
    first_order = np.clip(np.rint(day), earliest, latest).astype(np.int64)
    return Courses(course, np.where(buys, first_order, NONE))


def _hottest(count: int, account: Ints, circle: Ints, heat: NDArray[np.float64]) -> Ints:
    """The circle of greatest heat among those of an account's people, shape (count,); -1 where there is none."""
    order = np.lexsort((-heat[circle], account))
    account, circle = account[order], circle[order]
    found = np.full(count, NONE)
    is_first = np.ones(len(account), np.bool_)
    is_first[1:] = account[1:] != account[:-1]
    found[account[is_first]] = circle[is_first]
    return found
