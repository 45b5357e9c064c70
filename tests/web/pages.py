"""What one reads of a page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def bodies(app: AppTest) -> list[str]:
    """The pages' own HTML, piece by piece."""
    return [element.value for element in app.html if not element.value.startswith("<style>")]


def text_of(app: AppTest) -> str:
    """The pages' own HTML as one reads it, on one line."""
    spaced = re.sub(r"</(?:tr|td|p|li|div|details)>", " ", " ".join(bodies(app)))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())
