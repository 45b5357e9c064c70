"""Texts with fields in braces, by which a mapping makes cells: `linkedin:{url|slug!}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from refgraph.sources.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PART = re.compile(r"\{([^{}]*)\}")
_KEPT = 1 << 14
"""Texts whose reduced form is kept: companies and people come many times."""
_FIELD = re.compile(r"([a-z][a-z0-9_]*)(?:\|([a-z]+))?(!?)")


@lru_cache(_KEPT)
def _slug(text: str) -> str:
    """Last part of a web address's path, in lower case."""
    path = unquote(urlsplit(text.strip()).path).rstrip("/")
    return folded(path.rsplit("/", 1)[-1])


@lru_cache(_KEPT)
def _key(text: str) -> str:
    return folded(text)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9+]", "", text)


FILTERS: Mapping[str, Callable[[str], str]] = {"key": _key, "slug": _slug, "digits": _digits}
"""What may stand after a bar: how texts that mean the same become the same part of an id."""


@dataclass(frozen=True, slots=True)
class _Part:
    literal: str
    """Text before the field."""
    field: str
    """'' for the text after the last field."""
    change: Callable[[str], str] | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One text with fields."""

    text: str
    parts: Sequence[_Part]
    fields: tuple[str, ...]
    """Names of the fields, in order."""

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values in; '' where a required field (`{name!}`) or every field is empty. Ends are trimmed.

        Between several parts runs of spaces become one, so that an empty field leaves no gap.
        """
        if len(self.parts) == 1 and not self.parts[0].literal and self.fields:
            return self._value(self.parts[0], values)
        texts = []
        has_value = not self.fields
        for part in self.parts:
            texts.append(part.literal)
            if part.field:
                value = self._value(part, values)
                if part.is_required and not value:
                    return ""
                has_value |= bool(value)
                texts.append(value)
        return " ".join("".join(texts).split()) if has_value else ""

    @staticmethod
    def _value(part: _Part, values: Mapping[str, str]) -> str:
        value = values.get(part.field, "")
        return part.change(value) if part.change and value else value


def template(text: str) -> Template:
    """Read a template; raises ValueError with what is wrong."""
    parts: list[_Part] = []
    at = 0
    for match in _PART.finditer(text):
        field = _FIELD.fullmatch(match[1])
        if field is None or (field[2] and field[2] not in FILTERS):
            known = ", ".join(FILTERS)
            raise ValueError(
                f"found '{{{match[1]}}}', expected a field like {{name}}, {{name!}} or {{name|key}} ({known})"
            )
        parts.append(_Part(text[at : match.start()], field[1], FILTERS.get(field[2] or ""), bool(field[3])))
        at = match.end()
    rest = text[at:]
    if "{" in rest or "}" in rest or any("{" in part.literal or "}" in part.literal for part in parts):
        raise ValueError("found a single brace, expected {field}")
    fields = tuple(part.field for part in parts)
    if rest or not parts:
        parts.append(_Part(rest, ""))
    return Template(text, tuple(parts), fields)


def first_filled(templates: Sequence[Template], values: Mapping[str, str]) -> str:
    """Fill the first template that gives anything; '' where none does."""
    for one in templates:
        text = one.fill(values)
        if text:
            return text
    return ""
