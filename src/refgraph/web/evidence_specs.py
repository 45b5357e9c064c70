"""Vega-Lite specifications of the Evidence page's charts, data within them."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from refgraph.views.proof_wording import SCORES
from refgraph.views.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.calibration import Calibration
    from refgraph.evidence.measures import Measures
    from refgraph.web.words import Words

Spec = dict[str, Any]

OURS, OTHERS, CHANCE = "#3f86d0", "#8a93a3", "#d1803f"
"""Colours that stand out on white and on black."""
_ROW, _AXIS, _LEGEND, _HEIGHT, _BINS = 38, 70, 80, 320, 20
_LABEL = {"en": 20, "zh": 10}
_MARGIN, _HEADROOM = 0.04, 1.18
"""Of the range of areas, left and right; of the tallest bar, for the words above it."""
_COMPARED = ("refgraph", "degree", "random")


def areas_spec(words: Words, found: Backtest) -> Spec:
    """Area inside circles of every score that has one, best first, over the band of redrawn networks."""
    rows = [_area_row(words, name, one) for name, one in found.measures.items() if one.auc_inside is not None]
    rows.sort(key=lambda row: row["area"], reverse=True)
    band = found.measures["placebo"].auc_inside_interval
    ends = [end for row in rows for end in (row["low"], row["high"])]
    x = _area_axis(words, [0.5, *ends, *(band or ())])
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": _two_line_labels()}
    tips = [
        _tip("label", words("proof_ranked_by"), None), _tip("area", words("proof_auc_inside"), ".3f"),
        *(_tip(end, words("proof_interval"), ".3f") for end in ("low", "high")),
    ]  # fmt: skip
    shared = {"y": y, "color": {"field": "colour", "type": "nominal", "scale": None}, "tooltip": tips}
    drawn = [
        _layer(rows, _thick(), {"x": {**x, "field": "low"}, "x2": {"field": "high"}, **shared}),
        _layer(rows, _dot(), {"x": {**x, "field": "area"}, **shared}),
    ]
    behind = [_band(x, *band)] if band else []
    return {"height": _ROW * len(rows) + _AXIS, "layer": [*behind, _chance_rule(x), *drawn]}


def precision_spec(words: Words, found: Backtest) -> Spec:
    """Share that ordered among the first 5, 10 and 20, beside degree and random order."""
    names = {name: term(SCORES, name, words.language) for name in _COMPARED}
    rows = [
        {"first": words("proof_first", k=one.k), "share": one.precision, "score": said}
        for name, said in names.items()
        for one in found.measures[name].by_circle or found.measures[name].by_period
        if one.precision is not None
    ]
    first, share = words("proof_first_axis"), words("proof_precision_axis")
    order = list(names.values())
    legend = {"orient": "bottom", "direction": "vertical", "title": None, "labelLimit": 0}
    encoding = {
        "x": {"field": "first", "type": "ordinal", "sort": None, "title": first, "axis": {"labelAngle": 0}},
        "xOffset": {"field": "score", "sort": order},
        "y": {"field": "share", "title": share, "stack": None, **_shares()},
        "color": {"field": "score", "type": "nominal", "scale": {"domain": order, "range": [OURS, OTHERS, CHANCE]}, "legend": legend},
        "tooltip": [_tip("score", words("proof_ranked_by"), None), _tip("first", first, None), _tip("share", share, ".1%")],
    }  # fmt: skip
    bar = {"type": "bar", "cornerRadiusEnd": 2}
    return {"height": _HEIGHT + _LEGEND, "data": {"values": rows}, "mark": bar, "encoding": encoding}


def rewired_spec(words: Words, found: Backtest, area: float) -> Spec:
    """Histogram of the areas of redrawn networks, and the real one as a line."""
    counts, ends = np.histogram(found.rewired[~np.isnan(found.rewired)], bins=_BINS)
    columns = zip(ends[:-1].tolist(), ends[1:].tolist(), counts.tolist(), strict=True)
    bars = [{"low": low, "high": high, "count": count} for low, high, count in columns]
    ours = [{"area": area, "said": words("proof_this_history", area=f"{area:.3f}")}]
    networks, inside = words("proof_networks_axis"), words("proof_auc_inside")
    x = _area_axis(words, [0.5, area, float(ends[0]), float(ends[-1])])
    y = {"field": "count", "type": "quantitative", "title": networks, "axis": {"tickMinStep": 1},
         "scale": {"domain": [0, int(counts.max()) * _HEADROOM]}}  # fmt: skip
    tips = [_tip("low", inside, ".3f"), _tip("high", inside, ".3f"), _tip("count", networks, "d")]
    at = {"x": {**x, "field": "area"}}
    bar = {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "y2": {"datum": 0}, "tooltip": tips}
    return {
        "height": _HEIGHT,
        "layer": [
            _layer(bars, {"type": "bar", "color": OTHERS}, bar),
            _layer(ours, {"type": "rule", "color": OURS, "strokeWidth": 3}, at),
            _layer(ours, _beside(area, x), {**at, "y": {"value": 2}, "text": {"field": "said"}}),
        ],
    }


def calibration_spec(words: Words, found: Calibration) -> Spec:
    """Chance told against what came true, with Wilson intervals, and the line on which both are equal."""
    rows = [asdict(one) for one in found.bins]
    most = min(1.0, max(end for row in rows for end in (row["expected"], row["high"])) * (1 + _MARGIN))
    told, observed = words("proof_expected_axis"), words("proof_observed_axis")
    scale = {"scale": {"domain": [0, most]}}
    x, y = {"title": told, **_shares(), **scale}, {"title": observed, **_shares(), **scale}
    tips = [
        _tip("expected", told, ".1%"), _tip("observed", observed, ".1%"),
        *(_tip(end, words("proof_interval"), ".1%") for end in ("low", "high")),
        _tip("count", words("proof_count"), ",d"),
    ]  # fmt: skip
    at = {"x": {**x, "field": "expected"}, "tooltip": tips}
    equal = {"x": {**x, "field": "at"}, "y": {**y, "field": "at"}}
    dashed = {"type": "line", "color": CHANCE, "strokeDash": [5, 4]}
    return {
        "height": _HEIGHT,
        "layer": [
            _layer([{"at": 0.0}, {"at": most}], dashed, equal),
            _layer(rows, _thick(color=OURS), {**at, "y": {**y, "field": "low"}, "y2": {"field": "high"}}),
            _layer(rows, _dot(color=OURS), {**at, "y": {**y, "field": "observed"}}),
        ],
    }


def _area_row(words: Words, name: str, one: Measures) -> Spec:
    low, high = one.auc_inside_interval or (one.auc_inside, one.auc_inside)
    label = "\n".join(textwrap.wrap(term(SCORES, name, words.language), _LABEL[words.language]))
    colour = OURS if name == "refgraph" else OTHERS
    return {"label": label, "area": one.auc_inside, "low": low, "high": high, "colour": colour}


def _area_axis(words: Words, values: list[float]) -> Spec:
    """An axis of areas that holds these values."""
    margin = _MARGIN * (max(values) - min(values)) or _MARGIN
    domain = [min(values) - margin, max(values) + margin]
    title, axis = words("proof_auc_inside_axis"), {"format": ".2f", "tickCount": 6}
    return {"type": "quantitative", "scale": {"domain": domain}, "title": title, "axis": axis}


def _two_line_labels() -> Spec:
    """An axis whose labels break where they have a line feed, and then stand half a line higher."""
    breaks = "indexof(datum.label, '\\n') > 0"
    higher = {"condition": {"test": breaks, "value": -7}, "value": 0}
    shown = {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 0, "labelOverlap": False}
    return {**shown, "labelOffset": higher}


def _shares() -> Spec:
    return {"type": "quantitative", "axis": {"format": ".0%", "tickCount": 6}}


def _layer(rows: Iterable[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _beside(area: float, x: Spec) -> Spec:
    """Words beside a line at an area, on the side where there is more room."""
    low, high = x["scale"]["domain"]
    side = {"align": "right", "dx": -8} if area > (low + high) / 2 else {"align": "left", "dx": 8}
    return {"type": "text", "color": OURS, "fontWeight": "bold", "fontSize": 13, "baseline": "top", **side}


def _thick(**rest: str) -> Spec:
    return {"type": "rule", "strokeWidth": 2, **rest}


def _dot(**rest: str) -> Spec:
    return {"type": "point", "filled": True, "size": 90, "opacity": 1, **rest}


def _band(x: Spec, low: float, high: float) -> Spec:
    mark = {"type": "rect", "color": OTHERS, "opacity": 0.22}
    return _layer([{"low": low, "high": high}], mark, {"x": {**x, "field": "low"}, "x2": {"field": "high"}})


def _chance_rule(x: Spec) -> Spec:
    mark = {"type": "rule", "color": CHANCE, "strokeDash": [5, 4], "strokeWidth": 2}
    return _layer([{"chance": 0.5}], mark, {"x": {**x, "field": "chance"}})


def _tip(field: str, title: str, form: str | None) -> Spec:
    kind = "nominal" if form is None else "quantitative"
    return {"field": field, "type": kind, "title": title, **({"format": form} if form else {})}
