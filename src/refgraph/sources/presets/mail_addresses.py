"""What a mail's headers From, To and Date say (RFC 5322)."""

from __future__ import annotations

from datetime import UTC, date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime

from refgraph.sources.presets.addresses import plain_address
from refgraph.sources.text import shown

_LONGEST_NAME = 300
_EARLIEST = date(1970, 1, 1)
"""Mail is younger; such dates come from broken clocks."""


class HeaderFault(ValueError):
    """Why a message is held."""

    def __init__(self, column: str, code: str, text: str) -> None:
        super().__init__(text)
        self.column = column
        self.code = code


def addresses_in(value: bytes, column: str, encoding: str | None) -> list[tuple[str, str]]:
    """Give (address, name) of each address that is one, in order; raises `HeaderFault` for what cannot be read."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = _named(value, column, encoding)
    try:
        listed = getaddresses([text])
    except RecursionError as error:
        raise HeaderFault(column, "nested", f"found {column} with comments nested too deeply") from error
    found = ((plain_address(address), _decoded(name)) for name, address in listed)
    return [(address, name) for address, name in found if address]


def sent_day(value: bytes, latest: date) -> str:
    """Day a message was sent, in UTC; raises `HeaderFault` for none, or one before 1970 or after `latest`."""
    text = value.decode("ascii", "replace")
    try:
        found = parsedate_to_datetime(text)
        day = (found if found.tzinfo is None else found.astimezone(UTC)).date()
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        expected = "expected one like Mon, 31 Mar 2025 09:00:00 +0200"
        raise HeaderFault("Date", "date", f"found the date '{shown(text)}', {expected}") from error
    if day > latest:
        raise HeaderFault("Date", "future", f"found the date '{shown(text)}', which is in the future")
    if day < _EARLIEST:
        raise HeaderFault("Date", "date_range", f"found the date '{shown(text)}', expected one from 1970 on")
    return day.isoformat()


def _named(value: bytes, column: str, encoding: str | None) -> str:
    try:
        return value.decode(encoding or "ascii")
    except UnicodeDecodeError as error:
        found = f"the encoding of {column} is not certain: byte 0x{value[error.start]:02x}"
        raise HeaderFault(column, "encoding", f"{found}; name it with --encoding") from error


def _decoded(name: str) -> str:
    """A name with its encoded words (RFC 2047) decoded; '' where they are broken."""
    if "=?" not in name:
        return name[:_LONGEST_NAME]
    try:
        return str(make_header(decode_header(name[: 4 * _LONGEST_NAME])))[:_LONGEST_NAME]
    except (LookupError, ValueError, MessageError):
        return ""
