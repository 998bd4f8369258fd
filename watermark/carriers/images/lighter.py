"""Pictures made light in MuPDF's document while the text over them is looked at.

A scan of ten million pixels under a line of text would be decoded and scaled for each of five looks at the page: half
a second. In grey, and no finer than the looks, it takes a fifth of that. Only the document that is looked at changes.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_LEAST: Final = 4_000_000  # px of a picture that is worth it
_EXACT: Final = 0.98  # scans are a hair finer or coarser than they say
_REDUCED: Final = {1: cv2.IMREAD_GRAYSCALE, 2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4}
_PLAIN: Final = {"/Filter": "null", "/DecodeParms": "null", "/ColorSpace": "/DeviceGray", "/BitsPerComponent": "8"}


@contextmanager
def made_light(document: Any, pictures: Sequence[Any], pixels: tuple[float, float]) -> Iterator[None]:
    """Put light pictures in place of large ones, and next to nothing in their place behind it.

    Args:
        document: of MuPDF; a page that was looked at is not looked at again.
        pictures: pikepdf streams of the same document that this page alone draws, as `tile_pictures` left them.
        pixels: width and height of the page as it will be drawn, px.
    """
    replaced = [picture.objgen[0] for picture in pictures if _replace(document, picture, pixels)]
    try:
        yield
    finally:
        for number in replaced:
            _put(document, number, np.full((1, 1), 255, np.uint8))


def _replace(document: Any, picture: Any, pixels: tuple[float, float]) -> bool:
    size = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    if size[0] * size[1] < _LEAST or str(picture.get("/Filter")) != "/DCTDecode" or not _plain(picture):
        return False
    # A picture covers the page at most, so it is at least that much finer than the page will be drawn.
    finer = max(1.0, min(size[0] / pixels[0], size[1] / pixels[1]))
    how = _REDUCED[max(factor for factor in _REDUCED if factor * _EXACT <= finer)]
    grey = cv2.imdecode(np.frombuffer(picture.read_raw_bytes(), np.uint8), how)
    if grey is None:
        return False
    small = [min(side, math.ceil(whole / finer)) for side, whole in zip(grey.shape[::-1], size, strict=True)]
    _put(document, picture.objgen[0], np.asarray(cv2.resize(grey, small, interpolation=cv2.INTER_AREA), np.uint8))
    return True


def _plain(picture: Any) -> bool:
    """Whether grey pixels can take its place: a mask by colour would lose its meaning."""
    return not isinstance(picture.get("/Mask"), pikepdf.Array) and "/Matte" not in picture.get("/SMask", {})


def _put(document: Any, number: int, grey: NDArray[np.uint8]) -> None:
    document.update_stream(number, grey.tobytes(), compress=False)
    for key, value in {**_PLAIN, "/Width": str(grey.shape[1]), "/Height": str(grey.shape[0])}.items():
        document.xref_set_key(number, key[1:], value)
