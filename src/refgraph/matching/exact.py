"""People who are one by an exact rule that a user has set."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from refgraph.matching.contacts import read_email, read_phone
from refgraph.matching.person_names import read_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from refgraph.model.columns import Columns
    from refgraph.model.tables import Cell

RULES: Final = ("email", "phone", "email+name")
"""Equal address (a desk's such as info@ left out); equal number, its country written; equal address and name."""


@dataclass(frozen=True, slots=True)
class EqualGroup:
    """People whom a rule takes for one."""

    ids: tuple[str, ...]
    """The first is the one to keep: most cells and relations are known of it, then the smallest id."""
    names: tuple[str, ...]
    """Their names, in the order of `ids`."""
    value: str
    """What is equal, normalised."""


def equal_groups(columns: Columns, rule: str) -> tuple[EqualGroup, ...]:
    """Group people who are equal by a rule of `RULES`, by the value they share; ValueError for another rule.

    Names are equal when they are the same words in the same script and any order, width, case and accents aside.
    """
    if rule not in RULES:
        raise ValueError(f"found rule '{rule}', expected one of {RULES}")
    cells = columns.tables["people"]
    rows = list(zip(*cells.values(), strict=True))
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        key = _key(dict(zip(cells, row, strict=True)), rule)
        if key is not None:
            groups[key].append(at)
    known = _relations(columns)
    found = [
        _group([rows[at] for at in members], key, known)
        for key, members in groups.items()
        if len(members) > 1
    ]
    return tuple(sorted(found, key=lambda group: (group.value, group.ids)))


def _key(cells: dict[str, Cell], rule: str) -> tuple[str, ...] | None:
    """What must be equal, for reading first; None where the rule cannot be applied."""
    if rule == "phone":
        phone = read_phone(None if cells["phone"] is None else str(cells["phone"]))
        if phone is None or not phone.country:
            return None
        return (f"+{phone.country} {phone.digits}" + (f" ext. {phone.extension}" if phone.extension else ""),)
    email = read_email(None if cells["email"] is None else str(cells["email"]))
    if email is None or not email.is_personal:
        return None
    if rule == "email":
        return (email.address,)
    names = read_name(str(cells["name"] or ""))
    words = sorted(word.han or word.key for word in names[0].words) if names else []
    return (email.address, *words) if words else None


def _group(rows: Sequence[tuple[Cell, ...]], key: Hashable, known: dict[str, int]) -> EqualGroup:
    ordered = sorted(
        rows,
        key=lambda row: (-known[str(row[0])] - sum(cell is not None for cell in row), str(row[0])),
    )
    value = key[0] if isinstance(key, tuple) else str(key)
    return EqualGroup(
        tuple(str(row[0]) for row in ordered), tuple(str(row[1] or "") for row in ordered), str(value)
    )


def _relations(columns: Columns) -> dict[str, int]:
    """Count roles and memberships by person."""
    counts: dict[str, int] = defaultdict(int)
    for table in ("roles", "memberships"):
        for person in columns.tables[table]["person_id"]:
            counts[str(person)] += 1
    return counts
