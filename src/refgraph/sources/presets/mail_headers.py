"""A mailbox in the mbox format as the headers From, To and Date of its messages; nothing else of them is kept.

A message begins at a line `From ` that is the first, or follows an empty line and is followed by a header; such lines
in a text are quoted (`>From `, RFC 4155) by whoever wrote the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST_LINE = 1 << 16
"""Bytes of a line that are looked at."""
LARGEST_HEADER = 1 << 18
"""Bytes kept of one header; a longer one is cut, and its message is a circular anyway."""
MOST_HEADER_LINES = 10_000

_BEGIN = b"From "
_BLANK = (b"\n", b"\r\n")
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:")
_WANTED = frozenset({b"from", b"to", b"date"})


@dataclass(slots=True)
class Message:
    """The headers of one message."""

    number: int
    """From 1."""
    begin: bytes = b""
    """The line `From `, '' where there is none."""
    headers: dict[bytes, bytes] = field(default_factory=dict)
    """By name in lower case, unfolded; of a header that comes twice the first."""

    def raw(self) -> bytes:
        """What is kept of it, as an mbox."""
        listed = [name.title() + b": " + value for name, value in self.headers.items()]
        return b"\n".join([self.begin or b"From -", *listed, b""])


def messages_of(opened: BinaryIO) -> Iterator[Message]:
    """Give the messages in order; a file that begins with a header is one message."""
    lines = _Lines(opened)
    number = 0
    while (line := lines.next()) is not None:
        if not line.strip():
            continue
        number += 1
        message = Message(number)
        if line.startswith(_BEGIN):
            message.begin = line
        else:
            lines.put_back(line)
        _read_headers(lines, message)
        lines.pass_body()
        yield message


class _Lines:
    """Lines of a file without their ends, the beginning of those that are too long; one may be put back."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._back: list[bytes] = []

    def next(self) -> bytes | None:
        if self._back:
            return self._back.pop()
        line = self._opened.readline(LONGEST_LINE)
        if not line:
            return None
        rest = line
        while not rest.endswith(b"\n") and (rest := self._opened.readline(LONGEST_LINE)):
            pass
        return line.rstrip(b"\r\n")

    def put_back(self, line: bytes) -> None:
        self._back.append(line)

    def pass_body(self) -> None:
        """Pass over lines up to the next message; nothing may be put back before."""
        is_after_blank = True
        # Most of a mailbox goes through here, so the lines are read without a call of our own for each.
        readline = self._opened.readline
        while line := readline(LONGEST_LINE):
            if is_after_blank and line.startswith(_BEGIN):
                following = self.next()
                if following is not None:
                    self.put_back(following)
                if following is not None and _HEADER.match(following):
                    self.put_back(line.rstrip(b"\r\n"))
                    return
                self._back.clear()
                is_after_blank = following == b""
                continue
            is_after_blank = line in _BLANK


def _read_headers(lines: _Lines, message: Message) -> None:
    name = b""
    count = 0
    while (line := lines.next()) is not None and line.strip() and count < MOST_HEADER_LINES:
        count += 1
        if line[:1] in (b" ", b"\t"):
            if name and len(message.headers[name]) < LARGEST_HEADER:
                message.headers[name] += b" " + line.strip()
            continue
        match = _HEADER.match(line)
        name = match[1].lower() if match else b""
        if match is None or name not in _WANTED or name in message.headers:
            name = b""
        else:
            message.headers[name] = line[match.end() :].strip()
