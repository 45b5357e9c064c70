"""Network: what follows from ties alone, computed once and shared by all scores that have the same ties."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from refgraph.scores.fans import Fan, inward, outward
from refgraph.scores.mixing import Mixing
from refgraph.scores.nearby import Nearby
from refgraph.scores.reach import reach

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats


class Network:
    """Ties in the forms that searches and word of mouth need, each made when first asked for."""

    def __init__(self, ties: Ties, params: Params) -> None:
        self._ties, self._params = ties, params

    @cached_property
    def outward(self) -> Fan:
        """Listeners of each person, strongest tie first; n rows, shape as in `Ties`."""
        return outward(self._ties)

    @cached_property
    def inward(self) -> Fan:
        """Speakers to each person, strongest tie first; n rows, shape as in `Ties`."""
        return inward(self._ties)

    @cached_property
    def reach(self) -> Floats:
        """Expected number of other people each one's word reaches in a quarter, shape (n,)."""
        return reach(self.outward, self._params)

    @cached_property
    def mixing(self) -> Mixing:
        """How word of mouth passes from everybody to everybody in one step."""
        return Mixing(self._ties)

    @cached_property
    def nearby(self) -> Nearby:
        """The same near some people."""
        return Nearby(self._ties)
