"""What is worth a warning only when rows are seen beside each other; nothing here changes a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.tables import ROLES
from refgraph.sources.lookalikes import similar_ids, similar_names
from refgraph.sources.text import Note, look_alike, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.sources.sheet import Sheet

LARGE_CIRCLE = 5_000
MANY_CIRCLES = 1_000
HUB = 1_000

_BEGIN, _END = ROLES.index("from"), ROLES.index("to")
_LISTED = 5


def warn_of_neighbours(sheets: Mapping[str, Sheet]) -> None:
    """Warn of ids and names that look alike, overlapping jobs, odd territories and huge degrees."""
    for sheet in sheets.values():
        if sheet.table.is_entity:
            _similar_ids(sheet)
    if "people" in sheets:
        _possible_duplicates(sheets["people"])
    if "accounts" in sheets:
        _territories(sheets["accounts"], sheets.get("reps"))
    if "roles" in sheets:
        _overlaps(sheets["roles"])
    if "memberships" in sheets:
        _crowds(sheets["memberships"], ("circle_id",), LARGE_CIRCLE, "large circle", "members")
        _crowds(sheets["memberships"], ("person_id",), MANY_CIRCLES, "many circles", "circles")
    if "knows" in sheets:
        _crowds(sheets["knows"], ("person_a", "person_b"), HUB, "hub", "ties")


def _similar_ids(sheet: Sheet) -> None:
    column = sheet.table.key[0]
    for index, other, identifier in similar_ids(sheet):
        text = (
            f"similar id: '{shown(identifier)}' and '{shown(other)}' are two ids; check that they are meant"
        )
        sheet.warn(index, column, Note("similar_id", text), identifier)


def _possible_duplicates(sheet: Sheet) -> None:
    for index, other, name in similar_names(sheet):
        text = f"possible duplicate: '{shown(name)}' is another writing of '{shown(other)}'"
        sheet.warn(index, "name", Note("possible_duplicate", text), name)


def _territories(accounts: Sheet, reps: Sheet | None) -> None:
    codes = np.where(accounts.is_active, accounts.codes("territory"), -1)
    words = accounts.words("territory").to_pylist()
    named = {words[code] for code in np.unique(codes[codes >= 0]).tolist()}
    if not named:
        return
    covered = _covered(reps)
    writings: dict[str, set[str]] = defaultdict(set)
    for name in named | covered:
        writings[look_alike(name)].add(name)
    odd = {name: note for name in named if (note := _territory_note(name, covered, writings))}
    for index in np.flatnonzero(
        np.isin(codes, [at for at, name in enumerate(words) if name in odd])
    ).tolist():
        name = words[codes[index]]
        accounts.warn(index, "territory", odd[name], name)
    empty = int((codes[accounts.is_active] < 0).sum())
    if empty:
        text = f"accounts without a territory: {empty}; they are seen by leads only"
        accounts.report.warn(accounts.file, Note("territory", text), column="territory")


def _territory_note(name: str, covered: set[str], writings: Mapping[str, set[str]]) -> Note | None:
    if covered and name not in covered:
        return Note(
            "territory", f"territory '{shown(name)}' is no rep's; its accounts are seen by leads only"
        )
    alike = sorted(writings[look_alike(name)])
    if not covered and len(alike) > 1:
        several = ", ".join(f"'{shown(other)}'" for other in alike)
        return Note("territory", f"territory written in several ways: {several}")
    return None


def _covered(reps: Sheet | None) -> set[str]:
    if reps is None:
        return set()
    cells = reps.column("territories").filter(pa.array(reps.is_active)).cast(pa.large_string()).to_pylist()
    return {name.strip() for cell in cells if cell is not None for name in cell.split(";")} - {""}


def _overlaps(sheet: Sheet) -> None:
    if not sheet.is_active.any():
        return
    codes = sheet.codes("person_id")
    jobs = np.bincount(codes[sheet.is_active], minlength=len(sheet.words("person_id")))
    several = np.flatnonzero(sheet.is_active & (jobs[codes] > 1))
    several = several[np.argsort(codes[several], kind="stable")]
    by_person: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for indices, rows in sheet.chunks(several):
        for index, row in zip(indices, rows, strict=True):
            person = str(row[0])
            if by_person and person not in by_person:
                _warn_of_overlaps(sheet, by_person)
                by_person.clear()
            by_person[person].append(
                (str(row[_BEGIN] or ""), str(row[_END] or "9999-12-31"), str(row[1]), index)
            )
    _warn_of_overlaps(sheet, by_person)


def _warn_of_overlaps(sheet: Sheet, by_person: Mapping[str, list[tuple[str, str, str, int]]]) -> None:
    for person, tenures in by_person.items():
        tenures.sort()
        for position, (start, _, account, index) in enumerate(tenures):
            others = {a for _, stop, a, _ in tenures[:position] if stop >= start and a != account}
            if others:
                listed = ", ".join(f"'{shown(other)}'" for other in sorted(others)[:_LISTED])
                text = f"overlap: '{shown(person)}' works at {listed} at the same time"
                sheet.warn(index, "from", Note("overlap", text))


def _crowds(sheet: Sheet, columns: Sequence[str], most: int, name: str, of_what: str) -> None:
    numbers = {column: np.bincount(sheet.codes(column)[sheet.is_active], minlength=1) for column in columns}
    # Whoever has too many in all has more than this in one of the columns.
    many = pa.concat_arrays(
        [
            sheet.words(column).take(pa.array(np.flatnonzero(found > most // len(columns))))
            for column, found in numbers.items()
        ]
    ).unique()
    counts: Counter[str] = Counter()
    for column, found in numbers.items():
        places = pc.index_in(many, sheet.words(column)).to_pylist()
        shares = (0 if place is None or place >= len(found) else int(found[place]) for place in places)
        counts.update(dict(zip(many.to_pylist(), shares, strict=True)))
    crowded = sorted(identifier for identifier, count in counts.items() if count > most)
    if crowded:
        listed = ", ".join(f"'{shown(i)}' with {counts[i]}" for i in crowded[:_LISTED])
        text = f"{name}: {len(crowded)} with more than {most} {of_what}: {listed}"
        sheet.report.warn(sheet.file, Note(name.replace(" ", "_"), text))
