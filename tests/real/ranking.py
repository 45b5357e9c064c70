"""How well scores rank who adopted: the area under the ROC curve, pooled and inside circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import mannwhitneyu

if TYPE_CHECKING:
    from numpy.typing import NDArray


def auc(score: NDArray[np.float64], adopted: NDArray[np.bool_]) -> float:
    """Chance that an adopter has the greater score than one who did not adopt; ties count one half."""
    yes, no = score[adopted], score[~adopted]
    return float(mannwhitneyu(yes, no).statistic / (len(yes) * len(no)))


def inside_auc(score: NDArray[np.float64], adopted: NDArray[np.bool_], circle: NDArray[np.str_]) -> float:
    """Mean AUC within each circle that has both, weighted by its adopters."""
    areas, weights = [], []
    for name in np.unique(circle):
        here = circle == name
        if 0 < adopted[here].sum() < here.sum():
            areas.append(auc(score[here], adopted[here]))
            weights.append(int(adopted[here].sum()))
    return float(np.average(areas, weights=weights))
