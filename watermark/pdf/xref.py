"""The end of a PDF: streams, the cross-reference stream, the trailer. Needs no PDF library."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def stream_object(dictionary: bytes, data: bytes) -> bytes:
    """Write a stream; `dictionary` is the inside of << … >> without /Length."""
    return b"<<" + dictionary + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"


def cross_reference(rows: NDArray[np.int64], trailer: bytes, number: int, offset: int) -> bytes:
    """Write the cross-reference stream and the end of the file.

    Args:
        rows: int64 (size, 3), type, offset or container, generation or index, by object number; the row of this
            stream is filled in here.
        trailer: the inside of the trailer dictionary: Root, Info, ID.
        number: object number of this stream.
        offset: where it will stand, bytes.
    """
    rows[number] = (1, offset, 0)
    packed = np.empty((len(rows), 7), np.uint8)
    packed[:, 0] = rows[:, 0]
    packed[:, 1:5] = rows[:, 1].astype(">u4").view(np.uint8).reshape(-1, 4)
    packed[:, 5:7] = rows[:, 2].astype(">u2").view(np.uint8).reshape(-1, 2)
    up = packed.copy()
    up[1:] -= packed[:-1]  # PNG predictor "Up" (12): neighbouring offsets differ little
    lines = np.full((len(rows), 8), 2, np.uint8)
    lines[:, 1:] = up
    dictionary = (
        b"/Type/XRef/Size %d/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>" % len(rows) + trailer
    )
    body = stream_object(dictionary, zlib.compress(lines.tobytes(), 6))
    return b"%d 0 obj\n" % number + body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % offset


def free_list(rows: NDArray[np.int64]) -> None:
    """Chain the unused numbers as ISO 32000-2, 7.5.4 asks; changes `rows` in place."""
    free = np.flatnonzero(rows[:, 0] == 0)
    rows[free, 1] = np.append(free[1:], 0)
    rows[free, 2] = 0
    rows[0, 2] = 65535
