"""Soft masks of pictures: what they let through, and how they are padded together with their picture."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import pikepdf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.images.tiles import Grid

_ANEW: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/Width"})


def can_be_padded(image: Any) -> bool:
    """Whether a picture has no mask, or one that is padded as easily as itself."""
    if "/Mask" in image:
        return False
    return "/SMask" not in image or _is_plain(image)


def _is_plain(image: Any) -> bool:
    """Whether the soft mask is one byte a pixel, of the picture's own width, stored without loss."""
    mask = image["/SMask"]
    return (
        int(mask.get("/Width", 0)) == int(image.Width)
        and int(mask.get("/BitsPerComponent", 0)) == 8
        and _is_grey(mask.get("/ColorSpace"))
        and str(mask.get("/Filter")) in ("None", "/FlateDecode")
        and "/Matte" not in mask
        and "/Decode" not in mask
    )


def _is_grey(space: Any) -> bool:
    """Whether one byte is one pixel; some writers put a grey profile where only DeviceGray belongs."""
    if isinstance(space, pikepdf.Array):
        return str(space[0]) == "/ICCBased" and int(space[1].get("/N", 0)) == 1
    return str(space) == "/DeviceGray"


def pad_mask(pdf: pikepdf.Pdf, image: Any, width: int) -> None:
    """Give a picture that becomes `width` px wide a mask of that width; another picture may go on using the old one."""
    mask = image.get("/SMask")
    if mask is None:
        return
    wide = np.pad(_alpha(mask), ((0, 0), (0, width - int(mask["/Width"]))), mode="edge")
    new = pdf.make_stream(zlib.compress(wide.tobytes(), 9))
    for key in mask.keys() - _ANEW:
        new[key] = mask[key]
    new["/Width"], new["/Filter"] = width, pikepdf.Name.FlateDecode
    image["/SMask"] = new


def opacity(image: Any, grid: Grid) -> NDArray[np.float64]:
    """Tell how much of each tile its soft mask lets through, 0 … 1; float64 (tiles,). 1 where that cannot be told."""
    if "/SMask" not in image or not _is_plain(image):
        return np.ones(grid.tiles)
    alpha = _alpha(image["/SMask"])
    size = (int(image["/Width"]), int(image["/Height"]))
    scale = len(alpha) / size[1]
    total = cv2.integral(alpha, sdepth=cv2.CV_64F)
    x0, y0, x1, y1 = np.rint(grid.boxes(size) * [1, scale, 1, scale]).astype(np.intp).T
    sums = total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]
    return np.asarray(sums / np.maximum(1, 255 * (x1 - x0) * (y1 - y0)), np.float64)


def _alpha(mask: Any) -> NDArray[np.uint8]:
    height, width = int(mask["/Height"]), int(mask["/Width"])
    return np.frombuffer(mask.read_bytes(), np.uint8)[: height * width].reshape(height, width)
