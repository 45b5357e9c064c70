"""Random choices that several drawings make."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

T = TypeVar("T")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Draws:
    """Choices of one rng."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.rng.integers(len(options)))]

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def digits(self, count: int) -> str:
        return f"{self.rng.integers(10**count):0{count}d}"

    def typo(self, text: str) -> str:
        """Leave a letter out, put one in, change one or swap two; never the first."""
        at = int(self.rng.integers(1, len(text)))
        return self.pick([
            text[:at] + text[at + 1 :],
            text[:at] + self.pick(LETTERS) + text[at:],
            text[:at] + self.pick(LETTERS) + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        ])  # fmt: skip
