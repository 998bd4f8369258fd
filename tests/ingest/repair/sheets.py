"""Scanned sheets as a tired hand makes them: askew, on their head, specked, two pages at once."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.ingest.makers import SENTENCES

Grey = NDArray[np.uint8]
DPI = 150
WIDTH, HEIGHT = 620, 460
"""px of a small sheet, about A6 across"""


def sheet(lines: int = 9, number: int | None = None, *, width: int = WIDTH, height: int = HEIGHT) -> Grey:
    """A page of sentences, black on white, with its number at the foot where it has one."""
    picture = Image.new("L", (width, height), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=19)
    words = " ".join(SENTENCES).split()
    per_line = max(3, width // 105)
    for row in range(lines):
        text = " ".join(words[(row * per_line + step) % len(words)] for step in range(per_line))
        draw.text((40, 30 + 34 * row), text, fill=0, font=font)
    if number is not None:
        draw.text((width // 2, height - 32), str(number), fill=0, font=font)
    return np.array(picture)


def askew(page: Grey, degrees: float) -> Grey:
    """Turn it so that lines sink to the right by `degrees`."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return np.asarray(
        cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)), dtype=np.uint8
    )


def specked(page: Grey, share: float = 0.03) -> Grey:
    """Strew specks of a pixel over it."""
    dirty, chance = page.copy(), np.random.default_rng(7)
    dirty[chance.random(page.shape) < share] = 0
    return dirty


def open_book(left: Grey, right: Grey, *, fold: bool = True) -> Grey:
    """Two pages side by side, with the shadow of the fold between them."""
    both = np.hstack([left, right])
    if fold:
        shade = 130 * np.exp(-(((np.arange(both.shape[1]) - left.shape[1]) / 8.0) ** 2))
        both = np.clip(both.astype(np.int16) - shade[None, :].astype(np.int16), 0, 255).astype(np.uint8)
    return both


def save(path: Path, *pages: Grey, mode: str = "L") -> Path:
    """Write the pages as one TIFF."""
    first, *others = (Image.fromarray(page).convert(mode) for page in pages)
    first.save(path, save_all=True, append_images=others, dpi=(DPI, DPI))
    return path
