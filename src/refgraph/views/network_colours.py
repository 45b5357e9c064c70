"""What a node's colour says: the opinion of us, or the status of an account and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from refgraph.model.tables import STATUSES
from refgraph.scores.opinion import opinion_word
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores
    from refgraph.views.network_surroundings import Node

Colouring = Literal["opinion", "status"]

OPINION_COLOURS = {"supporter": "#2a9d6f", "neutral": "#e0a93b", "opponent": "#d1495b", "unknown": "#b8c1cf"}
STATUS_COLOURS = {"customer": "#2f6fb5", "prospect": "#e0a93b", "lost": "#8d5a5f", "partner": "#5f9ea0"}
CIRCLE_COLOUR = "#8f7cc3"
NOBODY_COLOUR = "#b8c1cf"
"""A person without an account, coloured by status."""


def colour_words(scores: Scores, accounts: Opinion, nodes: Sequence[Node], colouring: Colouring) -> list[str]:
    """Word behind each node's colour: an opinion word or a status, '' for circles and people without an account.

    `accounts` is the opinion by account, of `account_scores`.
    """
    if colouring == "opinion":
        return [_opinion_word(scores, accounts, node) for node in nodes]
    home = home_accounts(scores.snapshot)
    return [
        _status_word(scores, node, int(home[node.index]) if node.ref[0] == "people" else -1) for node in nodes
    ]


def colour_of(word: str, table: str) -> str:
    """Colour for a word, as #rrggbb."""
    if table == "circles":
        return CIRCLE_COLOUR
    return OPINION_COLOURS.get(word) or STATUS_COLOURS.get(word) or NOBODY_COLOUR


def _opinion_word(scores: Scores, accounts: Opinion, node: Node) -> str:
    if node.ref[0] == "circles":
        return ""
    opinion = accounts if node.ref[0] == "accounts" else scores.opinion
    return opinion_word(
        float(opinion.belief[node.index]), float(opinion.disbelief[node.index]), scores.params
    )


def _status_word(scores: Scores, node: Node, home: int) -> str:
    if node.ref[0] == "circles":
        return ""
    account = node.index if node.ref[0] == "accounts" else home
    if account < 0:
        return ""
    word = Status(scores.snapshot.accounts.status[account]).name.lower()
    assert word in STATUSES
    return word
