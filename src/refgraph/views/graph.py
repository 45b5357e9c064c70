"""The network as networkx graphs, scores included: what any networkx user goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from refgraph.scores.accounts import account_scores
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import Snapshot, Status, day_to_iso

if TYPE_CHECKING:
    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores

    Directed = nx.DiGraph[str]
    MultiDirected = nx.MultiDiGraph[str]

Attributes = dict[str, str | float | bool]


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
    """Accounts, people and circles with all relations that hold as of the day.

    Nodes are `account:ID`, `person:ID`, `circle:ID` with attribute `type`; edges are keyed and typed by
    `relation`: `works_at`, `reports_to`, `member_of`, `knows` (both ways unless directed), `parent_of`.
    """
    snapshot = scores.snapshot
    graph: MultiDirected = nx.MultiDiGraph(as_of=snapshot.as_of.isoformat())
    for prefix, ids, attributes in (
        ("account", snapshot.accounts.ids, _accounts(scores)),
        ("person", snapshot.people.ids, _people(scores)),
        ("circle", snapshot.circles.ids, _circles(snapshot)),
    ):
        graph.add_nodes_from(
            (f"{prefix}:{key}", {"type": prefix, **facts}) for key, facts in zip(ids, attributes, strict=True)
        )
    _add_roles(graph, snapshot)
    _add_memberships(graph, snapshot)
    _add_knows(graph, snapshot)
    _add_parents(graph, snapshot)
    return graph


def _people(scores: Scores) -> list[Attributes]:
    snapshot = scores.snapshot
    home = home_accounts(snapshot)
    facts = _score_attributes(scores.opinion, scores.heard)
    return [
        {
            "name": snapshot.people.names[i],
            "account": snapshot.accounts.ids[home[i]] if home[i] >= 0 else "",
            **facts[i],
        }
        for i in range(len(snapshot.people.ids))
    ]


def _accounts(scores: Scores) -> list[Attributes]:
    accounts = scores.snapshot.accounts
    facts = _score_attributes(*account_scores(scores))
    return [
        {
            "name": accounts.names[i],
            "status": Status(accounts.status[i]).name.lower(),
            "industry": accounts.industry[i],
            "region": accounts.region[i],
            **facts[i],
        }
        for i in range(len(accounts.ids))
    ]


def _circles(snapshot: Snapshot) -> list[Attributes]:
    circles = snapshot.circles
    return [
        {"name": name, "kind": kind, "region": region}
        for name, kind, region in zip(circles.names, circles.kind, circles.region, strict=True)
    ]


def _score_attributes(opinion: Opinion, heard: Heard) -> list[Attributes]:
    names = ("belief", "disbelief", "uncertainty", "heard_positive", "heard_negative", "heard_net")
    arrays = (
        opinion.belief, opinion.disbelief, opinion.uncertainty, heard.positive, heard.negative, heard.net
    )  # fmt: skip
    return [
        dict(zip(names, values, strict=True))
        for values in zip(*(array.tolist() for array in arrays), strict=True)
    ]


def _add_roles(graph: MultiDirected, snapshot: Snapshot) -> None:
    roles, people, accounts = snapshot.roles, snapshot.people.ids, snapshot.accounts.ids
    for row in np.flatnonzero(roles.current):
        person = f"person:{people[roles.person[row]]}"
        facts = {
            "relation": "works_at",
            "title": roles.title[row],
            "buying_role": roles.buying_role[row],
            "since": day_to_iso(int(roles.start[row])) or "",
        }
        graph.add_edge(person, f"account:{accounts[roles.account[row]]}", key="works_at", **facts)
        if roles.reports_to[row] >= 0:
            manager = f"person:{people[roles.reports_to[row]]}"
            graph.add_edge(person, manager, key="reports_to", relation="reports_to")


def _add_memberships(graph: MultiDirected, snapshot: Snapshot) -> None:
    members = snapshot.memberships
    for row in np.flatnonzero(members.current):
        facts: Attributes = {"relation": "member_of", "role": members.role[row]}
        if not np.isnan(members.attendance[row]):
            facts["attendance"] = float(members.attendance[row])
        graph.add_edge(
            f"person:{snapshot.people.ids[members.person[row]]}",
            f"circle:{snapshot.circles.ids[members.circle[row]]}",
            key="member_of",
            **facts,
        )


def _add_knows(graph: MultiDirected, snapshot: Snapshot) -> None:
    knows, people = snapshot.knows, snapshot.people.ids
    for row in range(len(knows.a)):
        a, b = f"person:{people[knows.a[row]]}", f"person:{people[knows.b[row]]}"
        directed = bool(knows.directed[row])
        facts: Attributes = {"relation": "knows", "kind": knows.kind[row], "directed": directed}
        if not np.isnan(knows.strength[row]):
            facts["strength"] = float(knows.strength[row])
        last = day_to_iso(int(knows.last_contact[row]))
        if last:
            facts["last_contact"] = last
        # Two people may both know each other and name each other: two relations, side by side.
        key = f"{'names' if directed else 'knows'}:{knows.kind[row]}"
        graph.add_edge(a, b, key=key, **facts)
        if not directed:
            graph.add_edge(b, a, key=key, **facts)


def _add_parents(graph: MultiDirected, snapshot: Snapshot) -> None:
    accounts = snapshot.accounts
    for child in np.flatnonzero(accounts.parent >= 0):
        parent = f"account:{accounts.ids[accounts.parent[child]]}"
        graph.add_edge(parent, f"account:{accounts.ids[child]}", key="parent_of", relation="parent_of")
