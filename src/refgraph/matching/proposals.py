"""Propose people or companies that may be the same."""

from __future__ import annotations

from math import inf, log
from typing import TYPE_CHECKING

from refgraph.matching.accounts import AccountRecord, Accounts
from refgraph.matching.grouping import Group, grouped
from refgraph.matching.people import People, PersonRecord
from refgraph.matching.proposal import Evidence, Proposal, Reason, confidence
from refgraph.matching.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.matching.rules import MatchRules
    from refgraph.model.columns import Columns

_LEAST_TOLD = 0.05
"""Log-odds below which a piece of evidence is not worth telling."""


def proposals(
    columns: Columns,
    *,
    table: str,
    at_least: float | None = None,
    distinct: Iterable[tuple[str, str]] = (),
    rules: MatchRules = RULES,
) -> tuple[Proposal, ...]:
    """Propose entities of `people` or `accounts` that may be one, by falling confidence, then ids.

    `at_least` is the confidence in (0, 1) from which something is proposed (`MatchRules.least_shown` without one);
    `distinct` are pairs of ids known to be different: they are in no proposal together. An id is in at most one
    proposal. Nothing is merged. The same columns give the same proposals whatever the order of rows. Cost: about
    linear in the rows, for pairs are compared only where they share a key. Raises ValueError for another table.
    """
    known_distinct = frozenset(frozenset(pair) for pair in distinct)
    least = rules.least_shown if at_least is None else at_least
    if table == "accounts":
        return _proposed(table, Accounts(columns, rules), least, known_distinct, rules)
    if table != "people":
        raise ValueError(f"found table '{table}', expected people or accounts")
    return _proposed(table, _people(columns, rules), least, known_distinct, rules)


def _people(columns: Columns, rules: MatchRules) -> People:
    """Make people ready to be compared, accounts that are proposed as one taken for one employer."""
    accounts = Accounts(columns, rules)
    doubles = _proposed("accounts", accounts, rules.least_shown, frozenset(), rules)
    same = {one: proposal.ids[0] for proposal in doubles for one in proposal.ids}
    return People(columns, rules, same=same, roots=accounts.heads())


def _proposed(
    table: str,
    compared: Accounts | People,
    least: float,
    distinct: frozenset[frozenset[str]],
    rules: MatchRules,
) -> tuple[Proposal, ...]:
    records = compared.records

    def between(i: int, j: int) -> float:
        if distinct and frozenset((records[i].id, records[j].id)) in distinct:
            return 0.0
        return confidence(sum(piece.weight for piece in compared.evidence(i, j)))

    wanted = log(least / (1 - least)) if 0 < least < 1 else -inf
    likely = [(between(i, j), i, j) for i, j in compared.pairs() if compared.may_reach(i, j, wanted)]
    likely = [pair for pair in likely if pair[0] >= least]
    groups = grouped(likely, between, least=rules.least_grouped)
    made = [_proposal(table, compared, group) for group in groups]
    return tuple(sorted(made, key=lambda proposal: (-proposal.confidence, proposal.ids)))


def _proposal(table: str, compared: Accounts | People, group: Group) -> Proposal:
    members: Sequence[PersonRecord | AccountRecord] = [compared.records[i] for i in group.members]
    ordered = sorted(members, key=lambda record: (-record.filled, record.id))
    pieces = [piece for i, j in group.links for piece in compared.evidence(i, j)]
    return Proposal(
        table,
        tuple(record.id for record in ordered),
        tuple(record.name for record in ordered),
        group.confidence,
        _reasons(pieces, 1),
        _reasons(pieces, -1),
    )


def _reasons(pieces: Iterable[Evidence], sign: int) -> tuple[Reason, ...]:
    """Tell the evidence of one direction once, strongest first."""
    strongest: dict[tuple[str, str], float] = {}
    for weight, kind, detail in pieces:
        if kind and sign * weight > _LEAST_TOLD:
            strongest[kind, detail] = max(strongest.get((kind, detail), 0.0), sign * weight)
    told = sorted(strongest.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Reason(kind, detail, sign * round(weight, 3)) for (kind, detail), weight in told)
