"""Bytes of a file to text: UTF-8, UTF-8 and UTF-16 with BOM; any other encoding must be named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import BadOption
from refgraph.sources.refusal import Refused
from refgraph.sources.streams import STEP, Text, first_bytes
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refgraph.sources.streams import Content

_CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251")
_NOT_FOR_FILES = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "utf-7"})
_BINARIES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ", b"SQLite format 3",
    b"PAR1", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_SAMPLE = 4096
_TAIL_NULS = 8
_AROUND = 200
"""Bytes before and after a wrong one that previews may show."""
_BLANKS = b"\x00 \t\r\n\xef\xbb\xbf"
_CONTROL_SHARE = 0.1
_HTML = re.compile(r"\s*(<!doctype html|<html|<head|<body|<table|<meta|<div)", re.IGNORECASE)
_JSON = re.compile(r"\s*[\[{]\s*[\[{\"]")
_XML = re.compile(r"\s*<(\?xml|!DOCTYPE|graphml|gexf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text, without a byte order mark."""

    text: str
    encoding: str
    is_unusual: bool
    """Whether the file is UTF-16 that nobody named, which deserves a warning."""


def check_encoding(name: str) -> None:
    """Raise `BadOption` for a name that is no text encoding."""
    try:
        plain = codecs.lookup(name).name
        b"\x00\x00\x00\x00".decode(name)
    except (LookupError, ValueError, UnicodeError):
        plain = "undefined"
    if plain in _NOT_FOR_FILES:
        raise BadOption(f"unknown encoding '{shown(name)}'", "name one like gb18030, cp1252 or shift_jis")


def decode(data: bytes, file: str, named: str | None) -> Decoded:
    """Decode bytes in memory as `TextStream` does; raises `Refused` where the text is not certain."""
    stream = TextStream(Text(data), file, named)
    text = b"".join(stream.pieces()).decode()
    return Decoded(text, stream.encoding, stream.is_unusual)


