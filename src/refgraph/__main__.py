"""Entry point of the `refgraph` command."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from refgraph.cli.main import run


def main() -> None:
    """Run the command line and exit with its code; output is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file name may hold bytes that are no text: those are written as escapes.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
