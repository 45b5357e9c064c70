"""Scores and decisions as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.scores.opinion import opinion_word
from refgraph.scores.reputation import reputations
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.views.plain import more, table
from refgraph.views.score_tables import account_rows, people_rows
from refgraph.views.terms import factor_name
from refgraph.views.wording import blocked_path_text, blocked_text, reference_calls_text, tie_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.openers import Blocked, Opener, Openers
    from refgraph.decisions.targets import Targets
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores
    from refgraph.views.documents import Json

_ROWS_SHOWN = 40


def score_lines(scores: Scores, entity: str) -> list[str]:
    """The first rows of a score, best first."""
    make = {"people": _people_table, "accounts": _accounts_table, "circles": _circles_table}[entity]
    lines = make(scores)
    shown_lines = lines[: _ROWS_SHOWN + 1]
    return [*shown_lines, *more(len(lines) - 1, _ROWS_SHOWN), f"as of {scores.snapshot.as_of}"]


def _people_table(scores: Scores) -> list[str]:
    names, opinion = scores.snapshot.people.names, scores.opinion
    rows = [
        [str(row["person_id"]), names[i],
         opinion_word(float(opinion.belief[i]), float(opinion.disbelief[i]), scores.params),
         *_opinion_and_heard(row), f"{row['reach']:.2f}"]
        for i, row in sorted(enumerate(people_rows(scores)), key=_by_net)
    ]  # fmt: skip
    header = ["person", "name", "opinion", "belief", "disbelief", "heard +", "heard -", "net", "reach"]
    return table(header, rows)


def _accounts_table(scores: Scores) -> list[str]:
    names = scores.snapshot.accounts.names
    rows = [
        [str(row["account_id"]), names[i], str(row["status"]), *_opinion_and_heard(row)]
        for i, row in sorted(enumerate(account_rows(scores)), key=_by_net)
    ]
    return table(["account", "name", "status", "belief", "disbelief", "heard +", "heard -", "net"], rows)


def _circles_table(scores: Scores) -> list[str]:
    circles = scores.snapshot.circles
    rows = [
        [circles.ids[r.circle], circles.names[r.circle], str(r.members),
         f"{r.ours}/{r.lost}/{r.open}", _share(r.penetration), _signed(r.reputation), _interval(r.interval)]
        for r in reputations(scores)
    ]  # fmt: skip
    header = ["circle", "name", "members", "ours/lost/open", "penetration", "reputation", "95 % interval"]
    return table(header, rows)


def _by_net(item: tuple[int, Json]) -> tuple[float, int]:
    heard = item[1]["heard"]
    assert isinstance(heard, dict)
    return -round(heard["net"], 12), item[0]


def _opinion_and_heard(row: Json) -> list[str]:
    opinion, heard = row["opinion"], row["heard"]
    assert isinstance(opinion, dict)
    assert isinstance(heard, dict)
    values = (opinion["belief"], opinion["disbelief"], heard["positive"], heard["negative"], heard["net"])
    return [f"{value:.3f}" for value in values]


def _share(value: float | None) -> str:
    return "no accounts" if value is None else f"{value:.0%}"


def _signed(value: float | None) -> str:
    return "nothing heard" if value is None else f"{value:+.2f}"


def _interval(value: tuple[float, float] | None) -> str:
    return "" if value is None else f"{value[0]:+.2f} … {value[1]:+.2f}"


def openers_lines(scores: Scores, answer: Openers) -> list[str]:
    """Who can open an account, by which path and why, and who may not be asked."""
    snapshot = scores.snapshot
    accounts, people = snapshot.accounts.names, snapshot.people.names
    lines = [f"Who can open {accounts[answer.target]}, as of {snapshot.as_of}"]
    if answer.no_evidence:
        lines.append("No evidence: no customer's person is known to be heard there.")
    for rank, row in enumerate(answer.rows, 1):
        lines += _opener_lines(scores, row, f"{rank}. ")
    for inside in answer.inside:
        if inside.former_account >= 0:
            former = accounts[inside.former_account]
            lines.append(f"inside: {people[inside.person]}, formerly at our customer {former}")
    return lines + [_blocked_line(scores, row) for row in answer.blocked]


def targets_lines(scores: Scores, answer: Targets) -> list[str]:
    """Which accounts can be opened, by whom and why."""
    if answer.no_evidence:
        return ["No evidence: nobody at an open account is known to hear them."]
    names = scores.snapshot.accounts.names
    lines: list[str] = []
    for rank, row in enumerate(answer.rows, 1):
        lines += _opener_lines(scores, row, f"{rank}. {names[row.target]}: ")
    blocked = [f"{names[row.target]}: {_blocked_line(scores, row)}" for row in answer.blocked]
    return lines + blocked


def path_lines(scores: Scores, paths: Sequence[Path]) -> list[str]:
    """Ways a word takes, each tie with its evidence."""
    if not paths:
        return ["No evidence of a path of at most three ties."]
    lines: list[str] = []
    for rank, path in enumerate(paths, 1):
        lines += [f"{rank}. chance {path.probability:.4f}", *_hop_lines(scores, path)]
    return lines


def _opener_lines(scores: Scores, row: Opener, prefix: str) -> list[str]:
    snapshot = scores.snapshot
    who = f"{snapshot.people.names[row.person]} ({snapshot.accounts.names[row.account]})"
    said = reference_calls_text(row, snapshot, "en"), blocked_path_text(row, snapshot, "en")
    return [
        f"{prefix}{who} → {snapshot.people.names[row.contact]}, score {row.score:.4f}",
        f"     = {factors_text(row)}",
        *_hop_lines(scores, row.path),
        *(f"     {sentence}" for sentence in said if sentence),
    ]


def _hop_lines(scores: Scores, path: Path) -> list[str]:
    names = scores.snapshot.people.names
    lines = []
    for speaker, listener in zip(path.people, path.people[1:], strict=False):
        chance, why = scores.ties.chance(speaker, listener), why_they_talk(scores, speaker, listener)
        lines.append(f"     {names[speaker]} → {names[listener]} ({chance:.3f}): {why}")
    return lines


def why_they_talk(scores: Scores, speaker: int, listener: int) -> str:
    """All evidence for a tie on one line."""
    parts = tie_evidence(scores.snapshot, scores.params, speaker, listener)
    return "; ".join(tie_text(part, scores.snapshot, "en") for part in parts)


def factors_text(row: Opener) -> str:
    """The factors that multiply to an opener's score."""
    return " · ".join(f"{factor_name(name, 'en')} {value:.2f}" for name, value in row.factors.named().items())


def _blocked_line(scores: Scores, row: Blocked) -> str:
    names = scores.snapshot.accounts.names
    return f"not now ({row.reason}), {names[row.account]}: {blocked_text(row, scores.snapshot, 'en')}"
