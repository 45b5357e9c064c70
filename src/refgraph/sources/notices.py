"""What is worth a warning only when rows are seen beside each other; nothing here changes a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from refgraph.model.tables import ACCOUNTS, KNOWS, MEMBERSHIPS, PEOPLE, REPS, ROLES, Row
from refgraph.sources.text import Note, composed, folded, look_alike, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from refgraph.sources.sheet import Sheet

LARGE_CIRCLE = 5_000
MANY_CIRCLES = 1_000
HUB = 1_000

_NAME = PEOPLE.index("name")
_TERRITORY = ACCOUNTS.index("territory")
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
        _crowds(
            sheets["memberships"], MEMBERSHIPS.index("circle_id"), LARGE_CIRCLE, "large circle", "members"
        )
        _crowds(
            sheets["memberships"], MEMBERSHIPS.index("person_id"), MANY_CIRCLES, "many circles", "circles"
        )
    if "knows" in sheets:
        ends = KNOWS.index("person_a"), KNOWS.index("person_b")
        counts = Counter(str(row[end]) for _, row in sheets["knows"].active() for end in ends)
        _report_crowds(sheets["knows"], counts, HUB, "hub", "ties")


def _similar_ids(sheet: Sheet) -> None:
    for index, other, identifier in _look_alikes(sheet, 0, folded):
        text = (
            f"similar id: '{shown(identifier)}' and '{shown(other)}' are two ids; check that they are meant"
        )
        sheet.warn(index, sheet.table.columns[0].name, Note("similar_id", text), identifier)


def _possible_duplicates(sheet: Sheet) -> None:
    for index, other, name in _look_alikes(sheet, _NAME, composed):
        text = f"possible duplicate: '{shown(name)}' is another writing of '{shown(other)}'"
        sheet.warn(index, "name", Note("possible_duplicate", text), name)


def _look_alikes(sheet: Sheet, at: int, fold: Callable[[str], str]) -> Iterable[tuple[int, str, str]]:
    """Find rows whose text is another writing of an earlier row's; plain texts cost one comparison each."""
    odd = {plain for _, row in sheet.active() if (plain := fold(str(row[at]))) != row[at]}
    if not odd:
        return
    first: dict[str, str] = {}
    for index, row in sheet.active():
        text = str(row[at])
        plain = fold(text)
        if plain in odd and first.setdefault(plain, text) != text:
            yield index, first[plain], text


def _territories(accounts: Sheet, reps: Sheet | None) -> None:
    named = {str(row[_TERRITORY]) for _, row in accounts.active() if row[_TERRITORY] is not None}
    if not named:
        return
    covered = _covered(reps)
    writings: dict[str, set[str]] = defaultdict(set)
    for name in named | covered:
        writings[look_alike(name)].add(name)
    empty = 0
    for index, row in accounts.active():
        if row[_TERRITORY] is None:
            empty += 1
            continue
        name = str(row[_TERRITORY])
        if covered and name not in covered:
            text = f"territory '{shown(name)}' is no rep's; its accounts are seen by leads only"
            accounts.warn(index, "territory", Note("territory", text), name)
        elif not covered and len(writings[look_alike(name)]) > 1:
            several = ", ".join(f"'{shown(other)}'" for other in sorted(writings[look_alike(name)]))
            accounts.warn(
                index, "territory", Note("territory", f"territory written in several ways: {several}"), name
            )
    if empty:
        text = f"accounts without a territory: {empty}; they are seen by leads only"
        accounts.report.warn(accounts.file, Note("territory", text), column="territory")


def _covered(reps: Sheet | None) -> set[str]:
    at = REPS.index("territories")
    rows: Iterable[Row] = (row for _, row in reps.active()) if reps else ()
    lists = (str(row[at]).split(";") for row in rows if row[at] is not None)
    return {name.strip() for names in lists for name in names} - {""}


def _overlaps(sheet: Sheet) -> None:
    begin, end = ROLES.index("from"), ROLES.index("to")
    by_person: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for index, row in sheet.active():
        tenure = str(row[begin] or ""), str(row[end] or "9999-12-31"), str(row[1]), index
        by_person[str(row[0])].append(tenure)
    for person, tenures in by_person.items():
        tenures.sort()
        for position, (start, _, account, index) in enumerate(tenures):
            others = {a for _, stop, a, _ in tenures[:position] if stop >= start and a != account}
            if others:
                listed = ", ".join(f"'{shown(other)}'" for other in sorted(others)[:_LISTED])
                text = f"overlap: '{shown(person)}' works at {listed} at the same time"
                sheet.warn(index, "from", Note("overlap", text))


def _crowds(sheet: Sheet, at: int, most: int, name: str, of_what: str) -> None:
    _report_crowds(sheet, Counter(str(row[at]) for _, row in sheet.active()), most, name, of_what)


def _report_crowds(sheet: Sheet, counts: Counter[str], most: int, name: str, of_what: str) -> None:
    crowded = sorted(identifier for identifier, count in counts.items() if count > most)
    if crowded:
        listed = ", ".join(f"'{shown(i)}' with {counts[i]}" for i in crowded[:_LISTED])
        text = f"{name}: {len(crowded)} with more than {most} {of_what}: {listed}"
        sheet.report.warn(sheet.file, Note(name.replace(" ", "_"), text))
