"""A picture held otherwise has the key points of the picture, sorted anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from watermark.trace.features import detect
from watermark.trace.pixels import blurred
from watermark.trace.turned import mirrored, negative

if TYPE_CHECKING:
    from collections.abc import Callable

    from watermark.trace.features import Features
    from watermark.trace.pixels import Grey


def scribble() -> Grey:
    """Draw blots that resemble neither each other nor their mirror images."""
    coin = np.random.default_rng(5)
    return blurred(np.kron(coin.integers(0, 256, (30, 40)), np.ones((9, 9))).astype(np.uint8), 1.0)


@pytest.mark.parametrize(
    ("held", "turned"),
    [
        (lambda picture: picture[:, ::-1], partial(mirrored, width=360)),
        (lambda picture: 255 - picture, negative),
        (lambda picture: 255 - picture[:, ::-1], lambda found: mirrored(negative(found), 360)),
    ],
    ids=["mirrored", "negative", "both"],
)
def test_points_told_from_the_picture_are_those_found_when_it_is_held_otherwise(
    held: Callable[[Grey], Grey], turned: Callable[[Features], Features]
) -> None:
    """In the same places, pointing the same way, and described alike."""
    picture = scribble()
    told, found = turned(detect(picture, 400)), detect(np.ascontiguousarray(held(picture)), 400)
    alike = found.descriptors @ told.descriptors.T
    best = alike.argmax(axis=1)
    near = np.linalg.norm(found.points - told.points[best], axis=1) < 1.5
    assert near.mean() > 0.75
    turn = np.abs((found.angle - told.angle[best])[near] + 180) % 360 - 180
    assert np.median(np.abs(turn)) < 1
    assert np.median(alike.max(axis=1)[near]) > 0.99
