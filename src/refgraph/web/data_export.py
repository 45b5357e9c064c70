"""Export on the Data page: everything out again, as a file to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.exporting import STORE_FORMATS, export_bytes
from refgraph.web import state
from refgraph.web.saying import refusals

if TYPE_CHECKING:
    from refgraph.service.workspace import Workspace
    from refgraph.web.words import Words


def show_export(words: Words, workspace: Workspace) -> None:
    """Choose a format, prepare the file, download it."""
    st.caption(words("export_help"))
    chosen = st.selectbox(words("export_format"), STORE_FORMATS, width=240)
    made = st.session_state.get("data_export")
    key = (chosen, workspace.state(), state.as_of())
    if st.button(words("export_make"), type="primary"):
        with refusals(words), st.spinner(words("export_making")):
            made = key, *export_bytes(workspace, chosen, as_of=state.as_of())
            st.session_state["data_export"] = made
    if made and made[0] == key:
        _, name, data = made
        st.download_button(words("export_download", name=name), data, name, icon=":material/download:")
