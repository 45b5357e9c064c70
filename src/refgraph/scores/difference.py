"""Difference: what other opinions of a few people change in what the people asked about have heard."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.params import Params
    from refgraph.scores.nearby import Nearby
    from refgraph.scores.opinion import Opinion
    from refgraph.snapshot.snapshot import Floats, Ints


class Difference:
    """Heard under the opinions `after`, less heard under those `before`; exact, whatever the depth.

    With M' s steps x_1 … x_depth under `before` (`steps`, all but the last), Δb and Δu the differences of opinion and
    uncertainty, Σ_l δ^l Δx_l is y_1 of y_i = M (z_i + u' ∘ y_{i+1}), y_{depth+1} = 0, where

        z_i = δ^i (Δb + Σ_{j = 1 … depth-i} δ^j Δu ∘ x_j)

    is not 0 for who changed alone. All but the last two steps go from who changed to everybody they reach, the last
    two are taken back from who is asked about: so neither way gets beyond a part of the network.
    """

    def __init__(
        self, nearby: Nearby, params: Params, steps: Sequence[Floats], before: Opinion, after: Opinion
    ) -> None:
        self._nearby, self._params, self._steps = nearby, params, steps
        self._before, self._after = before, after

    @cached_property
    def changed(self) -> Ints:
        """People whose opinion is another one, ascending."""
        one, other = self._before, self._after
        is_changed = (one.belief != other.belief) | (one.disbelief != other.disbelief)
        return np.flatnonzero(is_changed).astype(np.int32)

    def at(self, listeners: Ints) -> Floats:
        """Difference in positive and negative for distinct, ascending `listeners`, shape (listeners, 2)."""
        if self._params.depth < 1:
            return np.zeros((len(listeners), 2))
        words = self._spread
        if self._params.depth == 1:
            return self._nearby.listened(listeners, words)
        near = self._nearby.speakers_to(listeners)
        heard = np.zeros(words.shape)
        heard[near] = self._nearby.listened(near, words)
        return self._nearby.listened(listeners, self._next(1, heard, near)[0])

    @cached_property
    def _spread(self) -> Floats:
        """z_2 + u' ∘ y_3 (z_1 for depth 1), shape (n, 2)."""
        depth = self._params.depth
        nobody = np.empty(0, np.int32)
        words, speakers = self._next(depth, np.zeros((len(self._after.belief), 2)), nobody)
        for step in range(depth - 1, 1, -1):
            words, speakers = self._next(step, *self._nearby.said(speakers, words))
        return words

    def _next(self, step: int, heard: Floats, reached: Ints) -> tuple[Floats, Ints]:
        """z_step + u' ∘ heard, and who is not 0 in it."""
        words = np.zeros(heard.shape)
        relayed = 1.0 - self._after.belief[reached] - self._after.disbelief[reached]
        words[reached] = relayed[:, np.newaxis] * heard[reached]
        words[self.changed] += self._said_anew(step)
        is_speaker = np.zeros(len(words), np.bool_)
        is_speaker[reached] = is_speaker[self.changed] = True
        return words, np.flatnonzero(is_speaker).astype(np.int32)

    def _said_anew(self, step: int) -> Floats:
        """z_step of who changed, shape (changed, 2)."""
        who, damping = self.changed, self._params.damping
        belief, disbelief = (
            getattr(self._after, part)[who] - getattr(self._before, part)[who]
            for part in ("belief", "disbelief")
        )
        words = np.stack((belief, disbelief), axis=1)
        for j in range(1, self._params.depth - step + 1):
            words -= damping**j * (belief + disbelief)[:, np.newaxis] * self._steps[j - 1][who]
        return damping**step * words
