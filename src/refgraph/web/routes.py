"""The pages' files and addresses."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parent / "pages"
HOME = PAGES / "home.py"
ACCOUNT = PAGES / "account.py"
NETWORK = PAGES / "network.py"
ICON = PAGES.parent / "assets" / "icon.svg"
