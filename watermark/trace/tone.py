"""The leak's tone: a copier turns shaded cells white or black, and the page must be compared as the copier saw it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.pixels import blurred, slopes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Plane
    from watermark.trace.views import Layer, View

_STEPS = 33
_FLAT = 0.01  # slope per px below which a pixel belongs to an area, not to an edge
_LEAST_PIXELS = 300
_BENT = 0.12  # departure from a straight line that is worth a second alignment


def tone_of(view: View, aligned: Aligned) -> NDArray[np.float64] | None:
    """Find the leak's grey for each grey of the page, float (33,), rising; None if it is about a straight line.

    Only flat areas are asked: edges are grey for reasons of focus.
    """
    across, down = slopes(blurred(view.middle, 1.0))
    flat = (np.hypot(across, down) < _FLAT) & aligned.seen
    page, leak = view.middle[flat], aligned.picture[flat]
    step = np.clip(np.round(page * (_STEPS - 1)), 0, _STEPS - 1).astype(np.int64)
    count = np.bincount(step, minlength=_STEPS)
    known = np.flatnonzero(count >= _LEAST_PIXELS)
    if len(known) < 3:
        return None
    level = np.array([float(np.median(leak[step == i])) for i in known])
    curve = np.interp(np.arange(_STEPS), known, np.maximum.accumulate(level))
    straight = np.interp(np.arange(_STEPS), [known[0], known[-1]], [curve[known[0]], curve[known[-1]]])
    span = max(float(curve[-1] - curve[0]), 0.1)
    return curve if float(np.abs(curve - straight)[known].max()) > _BENT * span else None


def toned(view: View, curve: NDArray[np.float64]) -> View:
    """Draw a page in the leak's tone; what the tone makes equal in A and B no longer differs."""
    layers = tuple(_toned_layer(view.middle, layer, curve) for layer in view.layers)
    return replace(view, middle=_mapped(view.middle, curve), layers=layers)


def _toned_layer(middle: Plane, layer: Layer, curve: NDArray[np.float64]) -> Layer:
    moved = layer.difference != 0  # a twentieth of the page; elsewhere both are the same in any tone
    here, half = middle[moved], layer.difference[moved] / np.float32(2)
    difference = np.zeros_like(layer.difference)
    difference[moved] = _mapped(here + half, curve) - _mapped(here - half, curve)
    return replace(layer, difference=difference)


def _mapped(plane: Plane, curve: NDArray[np.float64]) -> Plane:
    return np.asarray(np.interp(plane, np.linspace(0, 1, len(curve)), curve), np.float32)
