"""Fit document: a fit as one JSON document, and the parameters it puts in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.chance_model import ChanceModel
from refgraph.evidence.logistic import Logistic
from refgraph.evidence.weights import EVIDENCE, TIES, with_multipliers

if TYPE_CHECKING:
    from refgraph.evidence.calibration import Calibration
    from refgraph.evidence.fit import Chances, Fit, Weights
    from refgraph.evidence.weights import Family
    from refgraph.model.params import Params

Document = Mapping[str, object]
FORMAT = 1


def as_document(fit: Fit) -> dict[str, object]:
    """Everything a fit says, of JSON's own types: no NaN, no infinity, missing is null."""
    return {
        "format": FORMAT,
        "seen": [asdict(seen) for seen in fit.seen],
        "ties": _weights(fit.ties),
        "evidence": _weights(fit.evidence),
        "chances": chances_document(fit.chances),
    }


def params_of(document: Document, defaults: Params) -> Params:
    """Put the multipliers of a document on the defaults, of the families that it says are used.

    Raises ValueError for a document of another format, or without what one of this format has.
    """
    params = defaults
    for family in (TIES, EVIDENCE):
        params = _applied(_part(document, family.name), params, family)
    return params


def chance_model_of(document: Document) -> ChanceModel | None:
    """Read the map from factors to a probability back; None where it may not be used. Raises as `params_of`."""
    chances = _part(document, "chances")
    model = chances.get("model")
    if chances.get("used") is not True or not isinstance(model, Mapping):
        return None
    try:
        return ChanceModel(
            Logistic(
                tuple(map(str, model["names"])),
                float(model["intercept"]),
                *(np.array(model[name], np.float64) for name in ("coefficient", "centre", "scale")),
            )
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"a fit's map from factors lacks {error}") from error


def _weights(weights: Weights) -> dict[str, object]:
    return {
        "used": weights.used,
        "why": weights.why.value,
        "kinds": [asdict(kind) for kind in weights.kinds],
        "common": weights.common,
        "penalty": weights.penalty,
        "out_of_circle": asdict(weights.out_of_circle) if weights.out_of_circle else None,
        "later": asdict(weights.later) if weights.later else None,
    }


def chances_document(chances: Chances) -> dict[str, object]:
    """The map from factors to a probability, of JSON's own types."""
    return {
        "used": chances.used,
        "why": chances.why.value,
        "model": _model(chances.model) if chances.model else None,
        "coefficients": [asdict(coefficient) for coefficient in chances.coefficients],
        "out_of_circle": asdict(chances.out_of_circle) if chances.out_of_circle else None,
        "later": asdict(chances.later) if chances.later else None,
        "calibration": _calibration(chances.calibration) if chances.calibration else None,
    }


def _calibration(calibration: Calibration) -> dict[str, object]:
    return {**asdict(calibration), "bins": [asdict(found) for found in calibration.bins]}


def _model(model: ChanceModel) -> dict[str, object]:
    fitted = model.fitted
    return {
        "names": list(fitted.names),
        "intercept": fitted.intercept,
        "coefficient": fitted.coefficient.tolist(),
        "centre": fitted.centre.tolist(),
        "scale": fitted.scale.tolist(),
    }


def _part(document: Document, name: str) -> Mapping[str, object]:
    if document.get("format") != FORMAT:
        raise ValueError(f"found a fit of format {document.get('format')}, expected {FORMAT}")
    part = document.get(name)
    if not isinstance(part, Mapping):
        raise ValueError(f"a fit of format {FORMAT} lacks its part '{name}'")
    return part


def _applied(part: Mapping[str, object], params: Params, family: Family) -> Params:
    kinds = part.get("kinds")
    if part.get("used") is not True or not isinstance(kinds, list):
        return params
    try:
        return with_multipliers(params, family, {kind["name"]: float(kind["shrunk"]) for kind in kinds})
    except KeyError as error:
        raise ValueError(f"a fit's {family.name} has or lacks {error}") from error
