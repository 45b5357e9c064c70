"""A mapping file written from choices in a form: which column of a list goes where."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.errors import BadOption
from refgraph.model.tables import TABLES
from refgraph.sources.text import folded, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PERSON_IDS = ("people_person_id", "roles_person_id", "memberships_person_id", "events_person_id")
_ACCOUNT_IDS = ("accounts_account_id", "roles_account_id", "events_account_id")
_CIRCLE_IDS = ("circles_circle_id", "memberships_circle_id")
_HEAD = """\
# Made from a column form. All keys are described in docs/presets.md.
#
# Ids: those of the list's own id columns; without one own:<e-mail>, else own:<name>@<account> for people, own:<name> for
# accounts, circles and reps.

"""


def mapping_from(choices: Mapping[str, str], *, about: str = "own columns") -> str:
    """Text of a mapping file for lists with these columns: `table.column` by label, '' for columns left out.

    Several labels may go to one column: the first with a value counts. A row makes a person, an account, a circle, a
    rep and an event as far as columns for them are chosen, and the role and membership that join them. A person named
    in knows.person_a or knows.person_b is known to the row's own; where the list has no ids of people, by name. Raises
    `BadOption` for a choice that is no column and where nothing comes of the choices.
    """
    labels: dict[str, list[str]] = defaultdict(list)
    for label, choice in choices.items():
        if choice:
            labels[_field(label, choice)].append(label)
    rows = list(_rows(frozenset(labels)))
    if not rows:
        raise BadOption(
            "the columns chosen make no row of any table", "choose at least people.name or accounts.name"
        )
    left_out = [folded(label) for label, choice in choices.items() if not choice]
    lines = [
        _HEAD + f"about = {_quoted(about)}",
        "",
        "[[file]]",
        'name = "rows"',
        f"required = {_quoted(['|'.join(labels)])}",
        f"not_needed = {_quoted([_literal(label) for label in left_out])}",
        "",
        "[file.columns]",
        *(f"{field} = {_quoted(names)}" for field, names in labels.items()),
        *_known(frozenset(labels)),
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _field(label: str, choice: str) -> str:
    table, _, column = choice.partition(".")
    if table not in TABLES or column not in [one.name for one in TABLES[table].columns]:
        raise BadOption(
            f"column '{shown(label)}': found '{shown(choice)}', expected a table and its column",
            "such as people.name",
        )
    return f"{table}_{column}"


def _quoted(value: str | Sequence[str]) -> str:
    """A TOML text or array; JSON's are the same but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(label: str) -> str:
    """A pattern that only the label itself matches."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in label)


def _ids(fields: frozenset[str], own: Sequence[str], derived: Sequence[str]) -> list[str]:
    return [
        *(f"{{{field}!}}" for field in own if field in fields),
        *(text for text in derived if _uses(text, fields)),
    ]


def _uses(text: str, fields: frozenset[str]) -> bool:
    names = [part.split("}")[0].split("|")[0].rstrip("!") for part in text.split("{")[1:]]
    return all(name in fields for name in names)


def _person(fields: frozenset[str]) -> list[str]:
    derived = (
        "own:{people_email|key!}",
        "own:{people_name|key!}@{accounts_name|key!}",
        "own:{people_name|key!}",
    )
    return _ids(fields, _PERSON_IDS, derived)


def _rows(fields: frozenset[str]) -> Iterator[str]:
    person = _person(fields)
    account = _ids(fields, _ACCOUNT_IDS, ("own:{accounts_name|key!}",))
    circle = _ids(fields, _CIRCLE_IDS, ("own:{circles_name|key!}",))
    rep = _ids(fields, ("reps_rep_id",), ("own:{reps_name|key!}",))
    if "reps_name" in fields:
        yield _row("reps", fields, {"rep_id": rep}, ("reps_name",))
    if "accounts_name" in fields:
        yield _row("accounts", fields, {"account_id": account}, ("accounts_name",))
    if "people_name" in fields:
        yield _row("people", fields, {"person_id": person}, ("people_name",))
    if "circles_name" in fields:
        yield _row("circles", fields, {"circle_id": circle}, ("circles_name",))
    if person and account and not _is_event_only(fields):
        yield _row(
            "roles", fields, {"person_id": person, "account_id": account}, _given(fields, person, account)
        )
    if person and circle:
        ends = {"person_id": person, "circle_id": circle}
        yield _row("memberships", fields, ends, _given(fields, person, circle))
    yield from _knows(fields, person)
    if {"events_kind", "events_date"} <= fields:
        own = _ids(fields, ("events_event_id",), ())
        made = ["own:{events_kind|key}:{events_date}:" + (person or account or [""])[-1]]
        ends = {"event_id": own or made, "account_id": account, "person_id": person}
        yield _row("events", fields, ends, ("events_kind",))


def _is_event_only(fields: frozenset[str]) -> bool:
    """Whether people and accounts are only named as the ends of events."""
    return not any(field.startswith(("people_", "accounts_", "roles_")) for field in fields)


def _given(fields: frozenset[str], *ends: Sequence[str]) -> tuple[str, ...]:
    """Fields that must be filled for both ends to be known, where one field alone decides each."""
    needed = []
    for texts in ends:
        names = {
            part.split("}")[0].split("|")[0].rstrip("!")
            for text in texts[-1:]
            for part in text.split("{")[1:]
        }
        needed += sorted(names & fields) if len(texts) == 1 else []
    return tuple(
        dict.fromkeys(
            [
                *needed,
                *(
                    name
                    for name in ("people_name", "accounts_name", "circles_name")
                    if name in fields and _about(name, ends)
                ),
            ]
        )
    )


def _about(name: str, ends: Sequence[Sequence[str]]) -> bool:
    return any(f"{{{name}|" in text for texts in ends for text in texts)


def _known(fields: frozenset[str]) -> Iterator[str]:
    """Joins that find the person of a name in the list, where that is how people are named."""
    if not _named_ends(fields) or not {"people_name", "accounts_name"} <= fields or "people_email" in fields:
        return
    for end in _named_ends(fields):
        yield from (
            "",
            f"[file.join.known_{end[-1]}]",
            'file = "rows"',
            'take = "accounts_name"',
            'match = "people_name"',
            f'equals = "{end}"',
            "only_unique = true",
        )


def _named_ends(fields: frozenset[str]) -> list[str]:
    ends: list[str] = [end for end in ("knows_person_a", "knows_person_b") if end in fields]
    has_ids = any(name in fields for name in _PERSON_IDS)
    return ends if len(ends) == 1 and "people_name" in fields and not has_ids else []


def _knows(fields: frozenset[str], person: list[str]) -> Iterator[str]:
    ends = [end for end in ("knows_person_a", "knows_person_b") if end in fields]
    named = _named_ends(fields)
    if len(ends) == 2 or (len(ends) == 1 and person and not named):
        other = {f"person_{side}": person for side in "ab" if f"knows_person_{side}" not in fields}
        yield _row("knows", fields, other, (ends[0],))
    for end in named:
        at = f"known_{end[-1]}"
        joined = [f"own:{{{end}|key!}}@{{{at}|key!}}"] if list(_known(fields)) else []
        met = [*joined, f"own:{{{end}|key!}}"]
        yield _row("people", frozenset(), {"person_id": met, "name": [f"{{{end}}}"]}, (end,))
        sides = {end.removeprefix("knows_"): met, f"person_{'b' if end.endswith('a') else 'a'}": person}
        yield _row("knows", fields - {end}, sides, ("people_name", end))


def _row(
    table: str,
    fields: frozenset[str],
    ids: Mapping[str, Sequence[str]],
    when: Sequence[str],
) -> str:
    cells = {
        column.name: [f"{{{table}_{column.name}}}"]
        for column in TABLES[table].columns
        if f"{table}_{column.name}" in fields
    } | {column: list(texts) for column, texts in ids.items() if texts}
    lines = ["", "[[file.row]]", f"table = {_quoted(table)}", f"when = {_quoted(list(when))}"]
    return "\n".join(
        [*lines, "[file.row.cells]", *(f"{name} = {_quoted(texts)}" for name, texts in cells.items())]
    )
