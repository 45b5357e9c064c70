from __future__ import annotations

import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from refgraph.errors import RefgraphError
from refgraph.web.server import HOSTS, SETTINGS, serve

_CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def test_the_app_is_started_with_the_settings_of_the_checkout() -> None:
    config = tomllib.loads(_CONFIG.read_text("utf-8"))
    stated = {
        f"{section}.{name}": value for section, values in config.items() for name, value in values.items()
    }
    assert tuple(stated.pop("server.allowedHosts")) == HOSTS
    assert {name: _flag(value) for name, value in stated.items()} == SETTINGS


def test_a_busy_port_is_named_with_the_cure() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(RefgraphError, match=f"port {port} is in use; name another one with --port"):
            serve("sqlite:///none.db", port=port, language=None, open_browser=False)


def test_a_busy_port_ends_the_command_with_one_line_and_no_traceback() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        command = [sys.executable, "-m", "refgraph.web", "--store", "sqlite:///none.db", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f"refgraph: port {port} is in use; name another one with --port\n"


@pytest.mark.parametrize("flags", [[], ["--no-browser"]])
def test_a_new_user_is_asked_nothing_and_gets_the_app(tmp_path: Path, flags: list[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [
        sys.executable,
        "-m",
        "refgraph.web",
        "--store",
        "sqlite:///none.db",
        "--port",
        str(port),
        *flags,
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**home, "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, text=True,
    ) as app:  # fmt: skip
        try:
            assert app.stdout is not None
            # The last line of the start message; the app ending first would end the loop.
            said = next((line for line in app.stdout if f"localhost:{port}" in line), "")
        finally:
            app.terminate()
            # Read to the end: closing the pipe first would leave the app hanging at its last words.
            app.communicate()
    assert said.strip() == f"URL: http://localhost:{port}"


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
