"""The one door through which errors of the driver and the server become those of `refgraph.errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    CypherSyntaxError,
    CypherTypeError,
    DatabaseUnavailable,
    DriverError,
    Forbidden,
    ForbiddenOnReadOnlyDatabase,
    Neo4jError,
    NotALeader,
    RoutingServiceUnavailable,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from refgraph.errors import StoreCorrupt, StoreError, StoreUnavailable
from refgraph.store.neo4j.place import PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.neo4j.place import Place

AWAY_CURE = "start the server or check the address, then do the same again: nothing half done is left"
_ENCRYPTED_CURE = (
    "start the server or check the address; without encryption on the server, write it without +s"
)
_MEMORY_CURE = (
    "raise server.memory.heap.max_size and dbms.memory.transaction.total.max on the server, or import into an "
    "SQLite store and bring that over with 'refgraph copy', which writes in parts"
)
_READ_ONLY_CURE = "allow writing to the database (server.databases.read_only), or name another one"
DAMAGED_CURE = "see what 'refgraph verify' says, and restore a backup"
_SIGN_IN = (
    "Neo.ClientError.Security.AuthenticationRateLimit",
    "Neo.ClientError.Security.CredentialsExpired",
)
# Two that make an index IF NOT EXISTS at one moment: the server looks for it before it locks.
_MADE_MEANWHILE = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
_TOO_LONG = "too large to index"
LOST = (ServiceUnavailable, SessionExpired, OSError)
"""The connection broke: what was asked may or may not have been done."""


class Silent(Exception):
    """No answer within the time it may take."""


class Swallowed(Silent):
    """No answer, from a server that answers others and is not at work on this."""


FOREIGN = (Silent, DriverError, Neo4jError, OSError)
"""What asking a server raises, before `fault` says what it means."""


def is_lost(error: Exception) -> bool:
    """Whether the connection broke or the server gave no answer."""
    return isinstance(error, (*LOST, Silent))


def is_passing(error: Exception) -> bool:
    """Whether the same may succeed at once when it is tried again: what the server rolled back for another's sake."""
    if isinstance(error, Neo4jError) and error.code == _MADE_MEANWHILE:
        return True
    refused = (DatabaseUnavailable, ForbiddenOnReadOnlyDatabase)
    return isinstance(error, TransientError) and not isinstance(error, refused) and not _is_memory(error)


def _is_memory(error: Exception) -> bool:
    return isinstance(error, Neo4jError) and "OutOfMemory" in str(error.code)


def fault(error: Exception, place: Place) -> StoreError | ValueError:
    """Say what an error means for the store at a place."""
    if isinstance(error, (StoreError, ValueError)):
        return error
    if isinstance(error, Silent):
        return StoreUnavailable(f"{place.url} does not answer", AWAY_CURE)
    if isinstance(error, Neo4jError):
        return _refused(error, place)
    if isinstance(error, ConfigurationError):
        return StoreUnavailable(
            f"{place.url} cannot be asked ({_said(error)})", "check the address and the server"
        )
    if isinstance(error, (DriverError, OSError)):
        return _unreachable(error, place)
    raise error


def _unreachable(error: DriverError | OSError, place: Place) -> StoreUnavailable:
    """Say why no connection comes about."""
    causes = [*_causes(error)]
    said = " ".join(map(_said, causes))
    why = next((one.strerror for one in causes if isinstance(one, OSError) and one.strerror), _said(error))
    if "HTTP" in said:
        return StoreUnavailable(
            f"{place.url} is not a Bolt port of Neo4j, it talks HTTP",
            "name the port of server.bolt.listen_address, usually 7687",
        )
    if place.is_routed and any(isinstance(one, SessionExpired | RoutingServiceUnavailable) for one in causes):
        return StoreUnavailable(
            f"{place.url} names addresses of the database that cannot be reached ({why})",
            "write bolt:// to ask at this address alone, or set server.bolt.advertised_address on the server",
        )
    cure = _ENCRYPTED_CURE if place.is_encrypted else AWAY_CURE
    return StoreUnavailable(f"{place.url} cannot be reached ({why})", cure)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the nearest first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _refused(error: Neo4jError, place: Place) -> StoreError | ValueError:
    """Say what a server means that answers, and refuses."""
    if isinstance(error, AuthError) or str(error.code) in _SIGN_IN:
        return StoreUnavailable(
            f"{place.url} refuses the user or password ({_said(error)})", f"set {USER} and {PASSWORD}"
        )
    if isinstance(error, DatabaseUnavailable) or "DatabaseNotFound" in str(error.code):
        return StoreUnavailable(
            f"{place.url} has no such database ready ({_said(error)})", "name another one, or start it"
        )
    if is_read_only(error):
        return StoreUnavailable(f"{place.url} is read-only", _READ_ONLY_CURE)
    if isinstance(error, Forbidden):
        return StoreUnavailable(
            f"{place.url} does not allow this user to do it ({_said(error)})",
            "give the user the rights that the README names under 'On a Neo4j server'",
        )
    if _is_memory(error):
        return StoreError(
            f"the batch takes more memory than transactions of {place.url} may use", _MEMORY_CURE
        )
    if _TOO_LONG in str(error.message):
        return StoreError(
            f"the key of a row is longer than {place.url} can find it by",
            "shorten its ids, and the kind of an acquaintance, to 200 characters each",
        )
    if isinstance(error, CypherSyntaxError):
        return StoreUnavailable(
            f"{place.url} does not understand what refgraph asks ({_said(error)})",
            "use a server of Neo4j 5.26 or newer",
        )
    if isinstance(error, CypherTypeError):
        return StoreCorrupt(f"{place.url} holds a cell that no store writes ({_said(error)})", DAMAGED_CURE)
    if isinstance(error, ConstraintError):
        return ValueError(f"a row the store cannot hold ({_said(error)})")
    if isinstance(error, ClientError) and "TransactionTimedOut" in str(error.code):
        return StoreUnavailable(
            f"{place.url} ended the work after the time it allows",
            "raise db.transaction.timeout on the server",
        )
    return StoreError(f"{place.url}: Neo4j failed ({error.code}: {_said(error)})", "try again")


def is_read_only(error: Neo4jError) -> bool:
    """Whether a server allows no writing."""
    return (
        isinstance(error, (ForbiddenOnReadOnlyDatabase, NotALeader))
        or "ReadOnly" in str(error.code)
        or "read-only" in str(error.message)
        or "read only" in str(error.message)
    )


def _said(error: BaseException) -> str:
    """What an error says, on one line."""
    said = error.message if isinstance(error, Neo4jError) else str(error)
    return " ".join(str(said).split())[:300] or type(error).__name__
