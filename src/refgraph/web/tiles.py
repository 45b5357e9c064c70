"""Figures side by side."""

from __future__ import annotations

from refgraph.web.markup import text


def tiles(parts: tuple[tuple[str, str, str], ...]) -> str:
    """Figures side by side: name, value and explanation of each as plain text."""
    cells = "".join(
        f'<div class="rg-tile" title="{text(hint)}"><div class="rg-muted rg-small">{text(name)}</div>'
        f"<b>{text(value)}</b></div>"
        for name, value, hint in parts
    )
    return f'<div class="rg-tiles rg-row">{cells}</div>'
