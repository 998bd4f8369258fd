"""Specks of a dirty glass or a worn copy: how many there are, and a picture without them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SPECK = 9
"""px at 300 dpi; the dot over an i of 6 pt has more"""
_DENSE = 12.0
"""specks on a square inch that are no longer chance"""
_SHARE = 0.5
"""of all that is dark on the page"""


def without_specks(image: Image.Image) -> Image.Image:
    """Give the picture with every speck painted as paper, in grey; its size and resolution stay."""
    grey = np.array(image.convert("L"))
    labels, sizes = _dark_pieces(grey)
    small = sizes <= _largest_speck(float(image.info.get("dpi", (300, 300))[0]))
    small[0] = False
    grey[small[labels]] = 255
    clean = Image.fromarray(cv2.medianBlur(grey, 3))
    clean.info["dpi"] = image.info.get("dpi", (300, 300))
    return clean


def is_speckled(grey: NDArray[np.uint8], dpi: float) -> bool:
    """Tell whether most of what is dark on a page of grey (height × width) are specks."""
    _, sizes = _dark_pieces(grey)
    specks = int((sizes[1:] <= _largest_speck(dpi)).sum())
    inches = grey.size / dpi**2
    return specks > _DENSE * inches and specks > _SHARE * (len(sizes) - 1)


def _largest_speck(dpi: float) -> float:
    return max(2.0, _SPECK * (dpi / 300) ** 2)


def _dark_pieces(grey: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the number of the connected dark piece at each pixel, and the pieces' sizes in px; piece 0 is the paper."""
    _, dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    return np.asarray(labels, dtype=np.int32), np.asarray(stats[:, cv2.CC_STAT_AREA], dtype=np.int32)
