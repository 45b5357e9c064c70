"""The facts that held as of a day, as frozen arrays: what every score and decision reads.

Entities are indexed 0..n-1 in the order of their sorted text ids (code points). Days are int32 numbers of days
since 1970-01-01; `ALWAYS` stands for an open beginning or an unknown day, `STILL` for an open end. An absent
reference is -1, an absent number NaN, an absent text ''. Texts are tuples, or `LateTexts` of a store's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from refgraph.errors import UnknownId
from refgraph.snapshot.texts import row_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Ints = NDArray[np.int32]
Codes = NDArray[np.int8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ALWAYS = int(np.iinfo(np.int32).min)
STILL = int(np.iinfo(np.int32).max)
_NAMED = 10


class Status(IntEnum):
    """What an account is to us as of the day (contract.md §1)."""

    PROSPECT = 0
    CUSTOMER = 1
    LOST = 2
    PARTNER = 3


class Consent(IntEnum):
    """Whether a person agreed to be asked."""

    NOT_ASKED = -1
    NO = 0
    YES = 1


class Seniority(IntEnum):
    """Where a person stands at an account; greater is higher."""

    UNKNOWN = 0
    S = 1
    M = 2
    C = 3


class Stance(IntEnum):
    """A stance as seen; its value is the evidence's x."""

    UNKNOWN = -2
    OPPONENT = -1
    NEUTRAL = 0
    SUPPORTER = 1


class EventKind(IntEnum):
    """Codes of `Events.kind`, in the order of `EVENT_KINDS`."""

    MEETING = 0
    CALL = 1
    EMAIL = 2
    VISIT = 3
    THANKS = 4
    SATISFACTION = 5
    SURVEY = 6
    DEAL_WON = 7
    DEAL_LOST = 8
    INSTALL_START = 9
    INSTALL_DONE = 10
    DELIVERY = 11
    INCIDENT_OPENED = 12
    INCIDENT_CLOSED = 13
    COMPLAINT_ESCALATED = 14
    REFERRAL_ASKED = 15
    REFERRAL_MADE = 16
    REFERRAL_DECLINED = 17
    REFERENCE_CALL = 18
    COMPETITOR_SEEN = 19
    LEFT_COMPANY = 20
    JOINED_COMPANY = 21
    STANCE = 22


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts by index; arrays have shape (a,)."""

    ids: Sequence[str]
    names: Sequence[str]
    industry: tuple[str, ...]
    region: tuple[str, ...]
    territory: tuple[str, ...]
    owner: tuple[str, ...]
    size: Floats
    """Employees."""
    status: Codes
    """`Status` as of the day."""
    parent: Ints
    potential: Floats
    """Expected value of one opening, money."""


@dataclass(frozen=True, slots=True)
class People:
    """People by index; arrays have shape (n,)."""

    ids: Sequence[str]
    names: Sequence[str]
    email: Sequence[str]
    phone: Sequence[str]
    language: Sequence[str]
    consent: Codes
    """`Consent`."""


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles by index; arrays have shape (c,)."""

    ids: Sequence[str]
    names: Sequence[str]
    kind: tuple[str, ...]
    region: tuple[str, ...]
    meetings_per_year: Floats
    """NaN where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Reps:
    """Sales representatives by index, the same on every day; arrays have shape (r,)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    role: tuple[str, ...]
    """`rep`, `lead`, `admin` or ''."""
    territories: tuple[tuple[str, ...], ...]
    """Each rep's, in the order of the file."""
    hours_per_week: Floats
    """Hours for asks and visits; NaN where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles that began by the day, sorted by (person, account, start); ended ones among them."""

    person: Ints
    account: Ints
    start: Ints
    end: Ints
    """Last day of the role; what left_company events ended is already cut. STILL too where it lies after the day."""
    current: Bools
    title: tuple[str, ...]
    seniority: Codes
    buying_role: tuple[str, ...]
    stance: Codes
    """`Stance` of roles.csv; UNKNOWN too where it was seen after the day."""
    stance_day: Ints
    """Day the stance was seen; ALWAYS for undated."""
    reports_to: Ints


