"""What reading a page gives: a value and a noise for each of its slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class SlotReadings:
    """Readings of one page; arrays of shape (n,), one for each of the page's slots.

    Attributes:
        slots: global indices, ascending.
        value: −1 = A … +1 = B.
        noise: standard deviation of `value`; infinite where the slot could not be read.
    """

    slots: NDArray[np.int64]
    value: NDArray[np.float64]
    noise: NDArray[np.float64]

    @property
    def clear(self) -> float:
        """Total information, for choosing among readings and pages; a function of the readings alone."""
        return float(np.sum(np.where(np.isfinite(self.noise), 1 / (self.noise**2 + 0.1), 0.0)))
