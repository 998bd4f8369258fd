"""Key points of a picture held otherwise, from those of the picture as it is.

SIFT describes the surroundings of a point in the frame of its own direction: 4 × 4 cells of 8 directions each. A mirror
turns the rows of cells and the sense of the directions around; in a negative every slope points the other way, and with
it the frame, so that each cell becomes the one opposite. Both only sort the numbers anew, which costs far less than
looking for the points again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from watermark.trace.features import Features

_CELL = np.arange(128).reshape(4, 4, 8)  # row, column, direction
_MIRRORED = _CELL[::-1][:, :, -np.arange(8) % 8].reshape(-1)
_OPPOSITE = _CELL[::-1, ::-1].reshape(-1)


def mirrored(features: Features, width: float) -> Features:
    """Give the key points of the mirror image of a picture so wide (px)."""
    points = features.points.copy()
    points[:, 0] = np.float32(width - 1) - points[:, 0]
    angle = (np.float32(180) - features.angle) % np.float32(360)
    return replace(features, points=points, angle=angle, descriptors=features.descriptors[:, _MIRRORED])


def negative(features: Features) -> Features:
    """Give the key points of a picture whose black and white are exchanged."""
    angle = (features.angle + np.float32(180)) % np.float32(360)
    return replace(features, angle=angle, descriptors=features.descriptors[:, _OPPOSITE])
