"""Pages as the tracer sees them: drawn from a master with any choice of slots, without the visible stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from watermark.pdf.drawing import grey_page, opened
from watermark.single_page import assemble_page
from watermark.slots import read_slots

if TYPE_CHECKING:
    from pathlib import Path

Grey = NDArray[np.uint8]


def render_page(body: Path, slots: Path, page: int, dpi: float, bits: NDArray[np.uint8]) -> Grey:
    """Draw one page with the given bits (uint8 (n,), 0 = A, 1 = B, n slots of the whole map); grey (H, W)."""
    with opened(assemble_page(body, slots, page, bits)) as document:
        return grey_page(document, 0, dpi)


def render_pair(
    body: Path, slots: Path, page: int, dpi: float, *, carriers: tuple[int, ...] | None = None
) -> tuple[Grey, Grey]:
    """Draw one page twice: all slots at A, and the slots of some carriers (None: of all) at B.

    Slots of one carrier do not overlap, so with one carrier at a time `SlotMap.labels` says to which slot
    each differing pixel belongs.

    Args:
        body: the master's body.
        slots: its slot map.
        page: zero-based.
        dpi: pixels per inch of both images.
        carriers: indices into `SlotMap.carriers` that go to B in the second image.

    Returns:
        (A, B), uint8 (H, W) each, 0 black … 255 white.
    """
    chosen = read_slots(slots)
    low = np.zeros(len(chosen), np.uint8)
    high = np.ones(len(chosen), np.uint8) if carriers is None else np.isin(chosen.carrier, carriers).astype(np.uint8)
    return render_page(body, slots, page, dpi, low), render_page(body, slots, page, dpi, high)
