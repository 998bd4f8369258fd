"""The bytes of a master that a code changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.master import Body

_MODULUS: Final = 65521  # of Adler-32
_ALL: Final = slice(None)


@dataclass(frozen=True)
class Moved:
    """The moving part of one copy: hot bytes, then the contents of all pages; and the Adler-32 of each content."""

    data: NDArray[np.uint8]
    adler: NDArray[np.int64]


def moving_part(master: Body, bits: NDArray[np.uint8] | None) -> Moved:
    """Flip what the bits ask for; with None everything stays neutral.

    Args:
        master: the body.
        bits: uint8 (n,), 0 = A and 1 = B for every slot.
    """
    contents = master.data[master.static : master.static + int(master.contents[-1])]
    data = np.concatenate([master.data[: master.hot], contents, np.zeros(8, np.uint8)])
    checks = master.arrays["checks"]
    pages = checks[:, 1] < 0
    if bits is None or not len(bits):
        return Moved(data, checks[pages, 0])
    choice = _choices(master, bits)
    _flip(master, data, choice)
    sums = _checksums(master, choice)
    for shift in range(4):  # the Adler-32 at the end of each form, high byte first
        data[checks[~pages, 1] + shift] = (sums[~pages] >> (24 - 8 * shift)) & 255
    return Moved(data, sums[pages])


def moved_stream(
    master: Body, stream: int, span: tuple[int, int], bits: NDArray[np.uint8] | None
) -> tuple[NDArray[np.uint8], int]:
    """Flip what the bits ask for in one stream: its bytes in their object, and its Adler-32.

    Args:
        master: the body.
        stream: row of its checks: the forms in their order, then the pages.
        span: first byte and end of what is wanted in the moving part.
        bits: as for `moving_part`.
    """
    start, stop = span
    behind = master.static - master.hot if start >= master.hot else 0
    data = np.concatenate([master.data[start + behind : stop + behind], np.zeros(8, np.uint8)])
    adler, at = (int(value) for value in master.arrays["checks"][stream])
    if bits is not None and len(bits):
        first, last = np.searchsorted(master.arrays["field_stream"], [stream, stream + 1])
        rows = slice(int(first), int(last))
        choice = _choices(master, bits, rows)
        _flip(master, data, choice, rows, start)
        adler = int(_checksums(master, choice, rows)[stream])
        if at >= 0:
            data[at - start : at - start + 4] = np.frombuffer(adler.to_bytes(4, "big"), np.uint8)
    return data[:-8], adler


def _choices(master: Body, bits: NDArray[np.uint8], rows: slice = _ALL) -> NDArray[np.intp]:
    """Choose among the four forms of each field; give the place of the one chosen in the flat table of all."""
    first, second = master.arrays["field_first"][rows], master.arrays["field_second"][rows]
    padded = np.append(bits, np.uint8(0))  # index −1: no second slot, counts as 0
    places: NDArray[np.intp] = np.arange(0, 4 * len(first), 4, dtype=np.intp) + 2 * padded[first] + padded[second]
    return places


def _chosen(master: Body, column: str, choice: NDArray[np.intp], rows: slice) -> NDArray[Any]:
    """Give what the forms chosen say in one column, (fields,)."""
    return master.arrays[column][rows].reshape(-1).take(choice)


def _flip(master: Body, data: NDArray[np.uint8], choice: NDArray[np.intp], rows: slice = _ALL, origin: int = 0) -> None:
    at = master.arrays["field_at"][rows] - origin
    flips = _chosen(master, "field_flips", choice, rows)
    # Every eight bytes as one word, each beginning a byte behind the one before. Words that overlap must not be
    # written at once, or one would undo the other: the fields take turns, as many as overlap anywhere.
    words = np.ndarray((len(data) - 7,), "<u8", data.data, 0, (1,))
    turns = 1
    while turns < len(at) and (at[turns:] - at[:-turns]).min() < 8:
        turns += 1
    for turn in range(turns):
        words[at[turn::turns]] ^= flips[turn::turns]


def _checksums(master: Body, choice: NDArray[np.intp], rows: slice = _ALL) -> NDArray[np.int64]:
    """Adler-32 of every stream: each field adds its own difference to both sums."""
    checks, stream = master.arrays["checks"], master.arrays["field_stream"][rows]
    starts = np.flatnonzero(np.diff(stream, prepend=-1))  # fields stand stream after stream
    low, high = np.zeros((2, len(checks)), np.int64)
    low[stream[starts]] = np.add.reduceat(_chosen(master, "field_low", choice, rows), starts, dtype=np.int64)
    high[stream[starts]] = np.add.reduceat(_chosen(master, "field_high", choice, rows), starts, dtype=np.int64)
    low_sum = ((checks[:, 0] & 0xFFFF) + low) % _MODULUS
    high_sum = ((checks[:, 0] >> 16) + high) % _MODULUS
    return (high_sum << 16) | low_sum
