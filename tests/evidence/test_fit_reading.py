from __future__ import annotations

import json

import numpy as np
import pytest

from refgraph.evidence.fit_document import as_document
from refgraph.evidence.fit_reading import fit_of
from refgraph.evidence.fitting import fit
from refgraph.model.progress import silent
from tests.evidence.moments import replay_of, spreading


def test_a_fit_is_read_back_as_it_was() -> None:
    tables = spreading(np.random.default_rng(5), circles=12, members=20, friends=0.7, strangers=0.1)
    replay = replay_of(tables, since="2023-12-31", horizon_days=366)
    document = as_document(fit([replay], np.random.default_rng(1), silent))
    assert as_document(fit_of(json.loads(json.dumps(document)))) == document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({}, "found a fit of format None, expected 1"),
        ({"format": 2}, "found a fit of format 2, expected 1"),
        ({"format": 1, "seen": []}, "a fit of format 1 has or lacks 'ties'"),
        ({"format": 1, "seen": [{"colour": 1}]}, "unexpected keyword argument 'colour'"),
        ({"format": 1, "seen": [], "ties": None}, "has or lacks"),
    ],
)
def test_a_document_that_is_no_fit_is_refused(document: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_of(document)
