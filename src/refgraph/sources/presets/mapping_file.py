"""The text of a mapping file, read and checked key by key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from refgraph.errors import BadOption
from refgraph.model.tables import TABLES
from refgraph.sources.presets.fields import CLEANERS
from refgraph.sources.presets.mapping import (
    Condition,
    FileMapping,
    Join,
    Mapping,
    RowRule,
    Said,
    Skip,
    ValueMap,
)
from refgraph.sources.presets.template import Template, template
from refgraph.sources.text import folded, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GIVEN = ("whose",)
"""Fields every file has: the person named by --whose."""

_FILE_KEYS = (
    "name", "filenames", "required", "not_needed", "columns", "clean", "dates", "split", "drop", "several", "values",
    "join", "skip", "say", "tree", "told", "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Node:
    """A value of the file and where it stands."""

    file: str
    key: str
    value: object

    def wrong(self, expected: str, found: str = "") -> BadOption:
        """The error for what stands here."""
        what = found or f"'{shown(str(self.value))}'"
        return BadOption(
            f"{self.file}: key {self.key}: found {what}, expected {expected}", "see docs/presets.md"
        )

    def at(self, name: str, default: object = None) -> _Node:
        """The value under a key of a table."""
        key = f"{self.key}.{name}" if self.key else name
        return _Node(self.file, key, self.table().get(name, default))

    def table(self) -> dict[str, object]:
        """This value, a table."""
        if not isinstance(self.value, dict):
            raise self.wrong("a table")
        return cast("dict[str, object]", self.value)

    def entries(self) -> Iterator[tuple[str, _Node]]:
        """The entries of a table."""
        return ((name, self.at(name)) for name in self.table())

    def tables(self) -> list[_Node]:
        """The tables of an array of tables."""
        value = self.value
        if not isinstance(value, list):
            raise self.wrong("an array of tables")
        return [_Node(self.file, f"{self.key}[{number}]", one) for number, one in enumerate(value, 1)]

    def text(self) -> str:
        """This value, a text."""
        if not isinstance(self.value, str):
            raise self.wrong("a text in quotes")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """This value, a text or an array of texts."""
        value = [self.value] if isinstance(self.value, str) else self.value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong("a text or an array of texts")
        return tuple(value)

    def flag(self) -> bool:
        """This value, true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def allow(self, names: Iterable[str]) -> None:
        """Refuse keys that mean nothing."""
        known = tuple(names)
        for name in self.table():
            if name not in known:
                raise self.at(name).wrong(f"one of the keys {', '.join(known)}", f"the key '{shown(name)}'")


def read_mapping(text: str, file: str, name: str) -> Mapping:
    """Read a mapping; raises `BadOption` with file, key, found and expected where it makes no sense."""
    try:
        value = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers too long and arrays too deep are no TOML errors
        raise BadOption(
            f"{file}: found no TOML: {shown(str(error), at_most=300)}, expected a mapping file",
            "put it right",
        ) from error
    root = _Node(file, "", value)
    root.allow(("about", "file"))
    files = [_file(node) for node in root.at("file", []).tables()]
    if not files:
        raise BadOption(
            f"{file}: key file: found none, expected at least one [[file]]", "see docs/presets.md"
        )
    return Mapping(name, root.at("about", name).text(), files)


def _file(node: _Node) -> FileMapping:
    node.allow(_FILE_KEYS)
    columns = {_name(entry, name): entry.texts() for name, entry in node.at("columns").entries()}
    made = [*node.at("values", {}).table(), *node.at("join", {}).table()]
    fields = {*columns, *made, *GIVEN}
    tree = node.at("tree", {})
    return FileMapping(
        name=node.at("name").text(),
        filenames=tuple(pattern.casefold() for pattern in node.at("filenames", []).texts()),
        columns=columns,
        required=tuple(
            _fields(node.at("required"), one.split("|"), columns) for one in node.at("required", []).texts()
        ),
        rows=[_row(one, fields) for one in node.at("row", []).tables()],
        not_needed=tuple(folded(label) for label in node.at("not_needed", []).texts()),
        clean={_of(e, f, fields): _choice(e, CLEANERS) for f, e in node.at("clean", {}).entries()},
        dates={_of(e, f, fields): e.texts() for f, e in node.at("dates", {}).entries()},
        split={_of(e, f, fields): e.text() for f, e in node.at("split", {}).entries()},
        drop={
            _of(e, f, fields): tuple(folded(p) for p in e.texts()) for f, e in node.at("drop", {}).entries()
        },
        several=_fields(node.at("several"), node.at("several", []).texts(), fields),
        values={name: _values(e, fields) for name, e in node.at("values", {}).entries()},
        joins={name: _join(e, fields) for name, e in node.at("join", {}).entries()},
        skips=[_skip(one, fields) for one in node.at("skip", []).tables()],
        says=[_said(one, fields) for one in node.at("say", []).tables()],
        tree=(_one(tree.at("of"), fields), _one(tree.at("above"), fields)) if tree.table() else None,
        told=[(_condition(one, fields), one.at("text").text()) for one in node.at("told", []).tables()],
    )


