"""What an export wrote, without what is of the store and the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tests.backends.commands import tell

if TYPE_CHECKING:
    from pathlib import Path

_OF_THE_PLACE = re.compile(rb"(?m)^(UID|DTSTAMP):.*$")


def exported(url: str, path: Path, file_format: str, *options: str) -> dict[str, bytes]:
    """Export to a path that is not there; the bytes of the files by name."""
    code, document = tell(url, "export", "--format", file_format, *options, path)
    assert code == 0, document
    if path.is_dir():
        return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}  # fmt: skip
    if file_format == "xlsx":
        with ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist() if not name.startswith("docProps/")}
    return {"": _OF_THE_PLACE.sub(rb"\1", path.read_bytes())}
