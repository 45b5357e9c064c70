"""Start the app: Streamlit on this machine alone, with the safe settings given explicitly."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from refgraph.errors import RefgraphError

_SETTINGS = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": "localhost,127.0.0.1",
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
    "global.developmentMode": "false",
}


def serve(store_url: str, *, port: int, language: str | None, open_browser: bool) -> int:
    """Run the app on a store until it is stopped; gives the exit code.

    Raises `RefgraphError` when the port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RefgraphError(f"port {port} is in use", "name another one with --port") from error
    flags = {**_SETTINGS, "server.port": str(port), "server.headless": "false" if open_browser else "true"}
    environment = {**os.environ, "REFGRAPH_STORE": store_url}
    if language:
        environment["REFGRAPH_LANG"] = language
    command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("main.py"))]
    command += [f"--{name}={value}" for name, value in flags.items()]
    with subprocess.Popen(command, env=environment) as app:
        try:
            return app.wait()
        except KeyboardInterrupt:
            app.terminate()
            return 0
