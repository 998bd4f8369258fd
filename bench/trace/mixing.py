"""Collusion: several readers' copies become one leak. Copies are pictures (c, H, W) or codes (c, n)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRATEGIES = ("average", "majority", "minority", "interleave by slot", "difference by coin")


def mixed_bits(bits: NDArray[np.uint8], strategy: str, coin: np.random.Generator) -> NDArray[np.float64]:
    """Give what each slot of the leak shows, 0 = A … 1 = B."""
    c, n = bits.shape
    ones = bits.sum(axis=0)
    tie = coin.random(n) < 0.5
    if strategy == "average":
        return np.asarray(ones / c)
    if strategy == "interleave by slot":
        return bits[coin.integers(0, c, n), np.arange(n)].astype(np.float64)
    if strategy == "difference by coin":
        return np.where(ones % c == 0, ones == c, tie).astype(np.float64)
    most = 2 * ones > c if strategy == "majority" else (2 * ones < c) & (ones > 0) | (ones == c)
    return np.where(2 * ones == c, tie, most).astype(np.float64)
