"""What can be said of a server before anything is asked of the store: who answers, who asks, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from time import time

from refgraph.errors import StoreError
from refgraph.store.neo4j.connection import Server
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.place import place_of
from refgraph.store.neo4j.schema import missing_parts

# It takes the lock that every commit takes, and changes nothing.
_ANSWERED = gated(
    "CALL dbms.components() YIELD name, versions, edition WITH name, versions[0] AS version, edition"
    " WHERE name = 'Neo4j Kernel' RETURN version, edition, datetime().epochMillis AS millis",
    "version, edition, millis",
)
_USER = "SHOW CURRENT USER YIELD user RETURN user"
_APART_S = 60.0
"""Difference of two clocks from which on imports seem to come in another order than they did."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at."""

    name: str
    is_ok: bool
    detail: str
    cure: str = ""


def facts(url: str) -> list[Fact]:
    """Version and edition of a server, rights of the user, its clock, and the schema where there is a store.

    What the server refuses, or that it does not answer, is a fact that is not well; then none follows.
    """
    found: list[Fact] = []
    try:
        with Server(place_of(url)) as server:
            ((version, edition, millis),) = server.settled_ask(_ANSWERED)
            found.append(_server(url, version, edition))
            clock = _clock(millis)
            found += [_rights(server), clock, _schema(server)]
    except StoreError as error:
        found.append(Fact("server", is_ok=False, detail=error.message, cure=error.cure))
    return found


def _server(url: str, version: str, edition: str) -> Fact:
    return Fact("server", is_ok=True, detail=f"{url} is Neo4j {version}, {edition} edition")


def _rights(server: Server) -> Fact:
    users = server.ask(_USER)
    asking = (
        f"user {users[0][0]}" if users and users[0][0] else "everybody, as the server asks for no password,"
    )
    return Fact("rights", is_ok=True, detail=f"{asking} may read the store")


def _clock(millis: int) -> Fact:
    apart = abs(millis / 1000 - time())
    return Fact(
        "clock",
        is_ok=apart < _APART_S,
        detail=f"the server's clock is {apart:.0f} s from this machine's",
        cure="set both clocks by the network's time",
    )


def _schema(server: Server) -> Fact:
    missing = missing_parts(server)
    return Fact(
        "schema",
        is_ok=not missing,
        detail=f"lacks {', '.join(missing)}" if missing else "all constraints and indexes are in order",
        cure="import something to make the store; where there is one, make a backup and restore it with --replace",
    )
