"""What becomes of each column of an upload, and the form to say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.model.tables import TABLES
from refgraph.service.presets import own_mapping
from refgraph.sources.presets.recognise import NOT_IMPORTED
from refgraph.web.markup import label, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.presets.recognise import Recognised, SeenColumn
    from refgraph.web.uploads import Upload
    from refgraph.web.words import Words

_NOTHING = ""
_TARGETS = (
    _NOTHING,
    *(f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns),
)


def show_columns(words: Words, upload: Upload, found: Sequence[Recognised]) -> None:
    """Each column with its first values and what it becomes; a mapping of one's own can be made of it."""
    if not found:
        return
    own = next((one for one in found if not one.preset), None)
    with st.expander(words("columns_title"), expanded=own is not None, icon=":material/view_column:"):
        st.caption(words("columns_help"))
        st.html(_table(words, found))
        if own is None:
            return
        chosen = {column.label: _target(words, upload, at, column) for at, column in enumerate(own.columns)}
        if st.button(words("columns_use"), disabled=not any(chosen.values())):
            place = upload.scratch / "mapping.toml"
            place.write_text(own_mapping(chosen), encoding="utf-8")
            st.session_state[f"mapping_{upload.digest}"] = str(place)
            st.rerun()
        made = upload.scratch / "mapping.toml"
        if made.exists():
            st.download_button(words("columns_save"), made.read_text(encoding="utf-8"), "mapping.toml")


def _table(words: Words, found: Sequence[Recognised]) -> str:
    """What the best format makes of each file's columns."""
    best = {one.file: one for one in reversed(found)}
    header = [
        (words(key), "") for key in ("counts_file", "columns_source", "columns_values", "columns_target")
    ]
    rows = [
        [text(one.file), text(column.label), text(", ".join(column.values)), text(_meaning(words, column))]
        for one in best.values()
        for column in one.columns
    ]
    return table(header, rows)


def _meaning(words: Words, column: SeenColumn) -> str:
    return words("columns_nothing") if column.meaning == NOT_IMPORTED else column.meaning


def _target(words: Words, upload: Upload, at: int, column: SeenColumn) -> str:
    left, right = st.columns([2, 1], vertical_alignment="center")
    left.markdown(f"**{label(column.label)}**  \n{label(', '.join(column.values))}")
    picked: str = right.selectbox(
        label(column.label),
        _TARGETS,
        format_func=lambda one: one or words("columns_nothing"),
        key=f"column_{upload.digest}_{at}",
        label_visibility="collapsed",
    )
    return picked
