"""The QR code as a bit mask inside the page's own content."""

from __future__ import annotations

import binascii
from functools import lru_cache

import numpy as np
import segno

from watermark.errors import WatermarkError


@lru_cache(maxsize=256)
def qr_mask(address: str) -> bytes:
    """Draw a QR code into the unit square as an inline image mask in the current colour, operators BI … EI.

    ISO/IEC 18004, error level M. As an image of one bit a module it takes half of the bytes that paths take, and
    every page of a copy carries its own. Capitals, digits and $%*+-./: take two thirds of the room of other characters.

    Raises:
        WatermarkError: the address is too long for a QR code.
    """
    try:
        code = segno.make(address, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError as exc:
        raise WatermarkError("The address of the verification page is too long for a QR code.") from exc
    modules = np.array([list(row) for row in code.matrix], np.uint8)
    size = len(modules)
    bits = binascii.hexlify(np.packbits(1 - modules, axis=1).tobytes())  # 0 is painted
    return b"BI/W %d/H %d/IM true/F/AHx ID " % (size, size) + bits + b">\nEI"
