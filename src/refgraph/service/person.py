"""Who works with the store: recorded with what they bring in."""

from __future__ import annotations

import getpass
import os


def who() -> str:
    """Give `REFGRAPH_USER`, else the name of the login, else ''."""
    try:
        return os.environ.get("REFGRAPH_USER") or getpass.getuser()
    except (OSError, KeyError):
        return ""