class TextStream:
    """A file's text, whatever its encoding, as UTF-8 without a byte order mark.

    A byte order mark decides; then valid UTF-8 is UTF-8 also where another encoding is named, since a bundle may
    mix files and no other encoding's non-ASCII text looks like it; then the named encoding.
    """

    def __init__(self, content: Content, file: str, named: str | None) -> None:
        """Look at the beginning; raises `Refused` where it is no text or its encoding is not certain."""
        self.content = content
        self.file = file
        head = first_bytes(content.pieces(), STEP)
        _refuse_binaries(head, file)
        self.encoding = _pick(content, head, file, named)
        self.is_unusual = self.encoding == "utf-16" and named is None
        """Whether the file is UTF-16 that nobody named, which deserves a warning."""

    def pieces(self) -> Iterator[bytes]:
        """Read it from the start; raises `Refused` where it is damaged, blank or of another encoding.

        Pieces may end inside a character.
        """
        is_blank, is_first = True, True
        for piece in filter(None, self._utf8()):
            text = piece.removeprefix(codecs.BOM_UTF8) if is_first else piece
            if is_first:
                _refuse_markup(text[:_SAMPLE].decode("utf-8", "ignore"), self.file)
            is_blank = is_blank and not text.translate(None, _BLANKS)
            is_first = False
            yield text
        if is_blank:
            found = "the file is empty, expected a header and rows"
            raise Refused(self.file, "empty", found, "export it again")

    def _utf8(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        is_utf8, read = self.encoding == "utf-8", 0
        for piece, is_last in _looks_ahead(self.content.pieces(), self.file):
            waiting = len(decoder.getstate()[0])
            if is_utf8 and not waiting and piece.isascii():
                yield piece
            else:
                try:
                    text = decoder.decode(piece, is_last)
                    yield piece if is_utf8 else text.encode()
                except UnicodeError as error:
                    offset = read - waiting + (error.start if isinstance(error, UnicodeDecodeError) else 0)
                    raise _undecodable(self.content, self.file, self.encoding, offset) from error
            read += len(piece)


def _looks_ahead(pieces: Iterable[bytes], file: str) -> Iterator[tuple[bytes, bool]]:
    """Give pieces, each with whether it is the last; raises `Refused` before the last where NUL bytes end it."""
    former: bytes | None = None
    read = nulls = 0
    for piece in pieces:
        if former is not None:
            yield former, False
        former = piece
        read += len(piece)
        tail = len(piece) - len(piece.rstrip(b"\x00"))
        nulls = nulls + tail if tail == len(piece) else tail
    if nulls >= _TAIL_NULS:
        found = f"the file ends in {nulls} NUL bytes from byte offset {read - nulls} on, expected text"
        raise Refused(file, "nul", found, "the copy is damaged: export it again")
    if former is not None:
        yield former, True


def _refuse_binaries(data: bytes, file: str) -> None:
    if not data:
        raise Refused(
            file, "empty", "the file is empty (0 bytes), expected a header and rows", "export it again"
        )
    if data.startswith(b"PK\x03\x04"):
        if b"[Content_Types].xml" in data:
            raise Refused(file, "xlsx", "found an xlsx workbook, expected CSV text", "save it as CSV UTF-8")
        raise Refused(file, "zip", "found a zip archive, expected CSV text", "unpack it")
    if data.startswith(b"\x1f\x8b"):
        raise Refused(file, "nested", "found gzip nested in gzip, expected CSV text", "unpack it")
    head = data[:_SAMPLE]
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in head
    controls = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", head))
    if head.startswith(_BINARIES) or (not is_wide and controls > _CONTROL_SHARE * len(head)):
        raise Refused(file, "not_text", "found binary data, not text", "export it as CSV UTF-8")


def _pick(content: Content, head: bytes, file: str, named: str | None) -> str:
    plain = codecs.lookup(named).name if named else ""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        if plain.startswith("utf-32"):
            return plain
        raise Refused(file, "encoding", "found the encoding UTF-32", "name it with --encoding utf-32")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if not named:
        _refuse_unmarked_wide(head, file)
        return "utf-8"
    is_wide = plain.startswith(("utf-16", "utf-32"))
    return "utf-8" if _is_utf8(content, or_ascii=is_wide) else plain


def _is_utf8(content: Content, *, or_ascii: bool) -> bool:
    """Whether all is UTF-8 without a NUL, and not only ASCII unless that counts."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_ascii = True
    try:
        for piece in content.pieces():
            if b"\x00" in piece:
                return False
            is_ascii = is_ascii and piece.isascii()
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return or_ascii or not is_ascii


def _refuse_unmarked_wide(data: bytes, file: str) -> None:
    head = data[:_SAMPLE]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[offset::2].count(0)
        if zeros > len(head) // 5 and not head[1 - offset :: 2].count(0) > zeros // 4:
            preview = shown(data[:160].decode(name, "replace").split("\n")[0])
            raise Refused(
                file,
                "encoding",
                f"the encoding is not certain: no byte order mark, yet it looks like {name} ('{preview}')",
                f"name it with --encoding {name}",
                row=1,
            )


def _undecodable(content: Content, file: str, encoding: str, offset: int) -> Refused:
    row, line, at = _place(content, offset)
    found = f"the encoding is not {encoding}: byte 0x{line[at]:02x} at byte offset {offset}"
    cure = "save the file as UTF-8 or name its encoding with --encoding"
    previews = _previews(line, at, encoding)
    if previews:
        cure += "; candidates for this row: " + ", ".join(previews)
    return Refused(file, "encoding", found, cure, row=row)


def _place(content: Content, offset: int) -> tuple[int, bytes, int]:
    """Row of a byte, what stands around it, and where in that it is."""
    row, is_quoted, read, before = 1, False, 0, b""
    around = b""
    for piece in content.pieces():
        if read < offset:
            parts = piece[: offset - read].split(b'"')
            row += sum(part.count(b"\n") for part in parts[is_quoted::2])
            is_quoted ^= len(parts) % 2 == 0
        read += len(piece)
        around = before + piece
        if read >= offset + _AROUND:
            break
        before = around[-2 * _AROUND :]
    start = read - len(around)
    low = max(offset - _AROUND, start)
    return row, around[low - start : offset + _AROUND - start], offset - low


def _previews(around: bytes, at: int, tried: str) -> list[str]:
    start = max(around.rfind(b"\n", 0, at) + 1, at - 100)
    end = around.find(b"\n", at)
    line = around[start : end if end >= 0 else len(around)].strip()
    previews = []
    for name in _CANDIDATES:
        try:
            text = line.decode(name)
        except UnicodeDecodeError:
            continue
        if name != tried and not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]", text):
            previews.append(f"{name} ('{shown(text)}')")
    return previews


def _refuse_markup(text: str, file: str) -> None:
    head = text[:_SAMPLE]
    if _HTML.match(head):
        raise Refused(
            file, "html", "found html, expected CSV text", "open it in a spreadsheet and save it as CSV"
        )
    if _XML.match(head):
        declared = "; it declares a DTD or an entity, which is never read" if "<!" in head else ""
        raise Refused(
            file, "unsupported", f"unsupported format: found XML, expected CSV{declared}", "export it as CSV"
        )
    if _JSON.match(head):
        raise Refused(
            file, "header", "found JSON, expected a header of column names", "export it as CSV", row=1
        )
