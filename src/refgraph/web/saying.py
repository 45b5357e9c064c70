"""What an action of a page did, said once the page has run again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.errors import RefgraphError
from refgraph.web.markup import label, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.web.words import Words


def say(sentence: str) -> None:
    """Run the page again and say a sentence on top of it."""
    st.session_state["said"] = label(sentence)
    st.rerun()


def show_said() -> None:
    """Say what was done, where something was."""
    if sentence := st.session_state.pop("said", None):
        st.success(sentence, icon=":material/check:")


@contextmanager
def refusals(words: Words) -> Iterator[None]:
    """Show an expected failure, a disk that refuses among them, as a sentence where it happens; the page goes on."""
    try:
        yield
    except RefgraphError as error:
        _refused(words, str(error))
    except OSError as error:
        _refused(words, error.strerror or str(error))


def _refused(words: Words, why: str) -> None:
    st.html(f'<div class="rg-note" role="alert">{text(words("failed", why=why))}</div>')
