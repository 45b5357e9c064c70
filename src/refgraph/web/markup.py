"""HTML of our own making around text of others'.

Names, titles and notes come from files of all kinds. In a page they stand as text alone: in HTML escaped by `text`,
in labels of widgets, which read Markdown, by `label`; tables, selection lists and the map take plain text as it is.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINED = re.compile(r"([:@.<>=~/_-])(?=\S)")
_WORD_JOINER = "\u2060"
_LEAST = 0.001
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SHOWN: Mapping[int, str | None] = _TURNS | _HALVES
"""Left out: characters that turn the direction of all that follows on the line, our own words too. Half characters,
as stand in names of files that are no UTF-8, cannot be sent at all and are shown as U+FFFD."""


def text(value: object) -> str:
    """Escape text for HTML, also within a quoted attribute."""
    return html.escape(str(value).translate(_SHOWN))


def label(value: str) -> str:
    """Escape text for a widget's label, so that neither Markdown nor emoji, icons, arrows or links come of it.

    An invisible word joiner parts what would be read as a short code even when it is escaped, such as `:red[`.
    """
    parted = _JOINED.sub(rf"\1{_WORD_JOINER}", " ".join(value.translate(_SHOWN).split()))
    return _PUNCTUATION.sub(r"\\\1", parted)


def tag(name: str, content: str, *, kind: str = "", hint: str = "") -> str:
    """One HTML element around content that is HTML already; `hint` is plain text shown on hovering."""
    attributes = (f' class="{kind}"' if kind else "") + (f' title="{text(hint)}"' if hint else "")
    return f"<{name}{attributes}>{content}</{name}>"


def badge(word: str, colour: str, *, hint: str = "") -> str:
    """A small coloured label; `colour` is #rrggbb of our own."""
    hinted = f' title="{text(hint)}"' if hint else ""
    return f'<span class="rg-badge" style="--c:{colour}"{hinted}>{text(word)}</span>'


def link(page: str, content: str, **params: str | None) -> str:
    """A deep link within the app, around content that is HTML already; None leaves a parameter out."""
    query = urlencode({name: value for name, value in params.items() if value is not None})
    return f'<a class="rg-link" target="_self" href="{text(f"{page}?{query}")}">{content}</a>'


def number(value: str) -> str:
    """A number that stays on one line."""
    return f'<span class="rg-number">{text(value)}</span>'


def amount(value: float) -> str:
    """Three decimals as plain text; what is too small for them is not shown as nothing."""
    return f"{value:.3f}" if value == 0 or value >= _LEAST else f"< {_LEAST}"


def signed(value: float, digits: int) -> str:
    """A number with its sign as plain text; what rounds to nothing has none."""
    return f"{value:+.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"


def opinion_bar(belief: float, disbelief: float, *, hint: str = "") -> str:
    """A bar of belief, uncertainty and disbelief, which fill it."""
    parts = (("rg-good", belief), ("rg-unsure", 1.0 - belief - disbelief), ("rg-bad", disbelief))
    spans = "".join(f'<span class="{kind}" style="width:{share:.2%}"></span>' for kind, share in parts)
    return f'<span class="rg-bar" title="{text(hint)}">{spans}</span>'


def amount_bar(value: float, greatest: float, kind: str) -> str:
    """A bar as long as a value is against the greatest one."""
    share = value / greatest if greatest > 0 else 0.0
    return f'<span class="rg-amount {kind}" style="width:{share:.1%}"></span>'


def table(header: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    """A table; the header is (word, hint) as plain text, cells are HTML already."""
    head = "".join(tag("th", text(word), hint=hint) for word, hint in header)
    body = "".join(tag("tr", "".join(tag("td", cell) for cell in row)) for row in rows)
    return f'<table class="rg-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
