"""What an import would do, or did: counts by file, problems with place and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.web.markup import badge, label, number, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Problem
    from refgraph.service.importing import ImportReport
    from refgraph.web.words import Words

_SHOWN = 50
_COLOURS = {"error": "#b3382c", "held": "#b26a00", "warning": "#6b7280"}
_COUNTS = ("read", "imported", "merged", "held", "blank")


def show_report(words: Words, report: ImportReport) -> None:
    """The outcome in a sentence, the row law by file, then the problems, the gravest first."""
    plan = report.plan
    held = sum(count.held for count in plan.files.values())
    st.markdown(f"**{words('preview')}**")
    st.html(f'<div class="rg-note">{text(words(f"outcome_{plan.outcome}", held=held))}</div>')
    for told in plan.told:
        st.caption(label(told))
    if plan.files:
        header = [(words("counts_file"), "")]
        header += [(words(f"counts_{name}"), words(f"counts_{name}_help")) for name in _COUNTS]
        rows = [
            [text(name), *(number(f"{getattr(count, part):,}") for part in _COUNTS)]
            for name, count in plan.files.items()
        ]
        st.html(table(header, rows))
    _problems(words, plan.problems)


def _problems(words: Words, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    gravest = sorted(problems, key=lambda problem: list(_COLOURS).index(problem.severity))
    rows = [
        [badge(words(f"problem_{one.severity}"), _COLOURS[one.severity]), text(one.message)]
        for one in gravest[:_SHOWN]
    ]
    st.html(table([(words("problem_severity"), ""), (words("problem_message"), "")], rows))
    if len(problems) > _SHOWN:
        st.caption(words("problems_more", count=len(problems) - _SHOWN))
