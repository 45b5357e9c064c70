"""A server's process: its command, its settings, and the certainty that it ends with the one that started it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.neo4j.artefacts import jars, java

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
# Half of the usual start is compiling and verifying classes that run once.
_QUICK = (
    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms128m",
    "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",
)  # fmt: skip
_SETTINGS = {
    "server.http.enabled": "false",
    "server.memory.pagecache.size": "64m",
    "db.tx_log.preallocate": "false",
    "dbms.usage_report.enabled": "false",
    # Tests fill and empty the database all the time: plans made once are good for all of them.
    "dbms.cypher.min_replan_interval": "1h",
    # And however many rows are sent: else each order of magnitude of each list has a plan of its own.
    "internal.cypher.use_parameter_size": "false",
}
# The shell becomes the JVM, and leaves a child that kills it when this side of the pipe is closed, however that comes.
_GUARDED = 'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$; rm -rf -- "$0") & exec "$@" </dev/null 3<&-'


@dataclass(frozen=True, slots=True)
class Release:
    """A Neo4j release and what it takes to run it."""

    number: str
    """Version in Maven's repository."""
    java: tuple[int, int]
    """First and last Java version it runs on."""
    main: str
    flags: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


RELEASES: Mapping[str, Release] = {
    "5.26": Release("5.26.20", (17, 21), "org.neo4j.server.CommunityEntryPoint"),
    "2026.09": Release(
        "2026.09.0",
        (21, 25),
        "org.neo4j.server.Neo4jCommunity",
        flags=("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"),
        settings=(("server.fleet_discovery.enabled", "false"), ("dbms.fleet_manager.enabled", "false")),
    ),
}


def prepare(home: Path, release: Release, port: int, conf: Iterable[str]) -> None:
    """Write `neo4j.conf` with the lines of `conf` (`key=value`) over what tests usually need."""
    for folder in ("conf", "data", "logs", "plugins", "import", "run"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    own = dict(line.split("=", 1) for line in conf)
    address = {"server.bolt.listen_address": f"127.0.0.1:{port}"}
    settings = {**_SETTINGS, **dict(release.settings), **address, **own}
    lines = "".join(f"{key}={value}\n" for key, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(lines, "utf-8")


def launch(home: Path, release: Release, heap: str) -> subprocess.Popen[bytes]:
    """Start the server of a home in a process group of its own; it ends, and its home goes, when this process ends."""
    command = [
        str(java(*release.java)),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        *_QUICK, *release.flags, f"-Xmx{heap}", "-cp", f"{jars(release.number)}/*", release.main,
        f"--home-dir={home}", f"--config-dir={home / 'conf'}",
    ]  # fmt: skip
    with log_of(home).open("ab") as output:
        return subprocess.Popen(
            ["sh", "-c", _GUARDED, str(home), *command],
            stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 the process and its guard, which leaves the home."""
    with suppress(ProcessLookupError):  # where it has died already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def log_of(home: Path) -> Path:
    """Where a server says why it did not start."""
    return home / "logs" / "console.log"


def remove(home: Path) -> None:
    """Delete a home of a server that has ended."""
    shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """A loopback port outside the range from which outgoing connections are served, so that none takes it meanwhile."""
    first = 20_000 + os.getpid() * 31 % 10_000
    for port in range(first, first + 2_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError(f"no free port from {first} on")
