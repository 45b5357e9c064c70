"""A vCard or iCalendar file as the texts of its cards or events, one in memory at a time.

What is never to be read (pictures, sounds, keys, descriptions) is left out before anything else.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.errors import BadOption
from refgraph.sources.decode import check_encoding
from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from refgraph.sources.presets.files import SourceFile

LONGEST_LINE = 1 << 20
"""Bytes of a line; of a longer one the beginning is kept, and its component held."""
LARGEST = 4 << 20
"""Bytes of a component without what is left out; of a larger one the beginning is kept, and it is held."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+\s*")
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT[^:\r\n]*:\s*", re.IGNORECASE)
_CHARSET = re.compile(rb"[^:]*;\s*CHARSET\s*=\s*\"?([A-Za-z0-9_.-]+)", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLANK = b"\xef\xbb\xbf \t\r\n"
_KEPT = 1_000
"""Bytes kept of a line that is too long."""


@dataclass(frozen=True, slots=True)
class ComponentKind:
    """What a file is cut into."""

    name: str
    """`VCARD` or `VEVENT`."""
    left_out: re.Pattern[bytes]
    """Begins the properties whose values are never read."""
    has_others: bool
    """Whether there may be other text between the components, which is passed over; else it is held."""

    @property
    def outside(self) -> str:
        """What is wrong with text between two components."""
        return f"found text outside of a {self.name}, expected BEGIN:{self.name}"


CARDS = ComponentKind(
    "VCARD",
    re.compile(rb"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-[\w-]*(?:PHOTO|IMAGE)[\w-]*)[;:]", re.IGNORECASE),
    has_others=False,
)
EVENTS = ComponentKind(
    "VEVENT",
    re.compile(
        rb"(?:DESCRIPTION|ATTACH|LOCATION|CONFERENCE|COMMENT|CONTACT|URL|GEO|STRUCTURED-DATA|STYLED-DESCRIPTION"
        rb"|IMAGE|X-(?!MOZ-GENERATION)[\w-]+)[;:]",
        re.IGNORECASE,
    ),
    has_others=True,
)


@dataclass(frozen=True, slots=True)
class Component:
    """One card or event, or the text between two."""

    raw: str
    """Its text; of what is left out the name only."""
    fault: str = ""
    """Why it cannot be read; '' where it can."""


@dataclass(slots=True)
class _Chunk:
    """Lines of one component while they are collected."""

    start: int = 1
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    depth: int = 0
    """Components begun and not ended; a card may hold another as its AGENT."""
    fault: str = ""

    def add(self, line: bytes, *, is_cut: bool) -> None:
        self.size += len(line)
        if is_cut:
            self.fault = f"found a line of more than {LONGEST_LINE} bytes, too long"
        if self.size <= LARGEST:
            self.lines.append(line)
        else:
            self.fault = f"found one of more than {LARGEST >> 20} MB, too large"

    def is_blank(self) -> bool:
        return not any(line.strip(_BLANK) for line in self.lines)

    def begins_inside(self) -> bool:
        return bool(self.depth and self.lines and _AGENT.fullmatch(self.lines[-1]))


def components_of(file: SourceFile, kind: ComponentKind, encoding: str | None) -> Iterator[Component]:
    """Give the components in order.

    Text is UTF-8, UTF-16 with its mark, the encoding named, or what the CHARSET of a line says. Raises `Refused`
    where it is none of these, and where the file has no component of the kind.
    """
    has_any = False
    with _opened(file, encoding) as opened:
        for chunk in _chunks(opened, kind):
            has_any |= chunk.fault != kind.outside
            yield Component(_decoded(chunk, file.name, encoding), chunk.fault)
    if not has_any:
        found = f"found no BEGIN:{kind.name}, expected some"
        raise Refused(file.name, kind.name.casefold(), found, "export the file again", row=1)


def _opened(file: SourceFile, encoding: str | None) -> BinaryIO:
    head = file.head()
    if head.startswith(_UTF16):
        return io.BytesIO(file.text(encoding).text.encode())
    if b"\n" not in head and b"\r" in head:
        return io.BytesIO(file.read().replace(b"\r", b"\n"))
    return file.open()


def _chunks(opened: BinaryIO, kind: ComponentKind) -> Iterator[_Chunk]:
    begin, end = (
        re.compile(rf"\s*{word}\s*:\s*{kind.name}\s*".encode(), re.IGNORECASE) for word in ("BEGIN", "END")
    )
    chunk = _Chunk()
    for number, line, is_cut in _without_secrets(opened, kind.left_out):
        if begin.fullmatch(line.removeprefix(codecs.BOM_UTF8)):
            if not chunk.begins_inside():
                yield from _closed(chunk, kind)
                chunk = _Chunk(number)
            chunk.depth += 1
        if not chunk.depth and kind.has_others:
            continue
        chunk.add(line, is_cut=is_cut)
        if chunk.depth and end.fullmatch(line):
            chunk.depth -= 1
            if not chunk.depth:
                yield chunk
                chunk = _Chunk(number + 1)
    yield from _closed(chunk, kind)


def _closed(chunk: _Chunk, kind: ComponentKind) -> Iterator[_Chunk]:
    if not chunk.is_blank():
        unclosed = f"the {kind.name} is never closed, expected END:{kind.name}"
        chunk.fault = unclosed if chunk.depth else kind.outside
        yield chunk


def _without_secrets(opened: BinaryIO, left_out: re.Pattern[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Give (number, line, whether its end is missing) of the lines, without the values of what is left out."""
    is_secret = False
    for number, line, is_cut in _lines(opened):
        goes_on = line[:1] in (b" ", b"\t") or _BASE64.fullmatch(line) is not None
        if is_secret and goes_on:
            continue
        match = left_out.match(line)
        is_secret = match is not None
        yield (number, match.group()[:-1] + b":", False) if match else (number, line.rstrip(b"\r\n"), is_cut)


def _lines(opened: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    number = 0
    while line := opened.readline(LONGEST_LINE + 1):
        number += 1
        is_cut = len(line) > LONGEST_LINE
        yield number, (line[:_KEPT] if is_cut else line), is_cut
        while is_cut and not line.endswith(b"\n"):
            line = opened.readline(LONGEST_LINE)
            is_cut = bool(line)


def _decoded(chunk: _Chunk, file: str, encoding: str | None) -> str:
    data = b"\n".join(chunk.lines).strip(_BLANK)
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    # A byte order mark and blank lines before the first line leave the line numbers to the lines themselves.
    return "\n".join(
        _line_text(line, file, chunk.start + at, encoding) for at, line in enumerate(chunk.lines)
    ).strip()


def _line_text(line: bytes, file: str, number: int, encoding: str | None) -> str:
    told = _CHARSET.match(line)
    names = ["utf-8", *([told[1].decode()] if told else []), *([encoding] if encoding else [])]
    for name in names:
        try:
            check_encoding(name)
            return line.decode(name)
        except (BadOption, UnicodeDecodeError):
            continue
    found = f"the encoding is not certain: the line is not {' nor '.join(names)}"
    cure = "save the file as UTF-8 or name its encoding with --encoding"
    raise Refused(file, "encoding", found, cure, row=number)
