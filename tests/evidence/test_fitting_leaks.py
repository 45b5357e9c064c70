from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.evidence.exposures import by_evidence_kind, by_tie_kind
from refgraph.evidence.factors import factors
from tests.evidence.moments import moment_of
from tests.snapshot.bundles import AS_OF, bundle, joined, later

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.evidence.moment import Moment
    from refgraph.snapshot.snapshot import Floats


@pytest.mark.parametrize("read", [factors, by_tie_kind, by_evidence_kind])
@settings(max_examples=30)
@given(number=st.integers(0, 2**32 - 1))
def test_nothing_dated_later_changes_what_is_learnt_from(
    read: Callable[[Moment], Floats], number: int
) -> None:
    rng = np.random.default_rng(number)
    first = bundle(rng)
    # An order that comes later says that an account was a prospect until then: outcomes are left as they are.
    whole = joined(first, later(rng, with_first_orders=False))
    known, told = (read(moment_of(AS_OF.isoformat(), tables)) for tables in (first, whole))
    np.testing.assert_allclose(told, known, rtol=0, atol=1e-12)
