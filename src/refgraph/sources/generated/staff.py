"""The people of the accounts: positions, tenures and earlier jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.words import FIRST_SYLLABLES, SECOND_SYLLABLES, SURNAMES, TITLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.sources.generated.organisations import Organisations

    Ints = NDArray[np.int64]

NONE = -1
_YEAR = 365
_STAFF = np.array([title.seniority == "S" for title in TITLES])
_TOP = np.array([title.seniority == "C" for title in TITLES])
_BEGINNER = next(i for i, title in enumerate(TITLES) if title.seniority == "S")


@dataclass(frozen=True, slots=True)
class Jobs:
    """Earlier roles, shape (j,); they end before the present one begins."""

    person: Ints
    account: Ints
    start: Ints
    """Day, as all days here: days since 1970-01-01."""
    end: Ints


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody with the present role, by account, arrays of shape (n,)."""

    account: Ints
    """Ascending."""
    title: Ints
    """Position in `TITLES`; the first person of an account has the first."""
    start: Ints
    """Day the present role began; of the first person of an account it lies before the log."""
    manager: Ints
    """Person index at the same account; -1 for none."""
    names: Ints
    """Positions of surname and two syllables, shape (n, 3)."""
    consent: Ints
    """0 not asked, 1 yes, 2 no."""
    has_phone: NDArray[np.bool_]
    is_english: NDArray[np.bool_]
    earlier: Jobs


def staff(accounts: Organisations, until: int, rng: np.random.Generator) -> Staff:
    """Draw the people of all accounts as they are on the day `until`."""
    account = np.repeat(np.arange(accounts.count), accounts.known)
    n = len(account)
    slot = np.arange(n) - accounts.first_person[account]
    title = slot % len(TITLES)
    start = _starts(slot, title, until, rng)
    syllables = (len(SURNAMES), len(FIRST_SYLLABLES), len(SECOND_SYLLABLES))
    return Staff(
        account=account,
        title=title,
        start=start,
        manager=_managers(accounts, slot, title, account),
        names=np.stack([rng.integers(count, size=n) for count in syllables], axis=1),
        consent=rng.choice(3, n, p=(0.82, 0.15, 0.03)),
        has_phone=rng.random(n) < 0.4,
        is_english=rng.random(n) < 0.06,
        earlier=_earlier_jobs(accounts, account, start, rng),
    )


def _starts(slot: Ints, title: Ints, until: int, rng: np.random.Generator) -> Ints:
    n = len(slot)
    years = np.where(_TOP[title], 7, 4) + rng.integers(11, size=n)
    start = until - years * _YEAR - rng.integers(_YEAR, size=n)
    moved = (slot > 0) & (rng.random(n) < per.MOVED_LATELY)
    return np.where(moved, until - rng.integers(30, per.LOG_DAYS, size=n), start)


def _managers(accounts: Organisations, slot: Ints, title: Ints, account: Ints) -> Ints:
    """Staff report to the first of the account, a manager; he and the other managers to the second, its head."""
    first = accounts.first_person[account]
    head = np.where(accounts.known[account] > 1, first + 1, NONE)
    above = np.where(_STAFF[title], first, head)
    return np.where(_TOP[title], NONE, above)


def _earlier_jobs(accounts: Organisations, account: Ints, start: Ints, rng: np.random.Generator) -> Jobs:
    """Roles at another account of the same trade nearby, left a few weeks before the present one."""
    person = np.flatnonzero(rng.random(len(account)) < per.EARLIER_JOBS)
    steps = rng.integers(1, 2 * per.ACCOUNTS_A_REGION, size=len(person)) * rng.choice((-1, 1), len(person))
    before = np.clip(account[person] + steps, 0, accounts.count - 1)
    end = start[person] - rng.integers(15, 31, size=len(person))
    job = Jobs(person, before, end - rng.integers(500, 2_400, size=len(person)), end)
    elsewhere = (before != account[person]) & (accounts.trade[before] == accounts.trade[account[person]])
    return Jobs(*(part[elsewhere] for part in (job.person, job.account, job.start, job.end)))


def beginner_title() -> str:
    """Title of all earlier roles."""
    return TITLES[_BEGINNER].name
