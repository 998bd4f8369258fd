"""Pictures put together from A and B, restart interval by restart interval.

A scanned book has a million intervals. Nothing is done byte by byte or interval by interval in Python: which pieces of
the master follow each other is computed for all intervals of a picture at once, and the kernel gathers them.
"""

from __future__ import annotations

import ctypes
import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.master import Body

_MOST: Final = 1024  # pieces a call of writev takes (IOV_MAX of Linux)
_PIECE: Final = np.dtype([("base", np.uintp), ("length", np.uintp)])  # struct iovec
_libc: Final = ctypes.CDLL(None, use_errno=True)
_libc.writev.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_libc.writev.restype = ctypes.c_ssize_t


@dataclass(frozen=True, eq=False)
class Pieces:
    """Parts of the master's bytes, one behind another: int64 (n,) starts and lengths in `data`."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the bytes of all pieces."""
        return int(self.lengths.sum())

    def tobytes(self) -> bytes:
        whole = self.data.data
        pairs = zip(self.starts.tolist(), (self.starts + self.lengths).tolist(), strict=True)
        return b"".join([whole[start:end] for start, end in pairs])

    def write(self, file: int) -> None:
        """Write the pieces to a file descriptor; raises OSError."""
        pieces = np.empty(len(self.starts), _PIECE)
        pieces["base"] = self.data.ctypes.data + self.starts
        pieces["length"] = self.lengths
        for first in range(0, len(pieces), _MOST):
            _write_all(file, pieces[first : first + _MOST])


def _write_all(file: int, pieces: NDArray[np.void]) -> None:
    while len(pieces):
        done = int(_libc.writev(file, pieces.ctypes.data, len(pieces)))
        if done < 0:
            code = ctypes.get_errno()
            if code == errno.EINTR:
                continue
            raise OSError(code, os.strerror(code))
        ends = np.cumsum(pieces["length"])
        if done == int(ends[-1]):
            return
        whole = int(np.searchsorted(ends, done, side="right"))  # a disk that fills up takes a part
        begun = done - (int(ends[whole - 1]) if whole else 0)
        pieces = pieces[whole:].copy()
        pieces["base"][0] += begun
        pieces["length"][0] -= begun


def spliced(master: Body, bits: NDArray[np.uint8] | None) -> Pieces:
    """Give the section of pictures; without bits all stands at A.

    Args:
        master: the body.
        bits: uint8 (n,), 0 = A and 1 = B for every slot.
    """
    position = master.cold
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for index, at in enumerate(master.arrays["image_at"].tolist() if bits is not None else ()):
        parts.append(_one(position, at))
        starts, lengths = spliced_picture(master, bits, index)
        parts.append((starts, lengths))
        position = at + int(lengths.sum())
    parts.append(_one(position, master.static))
    return Pieces(master.data, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def spliced_picture(
    master: Body, bits: NDArray[np.uint8] | None, index: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pieces of one picture's coded data: starts and lengths, int64 (runs,) each."""
    arrays = master.arrays
    first, last = int(arrays["image_first"][index]), int(arrays["image_first"][index + 1])
    bounds = arrays["interval_start"][first + index : last + index + 1]
    flags = np.append(bits if bits is not None else np.uint8(0), np.uint8(0))  # −1: no slot, stays A
    chosen = flags[arrays["interval_slot"][first:last]] if bits is not None else np.zeros(last - first, np.uint8)
    runs = np.concatenate([[0], np.flatnonzero(np.diff(chosen)) + 1])  # where A gives way to B or B to A
    ends = np.append(bounds[runs[1:]], bounds[-1])
    sources = np.where(chosen[runs] == 1, arrays["image_b"][index], arrays["image_at"][index])
    return (sources + bounds[runs]).astype(np.int64), (ends - bounds[runs]).astype(np.int64)


def _one(start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array([start], np.int64), np.array([end - start], np.int64)