@dataclass(frozen=True, slots=True)
class Memberships:
    """Memberships that began by the day, sorted by (person, circle, start); ended ones among them."""

    person: Ints
    circle: Ints
    start: Ints
    end: Ints
    """Last day of the membership; STILL too where it lies after the day."""
    current: Bools
    role: tuple[str, ...]
    attendance: Floats
    """NaN where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Knows:
    """Declared acquaintances that began by the day, sorted by (a, b, directed, kind)."""

    a: Ints
    """Speaks, where `directed`."""
    b: Ints
    strength: Floats
    """NaN where the file says nothing."""
    kind: Sequence[str]
    since: Ints
    last_contact: Ints
    """ALWAYS where unknown or after the day."""
    directed: Bools


@dataclass(frozen=True, slots=True)
class Events:
    """Events up to the day, sorted by (day, id)."""

    ids: Sequence[str]
    """`Texts` where events were added to a snapshot."""
    kind: Codes
    """`EventKind`."""
    day: Ints
    account: Ints
    person: Ints
    rep: Sequence[str]
    value: Floats
    margin: Floats
    ref: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True)
class Snapshot:
    """Everything that held as of one day, from one store version."""

    as_of: date
    store_uuid: str
    version: int
    accounts: Accounts
    people: People
    circles: Circles
    reps: Reps
    roles: Roles
    memberships: Memberships
    knows: Knows
    events: Events

    @property
    def day(self) -> int:
        """`as_of` in days since 1970-01-01."""
        return (self.as_of - date(1970, 1, 1)).days

    @cached_property
    def account_index(self) -> Mapping[str, int]:
        """Index of each account id."""
        return row_index(self.accounts.ids)

    @cached_property
    def person_index(self) -> Mapping[str, int]:
        """Index of each person id."""
        return row_index(self.people.ids)

    @cached_property
    def circle_index(self) -> Mapping[str, int]:
        """Index of each circle id."""
        return row_index(self.circles.ids)

    @cached_property
    def rep_index(self) -> Mapping[str, int]:
        """Index of each rep id."""
        return row_index(self.reps.ids)

    @cached_property
    def event_index(self) -> Mapping[str, int]:
        """Index of each event id."""
        return row_index(self.events.ids)

    def account(self, account_id: str) -> int:
        """Index of an account; raises `UnknownId`."""
        return _found(self.account_index, account_id, "account")

    def person(self, person_id: str) -> int:
        """Index of a person; raises `UnknownId`."""
        return _found(self.person_index, person_id, "person")

    def circle(self, circle_id: str) -> int:
        """Index of a circle; raises `UnknownId`."""
        return _found(self.circle_index, circle_id, "circle")

    def rep(self, rep_id: str) -> int:
        """Index of a rep; raises `UnknownId`."""
        return _found(self.rep_index, rep_id, "rep")

    def roles_of(self, person: int) -> range:
        """Rows of `roles` of a person, in the order of their days."""
        return _rows(self.roles.person, person)

    def memberships_of(self, person: int) -> range:
        """Rows of `memberships` of a person, in the order of their days."""
        return _rows(self.memberships.person, person)

    @cached_property
    def people_of_accounts(self) -> tuple[NDArray[np.int64], Ints]:
        """Current people of all accounts in CSR form: `indptr`, shape (a + 1,), and people, distinct and ascending."""
        roles, n = self.roles, max(1, len(self.people.ids))
        pairs = np.sort(roles.account[roles.current].astype(np.int64) * n + roles.person[roles.current])
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        starts = np.arange(len(self.accounts.ids) + 1) * n
        return np.searchsorted(pairs, starts).astype(np.int64), (pairs % n).astype(np.int32)

    def current_people(self, account: int) -> Ints:
        """Distinct people with a current role at an account, ascending; int32 of shape (people,)."""
        indptr, people = self.people_of_accounts
        return people[indptr[account] : indptr[account + 1]]

    def current_members(self, circle: int) -> Ints:
        """Distinct people with a current membership of a circle, ascending; int32 of shape (people,)."""
        at = (self.memberships.circle == circle) & self.memberships.current
        return np.unique(self.memberships.person[at])

    def current_accounts(self, person: int) -> list[int]:
        """Distinct accounts a person has a current role at, ascending."""
        rows = self.roles_of(person)
        return sorted({int(self.roles.account[row]) for row in rows if self.roles.current[row]})


def day_to_iso(day: int) -> str | None:
    """ISO text of a number of days since 1970-01-01; None for ALWAYS and STILL."""
    if day in (ALWAYS, STILL):
        return None
    return date.fromordinal(day + date(1970, 1, 1).toordinal()).isoformat()


def _found(index: Mapping[str, int], key: str, what: str) -> int:
    if key not in index:
        cure = _cure(index, what)
        known = (
            f"there is no {what} '{key}'" if index else f"there is no {what} '{key}': the store has none yet"
        )
        raise UnknownId(known, cure)
    return index[key]


def _cure(index: Mapping[str, int], what: str) -> str:
    if not index:
        return "import a folder first"
    if what == "rep":
        return f"known reps are {', '.join(list(index)[:_NAMED])}{' …' if len(index) > _NAMED else ''}"
    return "refgraph search NAME finds its id"


def _rows(sorted_column: Ints, value: int) -> range:
    # Of the column's own type: for any other the whole column is converted.
    first, last = np.searchsorted(sorted_column, np.array([value, value + 1], sorted_column.dtype))
    return range(int(first), int(last))
