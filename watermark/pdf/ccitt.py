"""Bilevel pictures as CCITT group 4 codes them (ITU-T T.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pymupdf

if TYPE_CHECKING:
    from numpy.typing import NDArray


def group4(ink: NDArray[np.bool_]) -> bytes:
    """Code a picture, bool (H, W), black where True, with its end-of-block mark.

    By MuPDF: a scanned page becomes hundreds of small pictures, for each of which Pillow would write a TIFF.
    """
    mupdf: Any = pymupdf.mupdf
    rows = np.packbits(~ink, axis=1)  # MuPDF takes set bits for white
    data = rows.tobytes()  # kept until MuPDF has read it
    coded = mupdf.fz_compress_ccitt_fax_g4(mupdf.python_buffer_data(data), ink.shape[1], ink.shape[0], rows.shape[1])
    return bytes(mupdf.fz_buffer_extract_copy(coded))
