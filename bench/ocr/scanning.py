"""Born-digital pages as a scanner would give them: coarse, askew, dirty, on their head."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from ingest.rendering import WordBox
from ingest.rendering.words import page_words

Grey = NDArray[np.uint8]
_SPECKS = 0.004
"""share of pixels that become black"""


@dataclass(frozen=True)
class Known:
    """A page and its own words with their places, without what was stamped across it."""

    page: pymupdf.Page
    words: list[WordBox]


def known_pages(books: Sequence[tuple[Path, int]]) -> list[Known]:
    """Give the named pages (1 is the first) with the words that they hold."""
    pages = [pymupdf.open(path)[number - 1] for path, number in books]
    return [Known(page, page_words(page)) for page in pages]


def in_truths_order(truth: Sequence[WordBox], read: Sequence[WordBox], *, skew: float, turn: int) -> list[str]:
    """Give recognised words in the order of the true words beside which they stand.

    Columns may be read in more than one right order, which is no misreading. `skew` and `turn` (degrees) are what the
    page was damaged by and what was not repaired.
    """
    centres = np.array([((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2) for word in truth])
    placed = []
    for word in read:
        x, y = _undone((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2, skew, turn)
        far = (centres[:, 0] - x) ** 2 * 0.2 + (centres[:, 1] - y) ** 2  # the next line is nearer than the next word
        placed.append((int(far.argmin()), x, word.word))
    return [text for _, _, text in sorted(placed)]


def _undone(x: float, y: float, skew: float, turn: int) -> tuple[float, float]:
    """Give where a point of a damaged page stood before (fractions of the page, about 1 : 1.42)."""
    if turn == 180:
        x, y = 1 - x, 1 - y
    angle, ratio = math.radians(skew), 1.42
    across, down = x - 0.5, (y - 0.5) * ratio
    straight = across * math.cos(angle) + down * math.sin(angle), down * math.cos(angle) - across * math.sin(angle)
    return 0.5 + straight[0], 0.5 + straight[1] / ratio


def scanned(page: pymupdf.Page, dpi: int, *, skew: float = 0.0, turn: int = 0, specks: bool = False) -> Grey:
    """Draw a page in grey; its lines sink to the right by `skew` degrees, and it is turned clockwise by `turn`."""
    pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]
    if skew:
        size = (grey.shape[1], grey.shape[0])
        matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -skew, 1.0)
        turned = cv2.warpAffine(np.ascontiguousarray(grey), matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,))
        grey = np.asarray(turned, dtype=np.uint8)
    grey = np.rot90(grey, -turn // 90).copy()
    if specks:
        grey[np.random.default_rng(1).random(grey.shape) < _SPECKS] = 0
    return grey


def save(pages: Sequence[Grey], dpi: int, out: Path) -> Path:
    """Write the pages as one TIFF."""
    first, *others = map(Image.fromarray, pages)
    first.save(out, save_all=True, append_images=others, dpi=(dpi, dpi))
    return out
