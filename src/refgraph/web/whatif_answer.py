"""What becomes of our name, circle by circle and opener by opener, under what is supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.views.terms import term
from refgraph.views.whatif_wording import OUTLOOK, change_text, opener_change_text
from refgraph.web.markup import number, signed, table, tag, text
from refgraph.web.names import account_link, person_name, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.decisions.circle_changes import CircleChange
    from refgraph.decisions.opener_changes import OpenerChange
    from refgraph.decisions.whatif import WhatIf
    from refgraph.scores.scores import Scores
    from refgraph.web.store import Scene

_ROWS = 30
_WHOLE = ("customers", "open_accounts", "listeners", "circles_at_critical_mass", "openers", "opportunities")


def show_answer(scene: Scene, answer: WhatIf) -> None:
    """Before and after in numbers, then what makes the difference: circles, openers, accounts."""
    words = scene.words
    said = "; ".join(change_text(change, scene.scores.snapshot, words.language) for change in answer.changes)
    st.html(tag("h1", text(words("whatif_title", changes=said)), kind="rg-title"))
    st.caption(words("whatif_help"))
    st.html(_outlook(scene, answer))
    if not answer.counts_all:
        st.caption(words("whatif_counted", looked=answer.targets_looked_at))
    if answer.is_capped:
        st.caption(words("whatif_capped", looked=answer.targets_looked_at, all=answer.targets_affected))
    _openers(scene, "whatif_lost", answer.openers.lost, answer.scores[1])
    _openers(scene, "whatif_won", answer.openers.won, answer.scores[0])
    _circles(scene, answer)
    _accounts(scene, answer)


def _outlook(scene: Scene, answer: WhatIf) -> str:
    words = scene.words
    header = [(words(key), "") for key in ("whatif_what", "before", "after", "difference")]
    rows = [_outlook_row(scene, name, answer) for name in OUTLOOK if name != "listeners"]
    return table(header, rows)


def _outlook_row(scene: Scene, name: str, answer: WhatIf) -> list[str]:
    before, after = getattr(answer.before, name), getattr(answer.after, name)
    digits = 0 if name in _WHOLE else 3
    nothing = scene.words("nothing_heard")
    cells = [nothing if value is None else f"{value:.{digits}f}" for value in (before, after)]
    change = "" if None in (before, after) else signed(after - before, digits)
    return [text(term(OUTLOOK, name, scene.words.language)), *map(number, (*cells, change))]


def _openers(scene: Scene, title: str, rows: tuple[OpenerChange, ...], other: Scores) -> None:
    """Pairs of opener and target that stand in one world alone; `other` is the world in which they do not."""
    words, snapshot = scene.words, scene.scores.snapshot
    if not rows:
        return
    st.markdown(f"**{words(title, count=len(rows))}**", help=words(f"{title}_help"))
    header = [(words(key), "") for key in ("whatif_opener", "whatif_target", "score", "whatif_why")]
    cells = [
        [f"{person_name(snapshot, row.opener.person)} <span class='rg-muted'>{standing(snapshot, row.opener.person, row.opener.account)}</span>",
         account_link(snapshot, row.opener.target), number(f"{row.opener.score:.4f}"),
         text(opener_change_text(row, other.snapshot, words.language))]
        for row in rows[:_ROWS]
    ]  # fmt: skip
    st.html(table(header, cells) + _more(scene, len(rows)))


def _circles(scene: Scene, answer: WhatIf) -> None:
    words = scene.words
    if not answer.circles.rows:
        return
    st.markdown(f"**{words('whatif_circles', count=answer.circles.count)}**", help=words("reputation_help"))
    header = [
        (words(key), "")
        for key in ("whatif_circle", "accounts_here", "penetration", "reputation", "difference")
    ]
    rows = (_circle(scene, row) for row in answer.circles.rows[:_ROWS])
    st.html(table(header, rows) + _more(scene, answer.circles.count))


def _circle(scene: Scene, row: CircleChange) -> Iterable[str]:
    words, name = scene.words, scene.scores.snapshot.circles.names[row.circle]
    worlds = (row.before, row.after)
    counts = [words("accounts_count", ours=one.ours, lost=one.lost, open=one.open) for one in worlds]
    shares = ["–" if one.penetration is None else f"{one.penetration:.0%}" for one in worlds]
    names = [words("nothing_heard") if one.reputation is None else f"{one.reputation:+.2f}" for one in worlds]
    return (
        text(name),
        text(_arrow(counts)),
        number(_arrow(shares)),
        text(_arrow(names)),
        number(signed(row.change, 2)),
    )


def _accounts(scene: Scene, answer: WhatIf) -> None:
    words = scene.words
    if not answer.accounts:
        return
    st.markdown(f"**{words('whatif_accounts')}**", help=words("heard_net_help"))
    header = [(words(key), "") for key in ("account", "before", "after", "difference")]
    rows = [
        [account_link(scene.scores.snapshot, row.account), number(f"{row.before:+.3f}"),
         number(f"{row.after:+.3f}"), number(signed(row.after - row.before, 3))]
        for row in answer.accounts
    ]  # fmt: skip
    st.html(table(header, rows))


def _arrow(pair: list[str]) -> str:
    return pair[0] if pair[0] == pair[1] else " → ".join(pair)


def _more(scene: Scene, count: int) -> str:
    left = count - _ROWS
    return f'<div class="rg-muted rg-small">{text(scene.words("more", count=left))}</div>' if left > 0 else ""
