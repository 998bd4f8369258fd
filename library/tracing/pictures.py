"""Pictures that let a person check a trace with her own eyes: a page of the leak, and the original, slots drawn in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from watermark.trace.verdict import PageEvidence

Side = Literal["leak", "original"]
_AGREES, _DIFFERS = (0, 114, 178), (213, 94, 0)
"""Okabe and Ito's blue and vermilion, which the colour-blind tell apart; a cross says the same without colour."""


def evidence_picture(evidence: PageEvidence, side: Side) -> bytes:
    """Draw one side as PNG: slots that read as the accused copy's code says are framed, the others crossed out."""
    picture = Image.fromarray(np.asarray(evidence.leak if side == "leak" else evidence.original, np.uint8)).convert(
        "RGB"
    )
    pen = ImageDraw.Draw(picture)
    for box, agrees in zip(evidence.boxes.tolist(), evidence.agrees.tolist(), strict=True):
        _slot(pen, box, agrees=agrees)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _slot(pen: ImageDraw.ImageDraw, box: list[float], *, agrees: bool) -> None:
    left, top, right, bottom = box
    if right < left or bottom < top:
        return
    pen.rectangle((left, top, right, bottom), outline=_AGREES if agrees else _DIFFERS)
    if not agrees:
        pen.line((left, top, right, bottom), fill=_DIFFERS)
        pen.line((left, bottom, right, top), fill=_DIFFERS)
