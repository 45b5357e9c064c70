"""Import on the Data page: upload, see what would happen, choose what columns mean, import."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.importing import ImportReport, import_bundle
from refgraph.service.person import who
from refgraph.service.place import store_url
from refgraph.service.presets import looks_like, preset_names
from refgraph.service.today import today_utc
from refgraph.sources.plan import ReadOptions
from refgraph.web.data_columns import show_columns
from refgraph.web.data_report import show_report
from refgraph.web.markup import text
from refgraph.web.saying import refusals, say
from refgraph.web.uploads import Upload, forget, kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.service.workspace import Workspace
    from refgraph.sources.presets.recognise import Recognised
    from refgraph.web.words import Words

_ENCODINGS = ("", "gb18030", "big5", "cp1252", "cp1251", "shift_jis", "euc_kr", "utf-16-le")
_DATE_FORMATS = ("", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y")


def show_import(words: Words, workspace: Workspace | None) -> None:
    """Upload files, look at what would happen, then import them."""
    files = st.file_uploader(words("upload"), accept_multiple_files=True, help=words("upload_help"))
    if not files:
        forget()
        return
    with refusals(words):
        upload = kept(files)
        found = looks_like(upload.path)
        options = _options(words, upload, found)
        report = _previewed(words, upload, options, workspace)
        show_report(words, report)
        if report.plan.outcome != "reject" and st.button(words("import_now"), type="primary"):
            _import(words, upload, options)
        show_columns(words, upload, found)


def _options(words: Words, upload: Upload, found: Sequence[Recognised]) -> ReadOptions:
    presets = list(dict.fromkeys(one.preset for one in found if one.preset))
    if presets:
        st.caption(words("looks_like", formats=", ".join(_preset_name(words, one) for one in presets)))
    else:
        st.html(f'<div class="rg-note">{text(words("looks_like_nothing"))}</div>')
    left, middle, right, last = st.columns(4)
    with left:
        preset = _preset(words, upload, presets)
    encoding = middle.selectbox(
        words("encoding"),
        _ENCODINGS,
        format_func=lambda name: name or words("encoding_default"),
        accept_new_options=True,
        help=words("encoding_help"),
    )
    date_format = right.selectbox(
        words("date_format"),
        _DATE_FORMATS,
        format_func=lambda name: name or words("date_format_iso"),
        accept_new_options=True,
        help=words("date_format_help"),
    )
    whose = last.text_input(words("whose"), help=words("whose_help"))
    comma = st.checkbox(words("decimal_comma"))
    return ReadOptions(encoding or None, date_format or None, comma, preset, whose.strip() or None)


def _preset(words: Words, upload: Upload, presets: Sequence[str]) -> str:
    """Name of the format to read by, or path of the mapping made of these files."""
    made: str | None = st.session_state.get(f"mapping_{upload.digest}")
    chosen = st.selectbox(
        words("format"),
        list(dict.fromkeys([*([made] if made else []), *presets, *preset_names()])),
        format_func=lambda name: words("columns_use") if name == made else _preset_name(words, name),
        help=words("format_help"),
        # A mapping just made, or other files, come first in the list: chosen anew.
        key=f"preset_{upload.digest}_{made}",
    )
    return chosen or "folder"


def _preset_name(words: Words, name: str) -> str:
    return words("format_folder") if name == "folder" else name


def _previewed(
    words: Words, upload: Upload, options: ReadOptions, workspace: Workspace | None
) -> ImportReport:
    """What an import would do, planned once for the same files, options and store version; without its rows."""
    key = (upload.digest, options, None if workspace is None else workspace.state())
    made: tuple[object, ImportReport] | None = st.session_state.get("data_preview")
    if made is not None and made[0] == key:
        return made[1]
    with st.spinner(words("preview_running")):
        full = import_bundle(
            store_url(None), upload.path, options=options, today=today_utc(), dry_run=True, by=who()
        )
    report = replace(full, plan=replace(full.plan, batch=None))
    st.session_state["data_preview"] = key, report
    return report


def _import(words: Words, upload: Upload, options: ReadOptions) -> None:
    with st.spinner(words("importing")):
        report = import_bundle(store_url(None), upload.path, options=options, today=today_utc(), by=who())
    st.session_state.pop("data_preview", None)
    if report.plan.outcome == "reject":
        # The store became another one since the preview, which now tells why.
        st.rerun()
    if report.plan.batch is None:
        say(words("nothing_new"))
    say(words("imported", version=report.version))
