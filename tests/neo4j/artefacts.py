"""A server's jars, fetched once by Maven, and a Java that runs them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>refgraph</groupId><artifactId>server</artifactId><version>1</version>
<dependencies><dependency>
<groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{release}</version>
</dependency></dependencies></project>
"""
_FETCH_S = 600.0


class NoServerError(Exception):
    """No server can be started here; the message says what is missing and how to get it."""


def jars(release: str) -> Path:
    """Folder with all jars of a Neo4j release such as `5.26.20`, 125 to 155 MB, kept in the user's cache.

    Several processes may ask at once: one fetches, the others wait. Raises NoServerError without Maven or network.
    """
    cache_folder = platformdirs.user_cache_path("refgraph-test", appauthor=False, ensure_exists=True)
    kept = cache_folder / f"neo4j-{release}"
    if not kept.is_dir():
        with _locked(cache_folder / f"neo4j-{release}.lock"):
            if not kept.is_dir():
                _fetch(release, kept)
    return kept


@cache
def java(at_least: int, at_most: int) -> Path:
    """The `java` of a fitting version: of JAVA_HOME, on the PATH, or where Linux distributions keep JDKs.

    Raises NoServerError where none fits.
    """
    seen = {path: version for path in _candidates() if (version := _java_version(path))}
    for path, version in seen.items():
        if at_least <= version <= at_most:
            return path
    found = ", ".join(f"{path} ({version})" for path, version in seen.items()) or "none"
    raise NoServerError(
        f"found Java: {found}; expected version {at_least} to {at_most}; "
        f"install such a JDK (Debian: openjdk-{at_least}-jdk-headless) or point JAVA_HOME at one"
    )


def _fetch(release: str, kept: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NoServerError("found no mvn on the PATH, which fetches Neo4j; install Maven (Debian: maven)")
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        (Path(folder) / "pom.xml").write_text(_POM.format(release=release), "utf-8")
        command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_FETCH_S, check=False
        )
        if done.returncode != 0:
            raise NoServerError(f"mvn could not fetch Neo4j {release}: {(done.stdout + done.stderr)[-2000:]}")
        (Path(folder) / "lib").rename(kept)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, which ends with the process that holds it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _candidates() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / "java"
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))


def _java_version(path: Path) -> int | None:
    """Major version of a `java`, None where it does not run."""
    try:
        said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None
