"""A fit: what the outcomes of a history say about the parameters, and whether they may be used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.evidence.calibration import Calibration
    from refgraph.evidence.chance_model import ChanceModel
    from refgraph.evidence.gains import Gain

FEWEST_OUTCOMES = 400
"""Outcomes from which on kinds are told apart (design.md §3, "Evidence")."""


class Why(StrEnum):
    """Why what was fitted is used, or is not."""

    BETTER = "better"
    """Out of circle, and forward in time where that can be tried, it does better; the only one that is used."""
    TOO_FEW_OUTCOMES = "too_few_outcomes"
    """Under `FEWEST_OUTCOMES`; for the map from factors, none or nothing else."""
    ONE_KIND = "one_kind"
    """Word of mouth came by one kind at most, so there are no weights to choose between."""
    NO_EFFECT = "no_effect"
    """Who is reached by word of mouth is not won more often, so there is nothing to share out among kinds."""
    NOTHING_LEFT_OUT = "nothing_left_out"
    """All outcomes are of one circle or account, so nothing can be judged on what was not learnt from."""
    NOT_BETTER_OUT_OF_CIRCLE = "not_better_out_of_circle"
    NOT_BETTER_LATER = "not_better_later"


@dataclass(frozen=True, slots=True)
class Seen:
    """The data of one replay that a fit rests on."""

    store_uuid: str
    version: int
    first_day: str
    """Day after which the first period with an outcome begins, ISO."""
    last_day: str
    """Last day of the last such period, ISO."""
    horizon_days: int
    """Length of a period: what a chance is for."""
    periods: int
    """Periods with an outcome."""
    cases: int
    """Candidates of these periods."""
    outcomes: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What the outcomes say of one kind of tie, or of evidence, against the average of all that were heard."""

    name: str
    share: float
    """Of all exposure of the cases under the defaults, in [0, 1]."""
    multiplier: float
    """Of its default, by maximum likelihood, where 1 is what all kinds together have in common; at least 0."""
    low: float
    """95 % profile-likelihood interval of `multiplier`."""
    high: float | None
    """None for no bound."""
    shrunk: float
    """Drawn towards 1 as much as cases left out ask for, the exposures' mean kept: what is used, if anything is."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Multipliers of the rates of tie kinds, or of the weights of evidence kinds."""

    kinds: tuple[Kind, ...]
    """Those that anybody was exposed to; empty where nothing was fitted."""
    common: float | None
    """Hazard of being won for one of the default hazard of being reached; None where nothing was fitted."""
    penalty: float | None
    """Strength of the shrinking (`hazards.PENALTIES`)."""
    out_of_circle: Gain | None
    """Inside-circle AUC over that of the defaults, in circles that were not learnt from."""
    later: Gain | None
    """The same in later periods; None too where there is one period."""
    why: Why

    @property
    def used(self) -> bool:
        """Whether the shrunk multipliers may be used."""
        return self.why is Why.BETTER


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What one factor adds to the log-odds of being won, the others as they are."""

    name: str
    estimate: float
    """For one standard deviation of the factor."""
    low: float
    """95 % bootstrap over circles, over accounts where there are fewer than 5."""
    high: float
    raw: float
    """For one unit of the factor."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The map from factors to a probability."""

    model: ChanceModel | None
    coefficients: tuple[Coefficient, ...]
    """Of the factors that vary, in the order of `factors.FACTORS`."""
    out_of_circle: Gain | None
    """Log loss saved over a map from the circle rate alone, nats a case, in circles that were not learnt from."""
    later: Gain | None
    calibration: Calibration | None
    """Of the probabilities told out of circle."""
    why: Why

    @property
    def used(self) -> bool:
        """Whether probabilities may be shown."""
        return self.why is Why.BETTER


@dataclass(frozen=True, slots=True)
class Fit:
    """Everything fitted to the outcomes of one replay, or of several together."""

    seen: tuple[Seen, ...]
    ties: Weights
    evidence: Weights
    chances: Chances


def judged(out_of_circle: Gain | None, later: Gain | None, *, could_be_later: bool) -> Why:
    """Judge two gains: both must lie above 0, the second only where there are later periods to judge."""
    if out_of_circle is None:
        return Why.NOTHING_LEFT_OUT
    if not out_of_circle.is_real:
        return Why.NOT_BETTER_OUT_OF_CIRCLE
    if could_be_later and (later is None or not later.is_real):
        return Why.NOT_BETTER_LATER
    return Why.BETTER
