"""Look whether refgraph can work here: what `refgraph doctor` reports."""

from __future__ import annotations

import importlib.metadata
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from refgraph.errors import RefgraphError
from refgraph.service.place import open_port, store_url
from refgraph.store.address import facts, remarks


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    is_ok: bool
    detail: str
    cure: str


def checks(url: str | None, *, port: int) -> list[Check]:
    """Look at Python, the libraries, the store and the app's port."""
    return [_python(), _libraries(), _component(), *_store(store_url(url)), _port(port)]


def require_free_port(port: int) -> None:
    """Raise `RefgraphError` where something listens on a port of this machine already."""
    check = _port(port)
    if not check.is_ok:
        raise RefgraphError(check.detail, check.cure)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"Python {version}", "use Python 3.11 or later")


def _libraries() -> Check:
    names = ("apsw", "neo4j", "numpy", "scipy", "numba", "networkx", "pyvis", "streamlit")
    found = [f"{name} {importlib.metadata.version(name)}" for name in names if find_spec(name)]
    return Check("libraries", len(found) == len(names), ", ".join(found), "run make install")


def _component() -> Check:
    spec = find_spec("pyvis")
    origin = Path(spec.origin).parent if spec and spec.origin else Path()
    scripts = sorted(origin.glob("templates/lib/vis-*/vis-network.min.js"))
    detail = f"vis-network of pyvis: {scripts[0].parent.name}" if scripts else "pyvis lacks vis-network"
    return Check("network component", bool(scripts), detail, "run make install")


def _store(url: str) -> list[Check]:
    # At once: on a slow link each would take some seconds.
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(facts, url)
        looked = _looked(url)
        server = [Check(fact.name, fact.is_ok, fact.detail, fact.cure) for fact in asked.result()]
    if any(check.name == "server" and not check.is_ok for check in server):
        return server
    return [*server, *looked]


def _looked(url: str) -> list[Check]:
    """What a look into the store says."""
    try:
        with closing(open_port(url)) as store:
            findings = store.check()
            info = store.info()
        said = remarks(url)
    except RefgraphError as error:
        return [Check("store", is_ok=False, detail=error.message, cure=error.cure)]
    detail = f"{url}, version {info.version}, {info.counts['people']} people"
    sound = Check("store", not findings, "; ".join(findings) or detail, "restore a backup: refgraph restore")
    return [sound, *(Check("beside the store", is_ok=True, detail=one, cure="") for one in said)]


def _port(port: int) -> Check:
    with socket.socket() as probe:
        busy = probe.connect_ex(("127.0.0.1", port)) == 0
    detail = f"port {port} is {'in use' if busy else 'free'}"
    return Check("port", not busy, detail, "name another one with --port")
