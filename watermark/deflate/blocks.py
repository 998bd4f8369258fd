"""One dynamic block of a deflate stream (RFC 1951, 3.2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.deflate.huffman import canonical, code_lengths
from watermark.deflate.tokens import (
    CODE_ORDER,
    DISTANCE_BASE,
    DISTANCE_EXTRA,
    DISTANCE_SYMBOL,
    END,
    LENGTH_BASE,
    LENGTH_EXTRA,
    LENGTH_SYMBOL,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LENGTHS: Final = np.array(LENGTH_BASE, np.int64)
_LENGTH_BITS: Final = np.array(LENGTH_EXTRA, np.int64)
_DISTANCES: Final = np.array(DISTANCE_BASE, np.int64)
_DISTANCE_BITS: Final = np.array(DISTANCE_EXTRA, np.int64)


@dataclass(frozen=True)
class Tokens:
    """Literals and matches: `values` int64 (n,) bytes or lengths, `distances` int64 (n,), 0 for a literal."""

    values: NDArray[np.int64]
    distances: NDArray[np.int64]

    def spans(self) -> NDArray[np.int64]:
        """Bytes of content that each token stands for."""
        return np.where(self.distances > 0, self.values, 1)

    def part(self, start: int, stop: int) -> Tokens:
        return Tokens(self.values[start:stop], self.distances[start:stop])


@dataclass(frozen=True)
class Block:
    """A written block: packed bits and their number, where each token starts, and the literal codes used."""

    bits: NDArray[np.uint8]
    count: int
    offsets: NDArray[np.int64]
    codes: NDArray[np.uint64]
    lengths: NDArray[np.int64]


def write_block(part: Tokens, alphabet: frozenset[int], *, final: bool) -> Block:
    """Write one block whose codes for the bytes of `alphabet` all have the same length."""
    match = part.distances > 0
    symbols = np.where(match, 257 + LENGTH_SYMBOL[np.where(match, part.values, 3)], part.values)
    steps = DISTANCE_SYMBOL[part.distances]
    counts = np.bincount(np.append(symbols, END), minlength=286)
    lengths = code_lengths(counts.astype(np.int64), alphabet)
    reach = np.bincount(steps[match], minlength=30).astype(np.int64)
    reach[0] = max(reach[0], 1)  # one code at least, or some readers refuse the block
    far_lengths = code_lengths(reach, frozenset())
    codes, far_codes = canonical(lengths), canonical(far_lengths)
    writer = _Writer()
    writer.put([(int(final), 1), (2, 2)])
    _write_lengths(writer, lengths, far_lengths)
    value, size = codes[symbols], lengths[symbols]
    extra = np.where(match, _LENGTH_BITS[LENGTH_SYMBOL[np.where(match, part.values, 3)]], 0)
    rest = np.where(match, part.values - _LENGTHS[LENGTH_SYMBOL[np.where(match, part.values, 3)]], 0)
    value, size = _append(value, size, rest, extra)
    value, size = _append(value, size, np.where(match, far_codes[steps], 0), np.where(match, far_lengths[steps], 0))
    far = np.where(match, part.distances - _DISTANCES[steps], 0)
    value, size = _append(value, size, far, np.where(match, _DISTANCE_BITS[steps], 0))
    offsets = writer.put_arrays(value, size)
    writer.put([(int(codes[END]), int(lengths[END]))])
    return Block(writer.packed(), writer.count, offsets, codes, lengths)


def _append(
    value: NDArray[np.uint64], size: NDArray[np.int64], more: NDArray[np.generic], bits: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Put more bits behind each value."""
    return value | (more.astype(np.uint64) << size.astype(np.uint64)), size + bits


class _Writer:
    """Bit strings collected as arrays, packed once."""

    def __init__(self) -> None:
        self.values: list[NDArray[np.uint64]] = []
        self.sizes: list[NDArray[np.int64]] = []
        self.count = 0

    def put(self, pairs: list[tuple[int, int]]) -> None:
        self.put_arrays(np.array([v for v, _ in pairs], np.uint64), np.array([s for _, s in pairs], np.int64))

    def put_arrays(self, values: NDArray[np.uint64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Append; give the bit offset of each value."""
        self.values.append(values)
        self.sizes.append(sizes)
        offsets = self.count + np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self.count = int(offsets[-1])
        return offsets[:-1]

    def packed(self) -> NDArray[np.uint8]:
        values, sizes = np.concatenate(self.values), np.concatenate(self.sizes)
        offsets = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        shifted = (values << (offsets % 8).astype(np.uint64)).astype("<u8")  # 48 bits of a token and 7 of shift
        out = np.zeros(self.count // 8 + 9, np.uint8)
        index = (offsets // 8)[:, None] + np.arange(8)
        np.bitwise_or.at(out, index.ravel(), shifted.view(np.uint8))
        return out[: (self.count + 7) // 8]


def _write_lengths(writer: _Writer, literals: NDArray[np.int64], distances: NDArray[np.int64]) -> None:
    """Write both tables of code lengths, run-length coded."""
    most = max(257, int(np.flatnonzero(literals)[-1]) + 1)
    far = max(1, int(np.flatnonzero(distances)[-1]) + 1)
    runs = _runs([*literals[:most].tolist(), *distances[:far].tolist()])
    counts = np.bincount([symbol for symbol, _, _ in runs], minlength=19).astype(np.int64)
    lengths = _short_lengths(counts)
    codes = canonical(lengths)
    order = [int(lengths[position]) for position in CODE_ORDER]
    used = max(4, max(index for index, length in enumerate(order) if length) + 1)
    writer.put([(most - 257, 5), (far - 1, 5), (used - 4, 4)])
    writer.put([(length, 3) for length in order[:used]])
    for symbol, extra, bits in runs:
        writer.put([(int(codes[symbol]), int(lengths[symbol])), (extra, bits)])


def _short_lengths(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Code lengths of at most 7 bits, and at least two codes so that the set is complete."""
    counts = counts.copy()
    if np.count_nonzero(counts) < 2:
        counts[0 if not counts[0] else 1] += 1
    while (lengths := code_lengths(counts, frozenset())).max() > 7:
        counts = np.where(counts > 0, (counts + 1) // 2, 0)
    return lengths


def _runs(lengths: list[int]) -> list[tuple[int, int, int]]:
    """Run-length code: (symbol, extra value, extra bits)."""
    runs: list[tuple[int, int, int]] = []
    position = 0
    while position < len(lengths):
        value, stop = lengths[position], position
        while stop < len(lengths) and lengths[stop] == value:
            stop += 1
        length = stop - position
        if value == 0 and length >= 3:
            length = min(length, 138)
            runs.append((18, length - 11, 7) if length > 10 else (17, length - 3, 3))
        elif length >= 4:
            runs.append((value, 0, 0))
            length = min(length - 1, 6)
            runs.append((16, length - 3, 2))
            length += 1
        else:
            runs += [(value, 0, 0)] * length
        position += length
    return runs
