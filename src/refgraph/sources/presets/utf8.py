"""Text of formats that are UTF-8 by their own rules."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from refgraph.sources.presets.files import SourceFile

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def utf8_text(file: SourceFile, encoding: str | None) -> str:
    """Decode a file as UTF-8, as UTF-16 with its mark, else as the encoding named.

    Raises `Refused` with line and byte offset where the text is not certain, and for an empty file.
    """
    data = file.read()
    if not data.strip():
        raise Refused(file.name, "empty", "the file is empty", "export it again")
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        if encoding is None:
            raise _undecodable(file.name, data, error) from error
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(file.name, data, error) from error


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError) -> Refused:
    found = (
        f"the encoding is not {error.encoding}: byte 0x{data[error.start]:02x} at byte offset {error.start}"
    )
    cure = "save the file as UTF-8 or name its encoding with --encoding"
    return Refused(name, "encoding", found, cure, row=data.count(b"\n", 0, error.start) + 1)
