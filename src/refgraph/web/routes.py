"""The pages' files and addresses."""

from __future__ import annotations

from pathlib import Path

SCREENS = Path(__file__).parent / "screens"
HOME = SCREENS / "home.py"
ACCOUNT = SCREENS / "account.py"
NETWORK = SCREENS / "network.py"
FOLLOW_UP = SCREENS / "followup.py"
WEEK = SCREENS / "week.py"
TERRITORY = SCREENS / "territory.py"
EVIDENCE = SCREENS / "evidence.py"
WHAT_IF = SCREENS / "whatif.py"
DATA = SCREENS / "data.py"
ICON = SCREENS.parent / "assets" / "icon.svg"
