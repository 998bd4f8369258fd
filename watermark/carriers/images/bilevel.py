"""Bilevel pictures of a PDF: read as black pixels, turned into forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pikepdf

from watermark.carriers.images.jpeg import JpegPairError
from watermark.pdf.ccitt import group4

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.images.strips import Strips

# white, then the pixels that no group has
PAPER: Final = b"1 g 0 0 %(wide)d %(tall)d re f 0 g\nq %(wide)d 0 0 %(tall)d 0 0 cm /R Do Q\n"
_IMAGE_KEYS: Final = ("/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Decode", "/DecodeParms", "/Filter",
                      "/Intent", "/Interpolate", "/Name", "/ImageMask", "/Mask", "/SMask")  # fmt: skip


def is_bilevel(image: Any) -> bool:
    """Whether a picture is opaque black and white that can be taken apart."""
    if "/ImageMask" in image or "/SMask" in image or "/Mask" in image:
        return False
    return int(image.get("/BitsPerComponent", 8)) == 1 and str(image.get("/ColorSpace")) in ("/DeviceGray", "/CalGray")


def black_pixels(document: Any, number: int, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Decode a bilevel picture by MuPDF, which reads CCITT and JBIG2; bool (H, W), True is black."""
    import pymupdf

    make: Any = pymupdf.Pixmap
    pixmap = make(document, number)
    if (pixmap.width, pixmap.height, pixmap.n) != (*size, 1):
        raise JpegPairError("left alone")
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    return grey < 128


def become_form(pdf: pikepdf.Pdf, image: Any, strips: Strips, size: tuple[int, int]) -> None:
    """Write the groups at A in place of the picture; one more image holds what stays."""
    rest = pdf.make_stream(
        group4(strips.rest), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1],
        ImageMask=True, BitsPerComponent=1, Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=pikepdf.Dictionary(K=-1, Columns=size[0], Rows=size[1]),
    )  # fmt: skip
    for key in _IMAGE_KEYS:
        if key in image:
            del image[key]
    image.write(strips.a)
    image["/Subtype"] = pikepdf.Name.Form
    image["/BBox"] = pikepdf.Array([0, 0, *size])
    image["/Matrix"] = pikepdf.Array([1 / size[0], 0, 0, 1 / size[1], 0, 0])
    image["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(R=rest))
