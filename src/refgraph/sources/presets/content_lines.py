"""The properties of one card or calendar event: unfolded, decoded, taken apart."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import vobject.base
import vobject.icalendar
import vobject.vcard

from refgraph.errors import BadOption
from refgraph.sources.decode import check_encoding
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = re.compile(
    r'(?:[\w-]++\.)?+[\w-]++(?:;[\w-]++(?:=(?:"[^"]*+"|[^";:,]*+)(?:,(?:"[^"]*+"|[^";:,]*+))*+)?+)*+:',
    re.ASCII,
)
"""What the library takes, in linear time: on a line that fits nowhere its own expression runs for ever."""
_QUOTED_PRINTABLE = re.compile(r"[^:]*;\s*(?:ENCODING\s*=\s*)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_SPACES_IN_HEAD = re.compile(r"\s*([;=,])\s*")
_TYPES_OF_2_1 = frozenset({"QUOTED-PRINTABLE", "BASE64", "B"})
_MOST_LINES = 10_000
_LONGEST_HEAD = 1_000


class ContentFault(ValueError):
    """Why a card or event cannot be read."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card or event."""

    group: str
    """Name before the point, in lower case, '' without one."""
    name: str
    """In upper case."""
    parameters: Mapping[str, Sequence[str]]
    """By name in upper case; bare words of version 2.1 stand under TYPE."""
    value: str
    """Decoded; backslashes are still there."""

    def parameter(self, name: str) -> str:
        """Text of a parameter, '' without it; commas in it may be quoted or not."""
        return ",".join(self.parameters.get(name, ())).strip()

    def types(self) -> set[str]:
        """Words of TYPE, in lower case."""
        found = self.parameters.get("TYPE", ())
        return {word.strip().casefold() for text in found for word in text.split(",")}

    def text(self) -> str:
        """Value without its backslashes, on one line."""
        plain = re.sub(r"\\([nN,;:\\])", lambda m: " " if m[1] in "nN" else m[1], self.value)
        return " ".join(plain.split())

    def fields(self) -> list[str]:
        """Parts between semicolons, each on one line; several values of a part have a space between."""
        parts = vobject.vcard.splitFields(self.value)
        texts = (part if isinstance(part, str) else " ".join(part) for part in parts)
        return [" ".join(text.split()) for text in texts]

    def listed(self) -> list[str]:
        """Values between commas, each on one line."""
        values = (
            vobject.icalendar.stringToTextValues(self.value) if "\\" in self.value else self.value.split(",")
        )
        return [plain for value in values if (plain := " ".join(value.split()))]


def properties_of(raw: str, encoding: str | None) -> list[Property]:
    """Read the properties of a card's or event's text, those of what it holds inside left out.

    `encoding` is what quoted-printable text is in when the line does not say; None: UTF-8. Raises `ContentFault`.
    """
    found: list[Property] = []
    depth = 0
    for line in _unfolded(raw):
        one = _property(line, encoding)
        if one.name in ("BEGIN", "END"):
            depth += 1 if one.name == "BEGIN" else -1
        elif depth == 1:
            found.append(one)
        if len(found) > _MOST_LINES:
            raise ContentFault(f"found more than {_MOST_LINES} properties, too large")
    return found


def _unfolded(raw: str) -> Iterator[str]:
    """Join folded lines, and those that end in the = of quoted-printable."""
    parts: list[str] = []
    is_quoted = False
    for line in raw.split("\n"):
        line = line.rstrip("\r")
        if parts and is_quoted and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in (" ", "\t"):
            parts.append(line[1:])
        else:
            yield from _joined(parts)
            parts, is_quoted = [line], _QUOTED_PRINTABLE.match(line) is not None
    yield from _joined(parts)


def _joined(parts: Sequence[str]) -> Iterator[str]:
    line = "".join(parts)
    if line.strip():
        yield line


def _property(line: str, encoding: str | None) -> Property:
    head, mark, value = line.partition(":")
    if " " in head and '"' not in head:
        line = _SPACES_IN_HEAD.sub(r"\1", head).strip() + mark + value
    if not _HEAD.match(line[:_LONGEST_HEAD]):
        raise ContentFault(f"found the line '{shown(line)}', expected a property, NAME:value")
    name, pairs, value, group = vobject.base.parseLine(line)
    parameters: dict[str, list[str]] = {}
    for key, *values in pairs:
        if values:
            parameters.setdefault(key.upper(), []).extend(values)
        else:
            place = "ENCODING" if key.upper() in _TYPES_OF_2_1 else "TYPE"
            parameters.setdefault(place, []).append(key)
    return Property((group or "").casefold(), name.upper(), parameters, _value(value, parameters, encoding))


def _value(value: str, parameters: Mapping[str, Sequence[str]], encoding: str | None) -> str:
    ways = {way.upper() for way in parameters.get("ENCODING", ())}
    if not ways & _TYPES_OF_2_1 or not value:
        return value
    charset = next(iter(parameters.get("CHARSET", ())), encoding or "utf-8")
    try:
        check_encoding(charset)
        is_quoted = "QUOTED-PRINTABLE" in ways
        data = quopri.decodestring(value.encode()) if is_quoted else base64.b64decode(value)
        return data.decode(charset)
    except (BadOption, UnicodeDecodeError, binascii.Error) as error:
        found = f"the encoding of '{shown(value)}' is not certain: it is not {shown(charset)}"
        raise ContentFault(f"{found}; name it with --encoding") from error
