from __future__ import annotations

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
    assert stated.pop("server.headless") is True
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


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
