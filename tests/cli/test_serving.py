"""The command that runs the app: one document, a free port, and an end when it is asked to end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from refgraph.cli.main import run
from tests.bundle_files import newspapers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    assert run(["import", str(newspapers(tmp_path / "bundle")), "--store", address]) == 0
    capsys.readouterr()
    return address


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_one_sentence_before_anything_is_done(
    tmp_path: Path, url: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = url if command == "serve" else f"sqlite:///{tmp_path / 'demo.db'}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run([command, "--port", port, "--store", store, "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {
        "code": "failed",
        "message": f"port {port} is in use",
        "cure": "name another one with --port",
    }
    assert not (tmp_path / "demo.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to wait for")
def test_stopping_the_command_stops_the_app(url: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "refgraph", "serve", "--no-browser", "--port", str(port), "--store", url, "--json",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as serving:
        assert serving.stderr is not None
        # The app writes to the same stderr, which ends only when both processes have.
        for line in serving.stderr:
            if b"localhost" in line:
                break
        serving.send_signal(signal.SIGTERM)
        out, _ = serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert json.loads(out) == {"store": url, "address": f"http://localhost:{port}"}
