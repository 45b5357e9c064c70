"""Texts that a spreadsheet would run as a formula, made harmless so that nothing is lost.

Such a text gets one apostrophe in front, and so does a text that looks like one made harmless before; taking one off
again is therefore exact. Source of the signs: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

MARK = "'"
"""Stands before a harmless text, and before the name of a column whose texts were made harmless."""

_RUNS = re.compile(r"[\s']*[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]")


def runs(text: str) -> bool:
    """Whether a spreadsheet might run the text, or whether it looks like one that was made harmless."""
    return _RUNS.match(text) is not None


def harmless(text: str) -> str:
    """Give a text that no spreadsheet runs; `restored` gives the text back, whatever it was."""
    return MARK + text if runs(text) else text


def restored(text: str) -> str:
    """Undo `harmless`; a text that no `harmless` gives comes back as it is."""
    return text[1:] if text.startswith(MARK) and runs(text) else text
