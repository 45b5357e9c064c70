"""The network as networkx graphs, scores included: what any networkx user goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from refgraph.scores.accounts import account_scores
from refgraph.scores.opinion import opinion_word
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Snapshot, Status, day_to_iso
from refgraph.views.graph_ties import TieFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores

    Directed = nx.DiGraph[str]
    MultiDirected = nx.MultiDiGraph[str]

Attributes = dict[str, str | float | bool]
NodeFacts = tuple[str, Attributes]
"""Id and attributes of a node."""
EdgeFacts = tuple[str, str, str, Attributes]
"""Source, target, key and attributes of an edge."""


def people_graph(scores: Scores) -> Directed:
    """People and the ties between them: nodes are person ids, an edge u -> v says that u's word reaches v.

    Edges carry `rate` (conversations a quarter) and `probability`; nodes name, account, opinion and heard.
    """
    ids = scores.snapshot.people.ids
    graph: Directed = nx.DiGraph(as_of=scores.snapshot.as_of.isoformat())
    graph.add_nodes_from(zip(ids, _people(scores), strict=True))
    ties = scores.ties
    speakers = np.repeat(np.arange(ties.n), np.diff(ties.indptr))
    columns = (speakers.tolist(), ties.indices.tolist(), ties.rate.tolist(), ties.probability.tolist())
    graph.add_edges_from(
        (ids[u], ids[v], {"rate": rate, "probability": p}) for u, v, rate, p in zip(*columns, strict=True)
    )
    return graph


def to_networkx(scores: Scores) -> MultiDirected:
    """Accounts, people and circles with all relations that hold as of the day: `node_facts` and `edge_facts`."""
    graph: MultiDirected = nx.MultiDiGraph(as_of=scores.snapshot.as_of.isoformat())
    graph.add_nodes_from(node_facts(scores))
    for source, target, key, facts in edge_facts(scores):
        graph.add_edge(source, target, key=key, **facts)
    return graph


def node_facts(scores: Scores) -> Iterator[NodeFacts]:
    """Nodes `account:ID`, `person:ID`, `circle:ID` with attribute `type`, by type and id.

    Accounts and people have what `refgraph score` says of them, and the word and net of their opinion.
    """
    snapshot = scores.snapshot
    parts: tuple[tuple[str, Sequence[str], Iterable[Attributes]], ...] = (
        ("account", snapshot.accounts.ids, _accounts(scores)),
        ("person", snapshot.people.ids, _people(scores)),
        ("circle", snapshot.circles.ids, _circles(snapshot)),
    )
    for kind, ids, attributes in parts:
        for key, facts in zip(ids, attributes, strict=True):
            yield f"{kind}:{key}", {"type": kind, **facts}


def edge_facts(scores: Scores) -> Iterator[EdgeFacts]:
    """Edges that hold as of the day, keyed and typed by `relation`.

    `works_at`, `reports_to`, `member_of`, `knows` (both ways unless directed), `parent_of`. Edges between people have the
    `probability` of the tie, its rate as `weight`, and the kinds of `evidence` (`TieFacts`).
    """
    for edges in edges_by_table(scores).values():
        yield from edges


def edges_by_table(scores: Scores) -> dict[str, Iterator[EdgeFacts]]:
    """Edges of `edge_facts` by the table whose rows they are, in the order of its keys.

    A `reports_to` follows the `works_at` it belongs to, the way back of a mutual `knows` the way forth.
    """
    snapshot, ties = scores.snapshot, TieFacts(scores)
    return {
        "roles": _roles(snapshot, ties),
        "memberships": _memberships(snapshot),
        "knows": _knows(snapshot, ties),
        "accounts": _parents(snapshot),
    }


def _people(scores: Scores) -> Iterator[Attributes]:
    snapshot = scores.snapshot
    home = home_accounts(snapshot).tolist()
    scored = _score_attributes(scores, scores.opinion, scores.heard)
    for name, at, facts in zip(snapshot.people.names, home, scored, strict=True):
        yield {"name": name, "account": snapshot.accounts.ids[at] if at >= 0 else "", **facts}


def _accounts(scores: Scores) -> Iterator[Attributes]:
    accounts = scores.snapshot.accounts
    for i, facts in enumerate(_score_attributes(scores, *account_scores(scores))):
        yield {
            "name": accounts.names[i],
            "status": Status(accounts.status[i]).name.lower(),
            "industry": accounts.industry[i],
            "region": accounts.region[i],
            **facts,
        }


def _circles(snapshot: Snapshot) -> Iterator[Attributes]:
    circles = snapshot.circles
    for name, kind, region in zip(circles.names, circles.kind, circles.region, strict=True):
        yield {"name": name, "kind": kind, "region": region}


def _score_attributes(scores: Scores, opinion: Opinion, heard: Heard) -> Iterator[Attributes]:
    """Scores of each entity; without `heard_tone` where nothing was heard."""
    columns = {
        "belief": opinion.belief,
        "disbelief": opinion.disbelief,
        "uncertainty": opinion.uncertainty,
        "opinion_net": opinion.net,
        "heard_positive": heard.positive,
        "heard_negative": heard.negative,
        "heard_net": heard.net,
        "heard_certainty": heard.certainty,
        "heard_tone": heard.tone,
    }
    for values in zip(*(column.tolist() for column in columns.values()), strict=True):
        facts: Attributes = dict(zip(columns, values, strict=True))
        if values[-1] != values[-1]:
            del facts["heard_tone"]
        yield {"opinion": opinion_word(values[0], values[1], scores.params), **facts}


def _roles(snapshot: Snapshot, ties: TieFacts) -> Iterator[EdgeFacts]:
    roles, people, accounts = snapshot.roles, snapshot.people.ids, snapshot.accounts.ids
    for row in np.flatnonzero(roles.current).tolist():
        person = int(roles.person[row])
        facts: Attributes = {
            "relation": "works_at",
            "title": roles.title[row],
            "buying_role": roles.buying_role[row],
            "since": day_to_iso(int(roles.start[row])) or "",
        }
        yield f"person:{people[person]}", f"account:{accounts[roles.account[row]]}", "works_at", facts
        manager = int(roles.reports_to[row])
        if manager >= 0:
            line: Attributes = {"relation": "reports_to", **ties.between(person, manager)}
            yield f"person:{people[person]}", f"person:{people[manager]}", "reports_to", line


def _memberships(snapshot: Snapshot) -> Iterator[EdgeFacts]:
    members = snapshot.memberships
    for row in np.flatnonzero(members.current).tolist():
        facts: Attributes = {
            "relation": "member_of",
            "role": members.role[row],
            "since": day_to_iso(int(members.start[row])) or "",
        }
        if not np.isnan(members.attendance[row]):
            facts["attendance"] = facts["weight"] = float(members.attendance[row])
        person, circle = snapshot.people.ids[members.person[row]], snapshot.circles.ids[members.circle[row]]
        yield f"person:{person}", f"circle:{circle}", "member_of", facts


def _knows(snapshot: Snapshot, ties: TieFacts) -> Iterator[EdgeFacts]:
    knows, people = snapshot.knows, snapshot.people.ids
    for row, (one, other) in enumerate(zip(knows.a.tolist(), knows.b.tolist(), strict=True)):
        a, b = f"person:{people[one]}", f"person:{people[other]}"
        directed = bool(knows.directed[row])
        facts: Attributes = {"relation": "knows", "kind": knows.kind[row], "directed": directed}
        if not np.isnan(knows.strength[row]):
            facts["strength"] = float(knows.strength[row])
        last = day_to_iso(int(knows.last_contact[row]))
        if last:
            facts["last_contact"] = last
        # Two people may both know each other and name each other: two relations, side by side.
        key = f"{'names' if directed else 'knows'}:{knows.kind[row]}"
        yield a, b, key, {**facts, **ties.between(one, other)}
        if not directed:
            yield b, a, key, {**facts, **ties.between(other, one)}


def _parents(snapshot: Snapshot) -> Iterator[EdgeFacts]:
    accounts = snapshot.accounts
    for child in np.flatnonzero(accounts.parent >= 0).tolist():
        parent = f"account:{accounts.ids[accounts.parent[child]]}"
        yield parent, f"account:{accounts.ids[child]}", "parent_of", {"relation": "parent_of"}
