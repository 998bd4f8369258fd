"""What the evidence report draws beside its words: bars of scores, and a leaked page beside the original."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from watermark.trace.report_sheet import HEIGHT, MARGIN, ROOM, Sheet

if TYPE_CHECKING:
    from watermark.trace.pixels import Grey
    from watermark.trace.verdict import PageEvidence

_AGREES: Final = Color(0.0, 0.45, 0.7, 0.55)  # blue and orange: the colour-blind see the difference
_DIFFERS: Final = Color(0.84, 0.37, 0.0, 0.9)
_LABEL: Final = 110.0
_BETWEEN: Final = 12.0
"""pt; between pictures"""


def draw_bars(sheet: Sheet, scores: Sequence[tuple[str, float]]) -> None:
    """Draw two scores, with their labels, as bars of one scale; scores may be below nought, both of them, too."""
    low, high = (limit(0.0, *(score for _, score in scores)) for limit in (min, max))
    for (label, score), colour in zip(scores, (_AGREES, _DIFFERS), strict=True):
        sheet.keep(20)
        sheet.y -= 4
        sheet.canvas.setFillColor(colour)
        length = max(1.0, (score - low) / max(high - low, 1e-9) * (ROOM - _LABEL - 10))
        sheet.canvas.rect(MARGIN + _LABEL, sheet.y - 2, length, 9, stroke=0, fill=1)
        sheet.line(label)


def draw_pictures(sheet: Sheet, evidence: PageEvidence) -> None:
    """Draw the leak and the original side by side; below, one over the other, and the slots."""
    sheet.keep(HEIGHT / 3)
    leak, original = evidence.leak, evidence.original
    overlay = np.stack([original, leak, leak], axis=2)  # what only one of them has keeps that one's colour
    pictures = (leak, original, overlay, original)
    height, width = leak.shape
    space = (ROOM - _BETWEEN) / 2, (sheet.y - MARGIN - _BETWEEN) / 2
    scale = min(space[0] / width, space[1] / height)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, 2)
        x = MARGIN + column * (space[0] + _BETWEEN)
        y = sheet.y - (row + 1) * height * scale - row * _BETWEEN
        sheet.canvas.drawImage(_reader(picture), x, y, width * scale, height * scale)
        if number == len(pictures) - 1:
            _boxes(sheet.canvas, evidence, x, y + height * scale, scale)


def _reader(picture: Grey) -> ImageReader:
    return ImageReader(Image.fromarray(picture))


def _boxes(canvas: Canvas, evidence: PageEvidence, x: float, top: float, scale: float) -> None:
    canvas.setLineWidth(0.4)
    for box, agrees in zip(evidence.boxes.tolist(), evidence.agrees.tolist(), strict=True):
        left, upper, right, lower = (value * scale for value in box)
        if right < left or lower < upper:  # a slot that has no pixels
            continue
        canvas.setStrokeColor(_AGREES if agrees else _DIFFERS)
        canvas.rect(x + left, top - lower, right - left, lower - upper, stroke=1, fill=0)
