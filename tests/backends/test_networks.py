"""Public and made-up networks, brought to a server whole, hold the same there as in a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.backends.bundles import crm, farmers
from tests.backends.commands import differences, tell
from tests.backends.contents import rows_as_of
from tests.backends.places import sqlite_url
from tests.real.bundles import BUNDLES
from tests.shared_data import needs_shared_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DAY = "2026-11-25"


def made_up(folder: Path) -> Path:
    """A network of the demo's shape."""
    assert tell("", "generate", folder, "--people", 300, "--rng", 5, "--until", DAY)[0] == 0
    return folder


NETWORKS: Mapping[str, Callable[[Path], Path]] = {
    **{name: make for name, make in BUNDLES.items() if name != "meetup_nashville"},
    "br_farmers": farmers,
    "crm_sales_opportunities": crm,
    "made_up": made_up,
}
"""How each becomes an import folder; `meetup_nashville` goes both ways by `copy` in tests/neo4j."""


@needs_shared_data
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_a_network_holds_the_same_on_a_server(name: str, server_url: str, tmp_path: Path) -> None:
    bundle = NETWORKS[name](tmp_path / name)
    places = [sqlite_url(tmp_path), server_url]
    stored, there = (tell(url, "import", bundle) for url in places)
    assert there == stored
    assert stored[0] == 0
    for day in (None, date(1963, 6, 30), date(2008, 6, 30)):
        rows, others = (rows_as_of(url, day) for url in places)
        assert others == rows
    for question in (("verify",), ("score", "--as-of", DAY), ("circles", "--as-of", DAY)):
        answer, other = (tell(url, *question) for url in places)
        assert differences(list(answer), list(other)) == []
