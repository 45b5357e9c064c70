"""What an answer rests on: the store and its version, whether everybody is re-scored, the day, the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.web.markup import text

if TYPE_CHECKING:
    from refgraph.web.store import Scene


def show_footing(scene: Scene) -> None:
    """Name the store version, which version rankings of everybody are of, the day and every parameter in use."""
    words, snapshot = scene.words, scene.scores.snapshot
    line = words(
        "footing",
        version=snapshot.version,
        day=snapshot.as_of.isoformat(),
        accounts=len(snapshot.accounts.ids),
        people=len(snapshot.people.ids),
        store=scene.workspace.url,
        rankings=rankings_line(scene),
    )
    st.html(f'<div class="rg-muted rg-small">{text(line)}</div>')
    with st.expander(words("parameters"), icon=":material/tune:"):
        st.caption(words("parameters_help"))
        st.dataframe(_parameters(scene), hide_index=True, height=320)


def rankings_line(scene: Scene) -> str:
    """Say which version rankings of everybody are of."""
    if scene.is_waiting:
        return scene.words("rankings_waiting", version=scene.everybody.snapshot.version)
    return scene.words("rankings_there")


def _parameters(scene: Scene) -> dict[str, list[str] | list[float]]:
    flat: list[tuple[str, float]] = []
    for name, value in scene.scores.params.as_dict().items():
        if isinstance(value, Mapping):
            flat += [(f"{name}.{key}", float(inner)) for key, inner in value.items()]
        else:
            flat.append((name, float(value)))
    return {
        scene.words("parameter"): [name for name, _ in flat],
        scene.words("value"): [value for _, value in flat],
    }
