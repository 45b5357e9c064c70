"""Where a Neo4j store is: the address, and who asks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from refgraph.errors import BadOption

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
USER, PASSWORD = "REFGRAPH_NEO4J_USER", "REFGRAPH_NEO4J_PASSWORD"


@dataclass(frozen=True, slots=True)
class Place:
    """A database on a server."""

    url: str
    """As it was given."""
    uri: str
    """For the driver: scheme, host and port."""
    database: str | None
    """None for the one that is the user's by the server's word."""

    @property
    def is_encrypted(self) -> bool:
        """Whether connections are encrypted."""
        return "+" in self.uri.partition("://")[0]

    @property
    def is_routed(self) -> bool:
        """Whether the server is asked at which addresses the database is."""
        return self.uri.startswith("neo4j")


def is_server(url: str) -> bool:
    """Whether an address is one of a Neo4j server."""
    return url.partition("://")[0] in SCHEMES


def place_of(url: str) -> Place:
    """Read an address such as `neo4j://host:7687` or `bolt://host:7687/database`.

    Raises `BadOption` for one with a user or password in it, without a host, or with anything behind the database.
    """
    example = "write it as neo4j://host:7687 or neo4j://host:7687/database"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadOption(f"'{url}' is no address of a Neo4j server: {error}", example) from error
    if "@" in parts.netloc:
        # Not repeated: it may hold a password.
        raise BadOption("the address of the store has a user or password in it", f"set {USER} and {PASSWORD}")
    if not parts.hostname or port == 0 or parts.query or parts.fragment or parts.path.count("/") > 1:
        raise BadOption(f"'{url}' is no address of a Neo4j server", example)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Place(url, f"{parts.scheme}://{host}:{port or 7687}", parts.path.strip("/") or None)


def credentials() -> tuple[str, str] | None:
    """User and password from the environment; None where neither is set, for a server that asks for none."""
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if not user and not password:
        return None
    return user or "neo4j", password or ""
