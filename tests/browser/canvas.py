"""Where things are on the map, which is a canvas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page, Position

_DRAWN = "el => !!el.network && el.network.body.data.nodes.length > 0"
_PLACE = "(el, id) => el.network.canvasToDOM(el.network.getPosition(id))"
_MIDDLE = """(el, [a, b]) => {
  const [p, q] = [a, b].map((id) => el.network.getPosition(id));
  return el.network.canvasToDOM({ x: 0.4 * p.x + 0.6 * q.x, y: 0.4 * p.y + 0.6 * q.y });
}"""
_NODES = (
    "el => el.network.body.data.nodes.get().map(({ id, label, title, x, y }) => ({ id, label, title, x, y }))"
)


def node(table: str, key: str) -> str:
    """Id of a node on the map."""
    return json.dumps([table, key], ensure_ascii=False)


def wait_until_drawn(page: Page) -> None:
    """Wait until the map shows nodes."""
    page.locator(".network canvas").wait_for()
    page.wait_for_function(f"el => ({_DRAWN})(el)", arg=page.locator(".network").element_handle())


def click_node(page: Page, table: str, key: str) -> None:
    """Click a node in its middle."""
    _click(page, page.locator(".network").evaluate(_PLACE, node(table, key)))


def click_between(page: Page, one: tuple[str, str], other: tuple[str, str]) -> None:
    """Click a line between two nodes, off its middle."""
    _click(page, page.locator(".network").evaluate(_MIDDLE, [node(*one), node(*other)]))


def nodes(page: Page) -> list[dict[str, Any]]:
    """Nodes on the map: id, label, title, x, y."""
    found: list[dict[str, Any]] = page.locator(".network").evaluate(_NODES)
    return found


def _click(page: Page, place: Position) -> None:
    page.locator(".network").click(position=place)
