"""Why nothing can be read at a path: a url, neither a folder nor a file, not there, or not permitted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refgraph.errors import PathUnreadable
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from pathlib import Path

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/+[^/]")


def unreadable(path: Path, *, wanted: str) -> PathUnreadable:
    """The error for a path with nothing to read; `wanted` names what may stand there, such as `a zip or a CSV file`."""
    if _ADDRESS.match(str(path)):
        return PathUnreadable(
            f"{_named(path)} is a url, expected a folder or file", "download it and import the copy"
        )
    if path.exists():
        return PathUnreadable(f"{_named(path)} is neither a folder nor a file", f"name a folder, {wanted}")
    return PathUnreadable(f"there is no folder or file {_named(path)}", "check the path")


def not_permitted(path: Path, error: OSError) -> PathUnreadable:
    """The error for a path that the system will not let be read."""
    return PathUnreadable(
        f"cannot read {_named(path)}: {error.strerror or error}", "check the path and its permissions"
    )


def _named(path: Path) -> str:
    return f"'{shown(str(path), at_most=len(str(path)))}'"
