"""Pictures that show a person what the tracer saw on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import find_objects

from watermark.trace.align import READ_DPI
from watermark.trace.pixels import scaled
from watermark.trace.verdict import PageEvidence, TracedPage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey, Plane
    from watermark.trace.rivals import Found

_EVIDENCE_DPI = 100


@dataclass(frozen=True)
class Sketch:
    """What is kept of an aligned page: 2 MB in place of a hundred.

    Attributes:
        master: index of the master.
        leak: the aligned leak, grey, at 100 dpi.
        original: its page, grey, at 100 dpi.
        boxes: float (n, 4), frame of each of the page's slots, px.
    """

    master: int
    leak: Grey
    original: Grey
    boxes: NDArray[np.float64]


def sketch(found: Found) -> Sketch:
    """Shrink an aligned page; beyond what the leak shows it is white."""
    leak = np.where(found.aligned.seen, found.aligned.picture, np.float32(1))
    return Sketch(found.master, _small(leak), _small(found.view.middle), _boxes(found))


def page_evidence(told: TracedPage, seen: Sketch, read: NDArray[np.bool_], agrees: NDArray[np.bool_]) -> PageEvidence:
    """Put the pictures of one page and its slots together.

    Args:
        told: what the trace says of the page.
        seen: its pictures.
        read: bool (n,), slots that could be read.
        agrees: bool (n,), slots that read as the accused one's code says.
    """
    return PageEvidence(
        title=f"{told.file}, page {told.file_page}: {told.work}, page {told.page}",
        leak=seen.leak,
        original=seen.original,
        boxes=seen.boxes[read],
        agrees=agrees[read],
    )


def _small(plane: Plane) -> Grey:
    shrunk = scaled(plane, _EVIDENCE_DPI / READ_DPI)
    return np.asarray(np.clip(shrunk * 255, 0, 255), np.uint8)


def _boxes(found: Found) -> NDArray[np.float64]:
    """Frame of each slot's pixels, float (n, 4) in px of the small pictures."""
    boxes = np.zeros((len(found.view.slots), 4))
    for layer in found.view.layers:
        for row, frame in enumerate(find_objects(layer.labels + 1)):
            if frame is not None:
                down, across = frame
                boxes[row] = across.start, down.start, across.stop - 1, down.stop - 1
    return boxes * (_EVIDENCE_DPI / READ_DPI)
