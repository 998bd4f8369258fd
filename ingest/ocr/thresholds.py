"""How ink is told from paper on one picture: by one threshold, or around each pixel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from ocrmypdf._exec.tesseract import ThresholdingMethod

_BLOCK: Final = 16  # px at 300 dpi: wider than a stroke, so that the lightest pixel of a block is its paper
_PAPER: Final = 215  # grey level: darker paper is coloured, shaded or unevenly lit
_SHARE: Final = 0.01  # of the page


def thresholding_of(picture: Path) -> ThresholdingMethod:
    """Choose Tesseract's way for a picture of a page.

    One threshold for the page, as Tesseract takes by itself, holds a coloured row for ink: heads of columns
    and totals are lost, and all that stands in a shadow. Looking around each pixel (Sauvola) finds them, but takes
    the traces of specks on white paper for ink (docs/bench-ocr.md). So it is asked where paper is not white.
    """
    grey = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return ThresholdingMethod.AUTO
    lightest = cv2.dilate(grey, np.ones((_BLOCK, _BLOCK), np.uint8))[:: _BLOCK // 2, :: _BLOCK // 2]
    toned = (lightest < _PAPER).mean()
    return ThresholdingMethod.SAUVOLA if toned > _SHARE else ThresholdingMethod.AUTO
