"""The eight tables of the import folder: columns, keys, references and choices, stated once.

The import reads them, the store makes its schema from them, the export writes them.
A row is a tuple of cells in the order of `Table.columns`. Cells: `str` for text, ids, choices and ISO days
(`YYYY-MM-DD`), `float` for numbers, `bool` for flags, `None` for empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Cell = str | float | bool | None
Row = tuple[Cell, ...]
Key = tuple[str, ...]


class Kind(Enum):
    """What a column holds, which decides how its text is read."""

    ID = "id"
    NAME = "name"
    TEXT = "text"
    NOTE = "note"
    """Free text up to 50,000 characters; the only kind that may hold line feeds."""
    CHOICE = "choice"
    NUMBER = "number"
    SHARE = "share"
    """A number from 0 to 1."""
    MONEY = "money"
    DAY = "day"
    FLAG = "flag"


class Missing(Enum):
    """What becomes of a row whose reference points to nothing."""

    HOLD = "hold"
    EMPTY = "empty"
    """The cell is emptied with a warning."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    """Name of the table whose single id this column holds."""
    if_missing: Missing = Missing.HOLD
    may_be_future: bool = False
    """For a DAY: a day after tomorrow is accepted."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the import folder."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns of the key; an empty cell counts as ''. Entities have one, relations several."""

    @property
    def file(self) -> str:
        """File name in the import folder."""
        return f"{self.name}.csv"

    @property
    def is_entity(self) -> bool:
        """Whether one id column is the whole key."""
        return len(self.key) == 1

    def index(self, column: str) -> int:
        """Position of a column in a row; ValueError for a name the table lacks."""
        return [c.name for c in self.columns].index(column)

    def key_of(self, row: Row) -> Key:
        """Key of a row, as texts (`key_text`)."""
        return tuple(key_text(row[self.index(name)]) for name in self.key)


def key_text(cell: Cell) -> str:
    """A cell of a key as text: None is '', flags are 'true' and 'false'."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


STATUSES = ("customer", "prospect", "lost", "partner")
CONSENTS = ("yes", "no")
SENIORITIES = ("C", "M", "S")
BUYING_ROLES = ("decider", "approver", "influencer", "evaluator", "user", "gatekeeper")
STANCES = ("supporter", "neutral", "opponent")
CIRCLE_KINDS = ("industry", "association", "user_group", "alumni", "social", "family", "village", "chat")
MEMBER_ROLES = ("chair", "organiser", "member")
REP_ROLES = ("rep", "lead", "admin")
EVENT_KINDS = (
    "meeting", "call", "email", "visit", "thanks",
    "satisfaction", "survey", "deal_won", "deal_lost",
    "install_start", "install_done", "delivery",
    "incident_opened", "incident_closed", "complaint_escalated",
    "referral_asked", "referral_made", "referral_declined", "reference_call",
    "competitor_seen", "left_company", "joined_company", "stance",
)  # fmt: skip

ACCOUNTS = Table(
    "accounts",
    (
        Column("account_id", Kind.ID, required=True),
        Column("name", Kind.NAME, required=True),
        Column("industry"),
        Column("region"),
        Column("size", Kind.NUMBER),
        Column("status", Kind.CHOICE, choices=STATUSES),
        Column("status_date", Kind.DAY),
        Column("parent_id", Kind.ID, refers_to="accounts"),
        Column("territory"),
        Column("owner", Kind.ID, refers_to="reps", if_missing=Missing.EMPTY),
        Column("potential", Kind.MONEY),
    ),
    ("account_id",),
)
PEOPLE = Table(
    "people",
    (
        Column("person_id", Kind.ID, required=True),
        Column("name", Kind.NAME, required=True),
        Column("email"),
        Column("phone"),
        Column("language"),
        Column("consent", Kind.CHOICE, choices=CONSENTS),
    ),
    ("person_id",),
)
ROLES = Table(
    "roles",
    (
        Column("person_id", Kind.ID, required=True, refers_to="people"),
        Column("account_id", Kind.ID, required=True, refers_to="accounts"),
        Column("title"),
        Column("seniority", Kind.CHOICE, choices=SENIORITIES),
        Column("buying_role", Kind.CHOICE, choices=BUYING_ROLES),
        Column("stance", Kind.CHOICE, choices=STANCES),
        Column("stance_date", Kind.DAY),
        Column("reports_to", Kind.ID, refers_to="people", if_missing=Missing.EMPTY),
        Column("from", Kind.DAY, may_be_future=True),
        Column("to", Kind.DAY, may_be_future=True),
    ),
    ("person_id", "account_id", "from"),
)
CIRCLES = Table(
    "circles",
    (
        Column("circle_id", Kind.ID, required=True),
        Column("name", Kind.NAME, required=True),
        Column("kind", Kind.CHOICE, choices=CIRCLE_KINDS),
        Column("region"),
        Column("meetings_per_year", Kind.NUMBER),
    ),
    ("circle_id",),
)
MEMBERSHIPS = Table(
    "memberships",
    (
        Column("person_id", Kind.ID, required=True, refers_to="people"),
        Column("circle_id", Kind.ID, required=True, refers_to="circles"),
        Column("role", Kind.CHOICE, choices=MEMBER_ROLES),
        Column("attendance", Kind.SHARE),
        Column("from", Kind.DAY, may_be_future=True),
        Column("to", Kind.DAY, may_be_future=True),
    ),
    ("person_id", "circle_id", "from"),
)
KNOWS = Table(
    "knows",
    (
        Column("person_a", Kind.ID, required=True, refers_to="people"),
        Column("person_b", Kind.ID, required=True, refers_to="people"),
        Column("strength", Kind.SHARE),
        Column("kind"),
        Column("since", Kind.DAY),
        Column("last_contact", Kind.DAY),
        Column("directed", Kind.FLAG),
    ),
    ("person_a", "person_b", "directed", "kind"),
)
"""An undirected row is stored with person_a <= person_b (code points) and `directed` False, never None."""
REPS = Table(
    "reps",
    (
        Column("rep_id", Kind.ID, required=True),
        Column("name", Kind.NAME, required=True),
        Column("email"),
        Column("role", Kind.CHOICE, choices=REP_ROLES),
        Column("territories"),
        Column("hours_per_week", Kind.NUMBER),
    ),
    ("rep_id",),
)
EVENTS = Table(
    "events",
    (
        Column("event_id", Kind.ID, required=True),
        Column("kind", Kind.CHOICE, required=True, choices=EVENT_KINDS),
        Column("date", Kind.DAY, required=True),
        Column("account_id", Kind.ID, refers_to="accounts"),
        Column("person_id", Kind.ID, refers_to="people"),
        Column("rep", Kind.ID, refers_to="reps", if_missing=Missing.EMPTY),
        Column("value", Kind.NUMBER),
        Column("margin", Kind.MONEY),
        Column("ref"),
        Column("text", Kind.NOTE),
    ),
    ("event_id",),
)
"""`ref` names an event, except for referral_*, reference_call, left_company and joined_company: an account."""

TABLES: dict[str, Table] = {
    table.name: table for table in (ACCOUNTS, PEOPLE, REPS, CIRCLES, ROLES, MEMBERSHIPS, KNOWS, EVENTS)
}
"""All tables, each after those it refers to (but for references of a table to itself)."""
