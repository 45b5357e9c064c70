"""`python -m refgraph.web`: how the command line starts the app, in a process of its own."""

from __future__ import annotations

import argparse
import sys

from refgraph.errors import RefgraphError
from refgraph.web.server import serve


def main() -> int:
    """Read the options and run the app; an expected failure is one line on stderr and its exit code."""
    parser = argparse.ArgumentParser(prog="python -m refgraph.web")
    parser.add_argument("--store", required=True)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--lang", choices=["en", "zh"])
    parser.add_argument("--no-browser", action="store_true")
    chosen = parser.parse_args()
    try:
        return serve(chosen.store, port=chosen.port, language=chosen.lang, open_browser=not chosen.no_browser)
    except RefgraphError as error:
        sys.stderr.write(f"refgraph: {error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
