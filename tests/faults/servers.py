"""Stores on a Neo4j server behind a network that fails when told."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from refgraph.cli.main import run
from tests.bundle_files import write_folder
from tests.neo4j.proxy import Proxy
from tests.neo4j.server import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.neo4j.server import Server

PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    document: Any
    seconds: float

    @property
    def error(self) -> dict[str, str]:
        """What it says went wrong."""
        assert self.code == 1, self.document
        found: dict[str, str] = self.document["error"]
        return found


def ask(*arguments: str) -> Ended:
    """Run a command with `--json` in this process."""
    output = StringIO()
    began = time.monotonic()
    with redirect_stdout(output), redirect_stderr(StringIO()):
        code = run([*arguments, "--json"])
    return Ended(code, json.loads(output.getvalue()), time.monotonic() - began)


@contextmanager
def network(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A network to the server, whose user and password are in the environment."""
    sign_in(server, monkeypatch)
    with Proxy(server.uri) as proxy:
        yield proxy


def bundle(folder: Path, name: str) -> Path:
    """A folder to import, with an account and its people, whose ids begin with the name."""
    ids = [f"{name}-{i:04}" for i in range(PEOPLE)]
    return write_folder(
        folder,
        accounts=[{"account_id": name, "name": name}],
        people=[{"person_id": key, "name": key} for key in ids],
        roles=[{"person_id": key, "account_id": name} for key in ids],
    )
