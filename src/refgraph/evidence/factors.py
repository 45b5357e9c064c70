"""Factors: the few named numbers of a candidate from which a probability is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.baselines import acquainted, circle_rate, degree
from refgraph.scores.heard import carry
from refgraph.snapshot.home import home_accounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.evidence.moment import Moment
    from refgraph.snapshot.snapshot import Floats, Ints

FACTORS = ("circle_rate", "degree", "word_of_mouth", "same_industry", "same_region", "size_closeness")
"""Columns of `factors`."""
ALONE = ("circle_rate",)
"""What a probability has to beat."""
_AT_ONCE = 16
_SIZE_STEPS = 4
"""Classes of size a power of ten."""


def factors(moment: Moment) -> Floats:
    """Factors of the candidates of a moment, shape (m, 6); NaN where an attribute is not known at both sides.

    circle_rate: the greatest share of customers in a circle of theirs. degree: log(1 + the most acquaintances one of
    them has). word_of_mouth: the greatest heard.net, as its rank among that day's candidates of the same first circle,
    in (0, 1): who in a circle hears more than the others, so that neither the number of customers so far nor a loud
    circle is taken for an effect of contacts. The others: how alike the accounts are from which good word of mouth is
    heard, in [0, 1], weighted by what each contributes.
    """
    candidates, snapshot = moment.candidates, moment.snapshot
    known = acquainted(snapshot)
    return np.stack(
        (
            candidates.greatest(circle_rate(snapshot)),
            np.log1p(candidates.greatest(degree(known))),
            ranked_within(candidates.greatest(moment.heard_net), candidates.first_circle),
            *likeness_heard(moment),
        ),
        axis=1,
    )


def ranked_within(score: Floats, group: Ints) -> Floats:
    """Share of the scores of its group that each is above, equal ones count half, in (0, 1), shape (m,)."""
    count = np.bincount(np.unique(group, return_inverse=True)[1])
    keys = np.stack((group.astype(np.float64), score))
    runs, of_case, length = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    _, first, of_run = np.unique(runs[0], return_index=True, return_inverse=True)
    below = np.cumsum(length) - length
    middle: Floats = (below - below[first][of_run] + length / 2.0) / count[of_run]
    return middle[of_case]


def likeness_heard(moment: Moment) -> tuple[Floats, Floats, Floats]:
    """How alike in industry, region and size the accounts are that a candidate hears good of, shape (m,) each.

    NaN where the candidate's attribute is unknown or nothing good is heard from an account where it is known. Sizes
    of those accounts are taken in classes of a quarter of a power of ten. A speaker stands for his home account.
    """
    accounts, own, told = moment.snapshot.accounts, moment.candidates.account, _Told(moment)
    alike = [
        _mean(told.by_label(label, len(names)), _equal(label[own], len(names)))
        for names, label in (_labels(accounts.industry), _labels(accounts.region))
    ]
    is_known = accounts.size > 0
    magnitude = np.log10(np.where(is_known, accounts.size, 1.0))
    classes, of_known = np.unique(np.floor(magnitude[is_known] * _SIZE_STEPS), return_inverse=True)
    label = np.full(len(is_known), -1)
    label[is_known] = of_known
    apart = np.abs(magnitude[own][:, np.newaxis] - (classes + 0.5) / _SIZE_STEPS)
    close = np.maximum(0.0, 1.0 - apart / moment.params.congruency_size_span)
    close[~is_known[own]] = np.nan
    return alike[0], alike[1], _mean(told.by_label(label, len(classes)), close)


class _Told:
    """The good word of mouth that reaches the candidates of a moment, by a label of the accounts it comes from."""

    def __init__(self, moment: Moment) -> None:
        self._moment, self._mixing = moment, moment.mixing
        self._home = home_accounts(moment.snapshot)

    def by_label(self, label: NDArray[np.int64], labels: int) -> Floats:
        """Summed over each candidate's people, shape (m, labels); `label` by account, shape (a,), -1 unknown."""
        opinion, found = self._moment.opinion, [np.empty((len(self._moment.candidates.account), 0))]
        of_person = np.where(self._home >= 0, np.append(label, -1)[self._home], -1)
        for first in range(0, labels, _AT_ONCE):
            some = np.arange(first, min(first + _AT_ONCE, labels))
            said = np.where(of_person[:, np.newaxis] == some, opinion.belief[:, np.newaxis], 0.0)
            heard = carry(self._mixing, opinion.uncertainty, self._moment.params, said)
            found.append(self._moment.candidates.summed(heard))
        whole: Floats = np.concatenate(found, axis=1)
        return whole


def _labels(names: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64]]:
    """Distinct names and the number of each one's, -1 for ''."""
    known = sorted(set(names) - {""})
    number = {name: at for at, name in enumerate(known)} | {"": -1}
    return known, np.array([number[name] for name in names], np.int64)


def _equal(label: NDArray[np.int64], labels: int) -> Floats:
    """1 at each one's label, else 0, shape (m, labels); NaN where it is unknown."""
    same: Floats = (label[:, np.newaxis] == np.arange(labels)).astype(np.float64)
    same[label < 0] = np.nan
    return same


def _mean(weight: Floats, value: Floats) -> Floats:
    """Weighted mean by row, shape (m,); NaN where nothing has a weight."""
    total = weight.sum(axis=1)
    mean: Floats = np.divide(
        (weight * value).sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0
    )
    return mean
