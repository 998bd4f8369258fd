"""What the readings of one carrier have in common: drift of the paper, gain, and noise.

All of it is judged by the readings alone, never by a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.locate import smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GAINS = np.geomspace(0.25, 1.25, 12)
_NOISES = np.geomspace(0.5, 40.0, 18)


def common(
    points: NDArray[np.float64],
    moved: NDArray[np.float64],
    half: NDArray[np.float64],
    noise: NDArray[np.float64],
    radius: float,
) -> NDArray[np.float64]:
    """Smooth movement (px) shared by neighbours, the slots' own ± movement explained away; shape (k,)."""
    trust = 1 / (noise**2 + np.median(noise) ** 2 + 0.05)
    trend = np.zeros(len(moved))
    for _ in range(6):
        beside = moved - trend
        scale = np.clip(np.median(np.abs(beside / half)), 0.3, 1.2)
        own = half * scale * np.tanh(3 * beside / half / scale)
        rest = np.clip(moved - own, trend - 2 * np.abs(half), trend + 2 * np.abs(half))
        pair = np.stack([rest * trust, trust], axis=1)
        local = smooth(points, pair, points, radius)
        trend = local[:, 0] / np.maximum(local[:, 1], 1e-12)
    return trend


def calibrated(
    value: NDArray[np.float64], noise: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find the gain and the noise of a carrier in this leak by maximum likelihood of ± gain with noise.

    Residuals of neighbouring pixels are alike, so the noise of a fit is too small by a factor that is common to
    all slots; a leak that is blurrier than the template shows less than the full movement.
    """
    read = np.isfinite(noise)
    if read.sum() < 8:
        return value, np.where(read, np.maximum(noise, 1.0), np.inf)
    x, s = value[read], np.maximum(noise[read], 0.02)
    best = max(
        ((_likelihood(x, gain, np.sqrt((factor * s) ** 2 + 0.01)), gain, factor)
         for gain in _GAINS for factor in _NOISES),
    )  # fmt: skip
    _, gain, factor = best
    return value / gain, np.where(read, np.sqrt((factor * noise) ** 2 + 0.01) / gain, np.inf)


def _likelihood(x: NDArray[np.float64], gain: float, sigma: NDArray[np.float64]) -> float:
    """Logarithm of the likelihood of readings that are ± gain, with a few outliers."""
    plus, minus = (np.exp(-0.5 * ((x - level) / sigma) ** 2) / sigma for level in (gain, -gain))
    # The gain is known to be near one: a weak pull that decides where the readings do not.
    return float(np.log(0.49 * (plus + minus) + 0.005).sum()) - 2.0 * float(np.log(gain) ** 2)