def _name(node: _Node, name: str) -> str:
    if not name.replace("_", "a").isalnum() or not name.isascii() or name != name.lower():
        raise node.wrong("a field name of a-z, 0-9 and _", f"'{shown(name)}'")
    return name


def _of(node: _Node, name: str, fields: Iterable[str]) -> str:
    return _fields(node, [name], fields)[0]


def _one(node: _Node, fields: Iterable[str]) -> str:
    return _fields(node, [node.text()], fields)[0]


def _fields(node: _Node, names: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
    known = set(fields)
    for name in names:
        if name not in known:
            raise node.wrong(f"a field of this file ({', '.join(sorted(known))})", f"'{shown(name)}'")
    return tuple(names)


def _choice(node: _Node, choices: Iterable[str]) -> str:
    text = node.text()
    if text not in set(choices):
        raise node.wrong(f"one of {', '.join(choices)}")
    return text


def _condition(node: _Node, fields: Iterable[str]) -> Condition:
    when, unless = node.at("when", []), node.at("unless", [])
    return Condition(_fields(when, when.texts(), fields), _fields(unless, unless.texts(), fields))


def _values(node: _Node, fields: Iterable[str]) -> ValueMap:
    node.allow(("of", "map"))
    texts = {folded(text): entry.text() for text, entry in node.at("map", {}).entries()}
    return ValueMap(_one(node.at("of"), fields), texts)


def _join(node: _Node, fields: Iterable[str]) -> Join:
    node.allow(("file", "take", "match", "equals", "prefer", "only_unique"))
    return Join(
        node.at("file").text(),
        node.at("take").text(),
        node.at("match").text(),
        _one(node.at("equals"), fields),
        node.at("prefer", "").text(),
        node.at("only_unique", default=False).flag(),
    )


def _skip(node: _Node, fields: Iterable[str]) -> Skip:
    node.allow(("column", "is", "code", "text"))
    values = frozenset(map(folded, node.at("is").texts()))
    return Skip(_one(node.at("column"), fields), values, node.at("code").text(), node.at("text").text())


def _said(node: _Node, fields: Iterable[str]) -> Said:
    node.allow(("when", "unless", "column", "code", "text", "hold"))
    column = node.at("column", "")
    about = _one(column, fields) if column.text() else ""
    holds = node.at("hold", default=False).flag()
    return Said(_condition(node, fields), about, node.at("code").text(), node.at("text").text(), holds)


def _row(node: _Node, fields: Iterable[str]) -> RowRule:
    node.allow(("table", "cells", "when", "unless", "each", "weak"))
    table = TABLES[_choice(node.at("table"), TABLES)]
    known = [column.name for column in table.columns]
    cells = {}
    for name, entry in node.at("cells").entries():
        if name not in known:
            raise entry.wrong(f"a column of {table.name} ({', '.join(known)})", f"'{shown(name)}'")
        cells[name] = [_template(entry, text, fields) for text in entry.texts()]
    missing = [column.name for column in table.columns if column.required and column.name not in cells]
    if missing:
        raise node.at("cells").wrong(f"the required column {missing[0]}", ", ".join(cells) or "no column")
    each = node.at("each", "")
    return RowRule(
        table.name,
        cells,
        _condition(node, fields),
        _one(each, fields) if each.text() else "",
        node.at("weak", default=False).flag(),
    )


def _template(node: _Node, text: str, fields: Iterable[str]) -> Template:
    try:
        read = template(text)
    except ValueError as error:
        raise node.wrong(
            str(error).partition(", expected ")[2], str(error).partition(", expected ")[0][6:]
        ) from error
    _fields(node, read.fields, fields)
    return read
