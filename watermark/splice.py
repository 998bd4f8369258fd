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
    from collections.abc import Callable

    from numpy.typing import NDArray

    from watermark.master import Body

_EARLY: Final = 16 << 20  # bytes after which the disk begins with them
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

    def write(self, file: int, begin: Callable[[], None] = lambda: None) -> None:
        """Write the pieces to a file descriptor; `begin` is called now and then, to set the disk to work.

        Raises OSError.
        """
        pieces = np.empty(len(self.starts), _PIECE)
        pieces["base"] = self.data.ctypes.data + self.starts
        pieces["length"] = self.lengths
        waiting = 0
        for first in range(0, len(pieces), _MOST):
            waiting += _write_all(file, pieces[first : first + _MOST])
            if waiting >= _EARLY:
                begin()
                waiting = 0


def _write_all(file: int, pieces: NDArray[np.void]) -> int:
    """Write up to `_MOST` pieces; give their bytes."""
    total = int(pieces["length"].sum())
    left = total
    while left:
        done = int(_libc.writev(file, pieces.ctypes.data, len(pieces)))
        if done < 0:
            code = ctypes.get_errno()
            if code == errno.EINTR:
                continue
            raise OSError(code, os.strerror(code))
        left -= done
        if not left:
            break
        ends = np.cumsum(pieces["length"])
        whole = int(np.searchsorted(ends, done, side="right"))  # a disk that fills up takes a part
        begun = done - (int(ends[whole - 1]) if whole else 0)
        pieces = pieces[whole:].copy()
        pieces["base"][0] += begun
        pieces["length"][0] -= begun
    return total


def spliced(master: Body, bits: NDArray[np.uint8] | None) -> Pieces:
    """Give the section of pictures; without bits all stands at A.

    Args:
        master: the body.
        bits: uint8 (n,), 0 = A and 1 = B for every slot.
    """
    position, flags = master.cold, _flags(bits)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for index, at in enumerate(master.arrays["image_at"].tolist() if bits is not None else ()):
        parts.append(_one(position, at))
        starts, lengths = _runs(master, flags, index)
        parts.append((starts, lengths))
        position = at + int(lengths.sum())
    parts.append(_one(position, master.static))
    return Pieces(master.data, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def spliced_picture(
    master: Body, bits: NDArray[np.uint8] | None, index: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pieces of one picture's coded data: starts and lengths, int64 (runs,) each."""
    return _runs(master, _flags(bits), index)


def _flags(bits: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """Give the bit of every slot, and behind them that of −1, which is no slot and stays A; of nothing but that."""
    return np.append(bits, np.uint8(0)) if bits is not None else np.zeros(1, np.uint8)


def _runs(master: Body, flags: NDArray[np.uint8], index: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join intervals that follow each other in the same version; A and B take turns."""
    arrays = master.arrays
    first, last = int(arrays["image_first"][index]), int(arrays["image_first"][index + 1])
    bounds = arrays["interval_start"][first + index : last + index + 1]
    slots = arrays["interval_slot"][first:last]
    chosen = flags.take(slots, mode="wrap")
    runs = np.concatenate([[0], np.flatnonzero(chosen[1:] != chosen[:-1]) + 1])  # where A gives way to B or B to A
    begins = bounds[runs]
    starts = begins + int(arrays["image_at"][index])
    starts[int(chosen[0] == 0) :: 2] += int(arrays["image_b"][index]) - int(arrays["image_at"][index])
    return starts, np.diff(begins, append=bounds[-1])


def _one(start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array([start], np.int64), np.array([end - start], np.int64)
