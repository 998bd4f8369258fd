"""The letters of a master's page: where they stand, and which slot moves each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Move:
    """What one carrier does to the letters of a page.

    Attributes:
        row: int64 (n,), row of the letter's slot within the page's slots, −1 where the carrier leaves it.
        step: float64 (n, 2), movement from A to B, pt.
    """

    row: NDArray[np.int64]
    step: NDArray[np.float64]


@dataclass(frozen=True)
class Lettering:
    """The letters of a page.

    Attributes:
        code: int32 (n,), Unicode code points.
        middle: float64 (n, 2), origins half way between A and B, pt, as seen.
        moves: what each carrier does to them.
        slots: int64 (k,), global indices of the page's slots.
    """

    code: NDArray[np.int32]
    middle: NDArray[np.float64]
    moves: tuple[Move, ...]
    slots: NDArray[np.int64]

    def lettered(self) -> NDArray[np.bool_]:
        """Tell which of the page's slots move letters, bool (k,)."""
        out = np.zeros(len(self.slots) + 1, np.bool_)  # and one more place, for letters that nothing moves
        for move in self.moves:
            out[move.row] = True
        return out[:-1]
