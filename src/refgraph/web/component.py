"""The network in the page: vis-network from the installed pyvis, drawn by a component of our own.

Three pieces, so that what is big travels once: the library as inline script, the picture (again only when its
revision changes), and the selection, which is a few bytes.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from refgraph.errors import RefgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.components.v2.types import ComponentRenderer

    from refgraph.views.network_picture import Picture

_ANNOUNCE = '\nglobalThis.dispatchEvent(new Event("refgraph-vis"));\nexport default function () {}\n'


def show_network(
    picture: Picture, *, key: str, on_clicked: Callable[[], None], on_expanded: Callable[[], None]
) -> None:
    """Draw a picture; the callbacks find what was clicked in `st.session_state[key]`."""
    _network()(
        key=key,
        data=picture.payload,
        height="content",
        on_clicked_change=on_clicked,
        on_expanded_change=on_expanded,
    )


def show_focus(selected: str | None, *, key: str) -> None:
    """Mark a node or an edge of the network, None for none."""
    _focus()(key=key, data={"id": selected})


def load_library() -> None:
    """Bring vis-network into the page, once."""
    _vis()(key="vis")


def clicked(key: str, trigger: str) -> dict[str, Any] | None:
    """What the component's trigger carries: `kind` (node, edge or none), `id`, `count`; None without a click."""
    state = st.session_state.get(key) or {}
    found: dict[str, Any] | None = state.get(trigger)
    return found


@cache
def _network() -> ComponentRenderer:
    return st.components.v2.component("refgraph.network", js="network.js", css="network.css")


@cache
def _focus() -> ComponentRenderer:
    return st.components.v2.component("refgraph.focus", js="focus.js")


@cache
def _vis() -> ComponentRenderer:
    return st.components.v2.component("refgraph_vis", js=library())


def library() -> str:
    """The script of vis-network in the installed pyvis, with a word when it is there; raises `RefgraphError` without."""
    spec = importlib.util.find_spec("pyvis")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    scripts = sorted(folder.glob("templates/lib/vis-*/vis-network.min.js"))
    if not scripts:
        raise RefgraphError("the installed pyvis has no vis-network", "install pyvis 0.3.2 or later")
    return scripts[-1].read_text(encoding="utf-8") + _ANNOUNCE
