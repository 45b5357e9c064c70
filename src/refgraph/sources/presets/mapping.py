"""Mapping files: how the columns of a format become rows of the eight tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.errors import BadOption, PathUnreadable
from refgraph.sources.presets.registry import PRESETS, is_mapping_file, mapped_presets, mapping_text
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping as Map
    from collections.abc import Sequence

    from refgraph.sources.presets.template import Template

LARGEST_MAPPING = 1 << 20
"""Bytes of a mapping file."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Which source rows something is for."""

    when: tuple[str, ...] = ()
    """Fields that must have a value."""
    unless: tuple[str, ...] = ()
    """Fields that must be empty."""

    def holds(self, values: Map[str, str]) -> bool:
        """Whether the values meet it."""
        return all(values.get(name) for name in self.when) and not any(
            values.get(name) for name in self.unless
        )


@dataclass(frozen=True, slots=True)
class ValueMap:
    """A field made by looking another one's value up."""

    column: str
    """The field looked at."""
    values: Map[str, str]
    """Value by text, in lower case and with single spaces; '*' for all other texts, which else stay as they are."""


@dataclass(frozen=True, slots=True)
class Join:
    """A field taken from the rows of another file (or the same)."""

    file: str
    """Name of that file in the mapping."""
    take: str
    """Its field that is taken."""
    match: str
    """Its field that is compared."""
    equals: str
    """The field here that it is compared with."""
    prefer: str = ""
    """Its field that decides among several rows: those go first where it is filled."""
    only_unique: bool = False
    """Whether several different values count as none."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are not imported, with a warning that says why."""

    column: str
    values: frozenset[str]
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something to say about rows that meet a condition."""

    condition: Condition
    column: str
    """Field it is about, '' for the whole row."""
    code: str
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RowRule:
    """A row of a table, made of each source row that meets a condition."""

    table: str
    cells: Map[str, Sequence[Template]]
    """By column of the table; the first template that gives anything counts."""
    condition: Condition = Condition()
    each: str = ""
    """Field of several parts: one row a part."""
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One kind of file of a format."""

    name: str
    filenames: tuple[str, ...]
    """Patterns such as `contact*.csv`, in lower case."""
    columns: Map[str, tuple[str, ...]]
    """Labels in the header by field; of several that are there the first with a value counts."""
    required: tuple[tuple[str, ...], ...]
    """Groups of fields: of each group one must be in the header."""
    rows: Sequence[RowRule]
    not_needed: tuple[str, ...] = ()
    """Patterns of labels that belong to the format and say nothing to refgraph."""
    clean: Map[str, str] = field(default_factory=dict)
    """How a field's text is put right, by field: names of `fields.CLEANERS`."""
    dates: Map[str, tuple[str, ...]] = field(default_factory=dict)
    """strptime formats that the format itself fixes, by field."""
    split: Map[str, str] = field(default_factory=dict)
    """What stands between the parts of a field, by field."""
    drop: Map[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns of parts (or whole texts) that count as empty, by field."""
    several: tuple[str, ...] = ()
    """Fields of which several parts are worth a warning."""
    values: Map[str, ValueMap] = field(default_factory=dict)
    joins: Map[str, Join] = field(default_factory=dict)
    skips: Sequence[Skip] = ()
    says: Sequence[Said] = ()
    tree: tuple[str, str] | None = None
    """Fields (of, above) that must not go round in a circle."""
    told: Sequence[tuple[Condition, str]] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A format: the kinds of files it consists of."""

    name: str
    about: str
    files: Sequence[FileMapping]
    text: str = ""
    """Text of the user's mapping file it was read from; '' for a preset's own."""


def mapping_named(preset: str) -> Mapping:
    """Read the mapping of a preset or of a mapping file.

    Raises `BadOption` for an unknown name and for a file that makes no sense, `PathUnreadable` for one that cannot
    be read.
    """
    if preset in mapped_presets():
        return _packaged(preset)
    if not is_mapping_file(preset):
        known = ", ".join(PRESETS)
        raise BadOption(
            f"unknown preset '{shown(preset)}'", f"name one of {known}, or a mapping file that ends in .toml"
        )
    from refgraph.sources.presets.mapping_file import read_mapping

    path = Path(preset)
    text = _content(path)
    return replace(read_mapping(text, path.name, path.stem), text=text)


@cache
def _packaged(name: str) -> Mapping:
    from refgraph.sources.presets.mapping_file import read_mapping

    return read_mapping(mapping_text(name), f"{name}.toml", name)


def _content(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_MAPPING:
            raise BadOption(
                f"{shown(path.name)}: found more than 1 MB, expected a mapping file", "name another"
            )
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise PathUnreadable(
            f"cannot read the mapping file '{shown(str(path), at_most=300)}': {reason}",
            "check its path; copy one with refgraph presets --copy",
        ) from error
