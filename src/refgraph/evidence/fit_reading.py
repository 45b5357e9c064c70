"""Fit reading: a fit again from the document it was kept as (`fit_document.as_document`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refgraph.evidence.calibration import Bin, Calibration
from refgraph.evidence.fit import Chances, Coefficient, Fit, Kind, Seen, Weights, Why
from refgraph.evidence.fit_document import FORMAT, chance_model_of
from refgraph.evidence.gains import Gain

if TYPE_CHECKING:
    from collections.abc import Mapping

    Part = Mapping[str, Any]


def fit_of(document: Part) -> Fit:
    """Read a fit back, all but a map from factors to a probability that may not be used.

    Raises ValueError for a document of another format, or without what one of this format has.
    """
    if document.get("format") != FORMAT:
        raise ValueError(f"found a fit of format {document.get('format')}, expected {FORMAT}")
    try:
        return Fit(
            tuple(Seen(**seen) for seen in document["seen"]),
            _weights(document["ties"]),
            _weights(document["evidence"]),
            _chances(document),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a fit of format {FORMAT} has or lacks {error}") from error


def _weights(part: Part) -> Weights:
    return Weights(
        tuple(Kind(**kind) for kind in part["kinds"]),
        part["common"],
        part["penalty"],
        _gain(part["out_of_circle"]),
        _gain(part["later"]),
        Why(part["why"]),
    )


def _chances(document: Part) -> Chances:
    part: Part = document["chances"]
    return Chances(
        chance_model_of(document),
        tuple(Coefficient(**coefficient) for coefficient in part["coefficients"]),
        _gain(part["out_of_circle"]),
        _gain(part["later"]),
        _calibration(part["calibration"]),
        Why(part["why"]),
    )


def _gain(part: Part | None) -> Gain | None:
    return None if part is None else Gain(**part)


def _calibration(part: Part | None) -> Calibration | None:
    if part is None:
        return None
    rest = {name: value for name, value in part.items() if name != "bins"}
    return Calibration(bins=tuple(Bin(**one) for one in part["bins"]), **rest)
