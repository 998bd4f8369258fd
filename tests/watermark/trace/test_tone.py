"""A page drawn in the leak's tone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.watermark.trace.conftest import Publication
from watermark.trace.tone import toned


def test_a_difference_in_another_tone_is_that_of_both_renderings_in_it(publication: Publication) -> None:
    """A copier's tone, white above 0.7: what A and B differ by there is gone, elsewhere it is steeper."""
    view = publication.known.pages.view(0, 100)
    curve = np.clip(np.linspace(0, 1, 33) / 0.7, 0, 1)
    drawn = toned(view, curve)
    grey = np.linspace(0, 1, 33)
    assert len(view.layers) > 1
    for before, after in zip(view.layers, drawn.layers, strict=True):
        high, low = (np.interp(view.middle + sign * before.difference / 2, grey, curve) for sign in (1, -1))
        assert np.allclose(after.difference, high - low, atol=1e-6)
        assert np.abs(after.difference).max() > np.abs(before.difference).max()
    assert np.allclose(drawn.middle, np.interp(view.middle, grey, curve), atol=1e-6)
    assert replace(drawn, middle=view.middle, layers=view.layers) == view
