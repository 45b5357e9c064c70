"""Files read by a mapping: rows found by their header, joined across files, made into rows of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.sources.converted import Converted
from refgraph.sources.hierarchy import cyclic
from refgraph.sources.presets.chosen_texts import choose_texts
from refgraph.sources.presets.duplicate_ids import hold_two_names
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.records import FileRows, Values, read_values
from refgraph.sources.presets.template import first_filled
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFiles
    from refgraph.sources.presets.labels import Located
    from refgraph.sources.presets.mapping import FileMapping, Join, RowRule
    from refgraph.sources.presets.mapping import Mapping as Format
    from refgraph.sources.presets.texts import NamedText


def convert_by(mapping: Format, files: SourceFiles, options: ReadOptions) -> Converted:
    """Convert files by one format; raises `Refused` as `choose_texts` does, and where a quote makes rows uncertain."""
    chosen, ignored = choose_texts(mapping, files, options)
    converted = Converted(ignored=sorted([*files.ignored, *ignored]))
    read = [read_file(text, located, options, converted, mapping.text) for text, located in chosen]
    make_rows(read, converted)
    hold_two_names(converted)
    return converted


def read_file(
    text: NamedText, located: Located, options: ReadOptions, converted: Converted, mapping: str = ""
) -> FileRows:
    """Read one text whose header is found; `mapping` is the text of the user's mapping file."""
    header = text.decoded.text[located.record.start : located.record.end]
    converted.read_as[text.name] = held_file(text.name, options, header, mapping)
    converted.notices += [(text.name, note) for note in text.notes]
    return read_values(text.decoded, text.name, located, converted, options.whose or "")


def make_rows(read: Sequence[FileRows], converted: Converted) -> None:
    """Make the rows of the tables, once all files are read; their values are let go of one by one."""
    found = [{name: _index(join, read) for name, join in file.located.kind.joins.items()} for file in read]
    for file, joined in zip(read, found, strict=True):
        kind = file.located.kind
        whose = file.rows[0].fields["whose"] if file.rows else ""
        converted.told += [f"{file.name}: {text}" for when, text in kind.told if when.holds({"whose": whose})]
        _hold_cycles(file, converted)
        _label(file, converted)
        file.rows.reverse()
        while file.rows:
            values = file.rows.pop()
            _join(kind, joined, values.fields)
            _say(file, values, converted)
            for rule in kind.rows:
                _make(kind, rule, joined, values, converted)


def _join(kind: FileMapping, found: Mapping[str, Mapping[str, str]], fields: dict[str, str]) -> None:
    for name, join in kind.joins.items():
        fields[name] = found[name].get(fields.get(join.equals, ""), "")


def _say(file: FileRows, values: Values, converted: Converted) -> None:
    for said in file.located.kind.says:
        if said.condition.holds(values.fields):
            note = Note(said.code, said.text, said.holds)
            text = values.fields.get(said.column, "")
            converted.remark(values.source, file.located.label(said.column), note, text)


def _make(
    kind: FileMapping,
    rule: RowRule,
    found: Mapping[str, Mapping[str, str]],
    values: Values,
    converted: Converted,
) -> None:
    if not rule.condition.holds(values.fields):
        return
    for fields in _each(kind, rule, found, values):
        filled = ((column, first_filled(templates, fields)) for column, templates in rule.cells.items())
        cells = {column: text for column, text in filled if text}
        converted.put(rule.table, values.source, cells, is_weak=rule.is_weak)


def _each(
    kind: FileMapping, rule: RowRule, found: Mapping[str, Mapping[str, str]], values: Values
) -> Iterator[Mapping[str, str]]:
    """The fields for each row a rule makes: one, or one a part, with what is joined to that part."""
    if not rule.each:
        yield values.fields
        return
    for part in values.parts.get(rule.each, ()):
        fields = {**values.fields, rule.each: part}
        _join(kind, found, fields)
        yield fields


def _index(join: Join, read: Sequence[FileRows]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    several: set[str] = set()
    rows = [row for file in read if file.located.kind.name == join.file for row in file.rows]
    rows.sort(key=lambda row: (not row.fields.get(join.prefer), row.fields.get(join.take, "")))
    for row in rows:
        key, value = row.fields.get(join.match, ""), row.fields.get(join.take, "")
        if key and value and found.setdefault(key, value) != value:
            several.add(key)
    if join.only_unique:
        for key in several:
            del found[key]
    return found


def _hold_cycles(file: FileRows, converted: Converted) -> None:
    tree = file.located.kind.tree
    if tree is None:
        return
    of, above = tree
    lines = {v.fields[of]: up for v in file.rows if v.fields.get(of) and (up := v.fields.get(above, ""))}
    on_cycle = cyclic(lines)
    for values in file.rows if on_cycle else ():
        if values.fields.get(of) in on_cycle:
            up = values.fields.get(above, "")
            text = f"'{shown(up)}' closes a cycle, expected a tree"
            converted.remark(values.source, file.located.label(above), Note("cycle", text, holds=True), up)


def _label(file: FileRows, converted: Converted) -> None:
    labels = converted.file_labels.setdefault(file.name, {})
    for table, column, field in columns_of(file.located.kind):
        label = file.located.label(field)
        if label:
            labels.setdefault((table, column), label)


def columns_of(kind: FileMapping) -> list[tuple[str, str, str]]:
    """All (table, column, field) a mapping fills, in its order; a field made from another counts as that one."""
    return [
        (rule.table, column, origin(kind, field))
        for rule in kind.rows
        for column, templates in rule.cells.items()
        for one in templates
        for field in one.fields
    ]


def origin(kind: FileMapping, field: str) -> str:
    """The column a field comes from in the end."""
    while field in kind.values:
        field = kind.values[field].column
    return kind.joins[field].equals if field in kind.joins else field
