"""Start the app: Streamlit on this machine alone, with the safe settings given explicitly."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

from streamlit.web import cli as streamlit_command

from refgraph.service.health import require_free_port
from refgraph.service.warming import warm_up

SETTINGS = {
    "server.address": "127.0.0.1",
    # Streamlit would ask a new user for an e-mail address, and wait: whoever wants a browser gets it from us.
    "server.headless": "true",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableStaticServing": "false",
    "server.maxUploadSize": "50",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "theme.primaryColor": "#2f6fb5",
}
"""Those of `.streamlit/config.toml`, which Streamlit reads in a checkout alone."""
_TRIES, _TRY_EVERY_S = 120, 0.25

HOSTS = ("localhost", "127.0.0.1")
"""Names the app answers to; any other is refused, so that a page elsewhere cannot point its own name here."""


def serve(store_url: str, *, port: int, language: str | None, open_browser: bool) -> int:
    """Run the app on a store until it is stopped; gives the exit code.

    Raises `RefgraphError` when the port is taken.
    """
    require_free_port(port)
    flags = {**SETTINGS, "server.port": str(port)}
    os.environ["REFGRAPH_STORE"] = store_url
    if language:
        os.environ["REFGRAPH_LANG"] = language
    arguments = ["run", str(Path(__file__).with_name("main.py"))]
    arguments += [f"--{name}={value}" for name, value in flags.items()]
    arguments += [f"--server.allowedHosts={host}" for host in HOSTS]
    # The kernels are compiled while the browser opens, not at the first click.
    threading.Thread(target=warm_up, daemon=True).start()
    if open_browser and has_screen():
        threading.Thread(target=_open_when_up, args=(port,), daemon=True).start()
    # In this process, so that whoever stops it stops the app.
    return int(streamlit_command.main(arguments, standalone_mode=False) or 0)


def has_screen() -> bool:
    """Whether a browser window can open here; without one, Python would start a text browser in the terminal."""
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _open_when_up(port: int) -> None:
    for _ in range(_TRIES):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(f"http://localhost:{port}")
                return
        time.sleep(_TRY_EVERY_S)
