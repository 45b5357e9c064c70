"""Bytes of a file to text: UTF-8, UTF-8 and UTF-16 with BOM; any other encoding must be named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from refgraph.errors import BadOption
from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

_CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251")
_NOT_FOR_FILES = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "utf-7"})
_BINARIES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ", b"SQLite format 3",
    b"PAR1", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_SAMPLE = 4096
_TAIL_NULS = 8
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
    """Decode a file's bytes; raises `Refused` where the text is not certain.

    A byte order mark decides; then valid UTF-8 is UTF-8 also where another encoding is named, since a bundle may
    mix files and no other encoding's non-ASCII text looks like it; then the named encoding.
    """
    _refuse_binaries(data, file)
    encoding = _pick(data, file, named)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, file, encoding, error.start) from error
    text = text.removeprefix("\ufeff")
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise Refused(file, "empty", "the file is empty, expected a header and rows", "export it again")
    _refuse_markup(text, file)
    return Decoded(text, encoding, encoding == "utf-16" and named is None)


def _refuse_binaries(data: bytes, file: str) -> None:
    if not data:
        raise Refused(
            file, "empty", "the file is empty (0 bytes), expected a header and rows", "export it again"
        )
    if data.startswith(b"PK\x03\x04"):
        if b"[Content_Types].xml" in data:
            raise Refused(file, "xlsx", "found an xlsx workbook, expected CSV text", "save it as CSV UTF-8")
        raise Refused(file, "zip", "found a zip archive, expected CSV text", "unpack it")
    head = data[:_SAMPLE]
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in head
    controls = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", head))
    if head.startswith(_BINARIES) or (not is_wide and controls > _CONTROL_SHARE * len(head)):
        raise Refused(file, "not_text", "found binary data, not text", "export it as CSV UTF-8")
    tail = len(data) - len(data.rstrip(b"\x00"))
    if tail >= _TAIL_NULS:
        found = f"the file ends in {tail} NUL bytes from byte offset {len(data) - tail} on, expected text"
        raise Refused(file, "nul", found, "the copy is damaged: export it again")


def _pick(data: bytes, file: str, named: str | None) -> str:
    plain = codecs.lookup(named).name if named else ""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        if plain.startswith("utf-32"):
            return plain
        raise Refused(file, "encoding", "found the encoding UTF-32", "name it with --encoding utf-32")
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if not named:
        _refuse_unmarked_wide(data, file)
        return "utf-8"
    is_wide = plain.startswith(("utf-16", "utf-32"))
    return "utf-8" if b"\x00" not in data and _is_utf8(data, or_ascii=is_wide) else plain


def _is_utf8(data: bytes, *, or_ascii: bool) -> bool:
    if data.isascii():
        return or_ascii
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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


def _undecodable(data: bytes, file: str, encoding: str, offset: int) -> Refused:
    outside_quotes = data[:offset].split(b'"')[::2]
    row = 1 + sum(part.count(b"\n") for part in outside_quotes)
    found = f"the encoding is not {encoding}: byte 0x{data[offset]:02x} at byte offset {offset}"
    cure = "save the file as UTF-8 or name its encoding with --encoding"
    previews = _previews(data, offset, encoding)
    if previews:
        cure += "; candidates for this row: " + ", ".join(previews)
    return Refused(file, "encoding", found, cure, row=row)


def _previews(data: bytes, offset: int, tried: str) -> list[str]:
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - 100)
    end = data.find(b"\n", offset)
    line = data[start : end if 0 <= end < offset + 200 else offset + 200].strip()
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
