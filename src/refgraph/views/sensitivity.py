"""The sensitivity to disputed parameters as a JSON document and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.plain import table
from refgraph.views.terms import Terms, term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.sensitivity import Setting
    from refgraph.snapshot.snapshot import Snapshot
    from refgraph.views.documents import Json

PARAMETERS: Terms = {
    "negative_weight": ("weight of bad word of mouth", "差评的权重"),
    "horizon_quarters": ("quarters a word has to spread", "口碑扩散的季度数"),
}
"""Names of the disputed parameters."""


def sensitivity_document(snapshot: Snapshot, settings: Sequence[Setting]) -> Json:
    """Document of `refgraph sensitivity`: one row a value of a parameter."""
    return {
        "as_of": snapshot.as_of.isoformat(),
        "version": snapshot.version,
        "rows": [_row(snapshot, setting) for setting in settings],
    }


def _row(snapshot: Snapshot, setting: Setting) -> Json:
    ids = snapshot.accounts.ids
    value, lower, upper = setting.reached or (None, None, None)
    return {
        "parameter": setting.parameter,
        "setting": setting.value,
        "in_use": setting.is_in_use,
        "accounts": setting.size,
        "kept": setting.kept,
        "entered": [ids[account] for account in setting.entered],
        "left": [ids[account] for account in setting.left],
        "rank_correlation": setting.correlation,
        "value": value,
        "lower_bound": lower,
        "upper_bound": upper,
    }


def sensitivity_lines(snapshot: Snapshot, settings: Sequence[Setting]) -> list[str]:
    """A table for the weight of bad word of mouth, then one for the horizon."""
    by_weight = [setting for setting in settings if setting.parameter == "negative_weight"]
    by_horizon = [setting for setting in settings if setting.parameter == "horizon_quarters"]
    return [
        f"What depends on the parameters in dispute, as of {snapshot.as_of} (* in use)",
        "",
        f"{term(PARAMETERS, 'negative_weight', 'en')}: the prospects that have heard the best of us",
        *table(
            ["weight", "stay", "rank correlation", "enter"],
            [[*_start(s), _correlation(s.correlation), _names(snapshot, s)] for s in by_weight],
        ),
        "",
        f"{term(PARAMETERS, 'horizon_quarters', 'en')}: the accounts to win for the widest spread",
        *table(
            ["quarters", "stay", "accounts reached", "enter"],
            [[*_start(s), _reached(s), _names(snapshot, s)] for s in by_horizon],
        ),
    ]


def _start(setting: Setting) -> list[str]:
    return [f"{setting.value:g}{'*' if setting.is_in_use else ''}", f"{setting.kept} of {setting.size}"]


def _correlation(value: float | None) -> str:
    return "all equal" if value is None else f"{value:.3f}"


def _reached(setting: Setting) -> str:
    if setting.reached is None:
        return ""
    value, lower, upper = setting.reached
    return f"{value:.1f} ({lower:.1f} … {upper:.1f})"


def _names(snapshot: Snapshot, setting: Setting) -> str:
    return ", ".join(snapshot.accounts.names[account] for account in setting.entered)
