"""Compiled loops that pass word of mouth on by one step where only a few speak, or only a few are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.csr_kernels import Rows
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

    Members = tuple[NDArray[np.int64], Ints, Floats, Floats]
    """`indptr`, `member`, `attendance` and `factor` of groups."""


@numba.njit(cache=True, nogil=True)
def add_said(
    by_speaker: Rows, speakers: Ints, speaking: Floats, words: Floats, heard: Floats, reached: Bools
) -> None:
    """Add to `heard` what each listener hears from the `speakers` apart from groups, and mark who was reached.

    Here and below, everybody says speaking * words; shapes are (n,) and (n, c).
    """
    indptr, indices, rate = by_speaker
    for i in range(len(speakers)):
        speaker = speakers[i]
        for at in range(indptr[speaker], indptr[speaker + 1]):
            listener = indices[at]
            reached[listener] = True
            for c in range(words.shape[1]):
                heard[listener, c] += rate[at] * speaking[speaker] * words[speaker, c]


@numba.njit(cache=True, nogil=True)
def add_listened(by_listener: Rows, listeners: Ints, speaking: Floats, words: Floats, heard: Floats) -> None:
    """Add to `heard` what the `listeners` hear from everybody apart from groups."""
    indptr, indices, rate = by_listener
    for i in range(len(listeners)):
        listener = listeners[i]
        for at in range(indptr[listener], indptr[listener + 1]):
            for c in range(words.shape[1]):
                heard[listener, c] += rate[at] * speaking[indices[at]] * words[indices[at], c]


@numba.njit(cache=True, nogil=True)
def add_talk(
    groups: Members, chosen: NDArray[np.int64], speaking: Floats, words: Floats, heard: Floats, reached: Bools
) -> None:
    """Add to `heard` what members of the `chosen` groups hear there, and mark them as reached.

    Sums over the others run from both ends of the group, so that nobody hears his own rounding noise.
    """
    indptr, member, attendance, factor = groups
    columns = words.shape[1]
    said = np.empty(columns)
    for i in range(len(chosen)):
        g = chosen[i]
        for turn in range(2):
            said[:] = 0.0
            for step in range(indptr[g + 1] - indptr[g]):
                at = indptr[g] + step if turn == 0 else indptr[g + 1] - 1 - step
                person = member[at]
                reached[person] = True
                for c in range(columns):
                    heard[person, c] += factor[g] * attendance[at] * said[c]
                    said[c] += attendance[at] * speaking[person] * words[person, c]
