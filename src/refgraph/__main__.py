"""Entry point of the `refgraph` command."""

from __future__ import annotations

import sys

from refgraph.cli.main import run


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
