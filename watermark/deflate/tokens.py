"""A deflate stream taken apart into literals and matches (RFC 1951, 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LENGTH_BASE: Final = (
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27,
    31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
)  # fmt: skip
LENGTH_EXTRA: Final = (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0)
DISTANCE_BASE: Final = (
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
)  # fmt: skip
DISTANCE_EXTRA: Final = (
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6,
    6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
)  # fmt: skip
CODE_ORDER: Final = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
END: Final = 256

LENGTH_SYMBOL: Final = np.searchsorted(np.array(LENGTH_BASE), np.arange(259), side="right") - 1
DISTANCE_SYMBOL: Final = np.searchsorted(np.array(DISTANCE_BASE), np.arange(32769), side="right") - 1


class _Bits:
    """Bits of a stream, least significant first."""

    def __init__(self, data: bytes) -> None:
        self.data, self.byte = data, 0
        self.chunk, self.left = 0, 0

    def fill(self, count: int) -> None:
        """Have so many bits at hand; behind the end of the data come zeros."""
        while self.left < count:
            part = self.data[self.byte : self.byte + 6]
            self.chunk |= int.from_bytes(part, "little") << self.left
            self.left += 48
            self.byte += 6

    def take(self, count: int) -> int:
        self.fill(count)
        value = self.chunk & ((1 << count) - 1)
        self.chunk >>= count
        self.left -= count
        return value

    def symbol(self, table: list[int]) -> int:
        """Read one code, looked up by the bits that follow (`_table`)."""
        longest = (len(table) - 1).bit_length()
        self.fill(longest)
        entry = table[self.chunk & (len(table) - 1)]
        if entry < 0:
            raise ValueError("no such code")
        self.chunk >>= entry & 15
        self.left -= entry & 15
        return entry >> 4


def _table(lengths: list[int]) -> list[int]:
    """Canonical codes (RFC 1951, 3.2.2): for every run of bits, the first lowest, 16 · symbol + length; −1: no code."""
    longest = max(1, max(lengths, default=0))
    code, table = 0, [-1] * (1 << longest)
    for length in range(1, longest + 1):
        for symbol, own in enumerate(lengths):
            if own == length:
                first = int(f"{code:0{length}b}"[::-1], 2)
                table[first :: 1 << length] = [symbol << 4 | length] * (1 << (longest - length))
                code += 1
        code <<= 1
    return table


def blocks(data: bytes) -> Iterator[Iterable[tuple[int, int]]]:
    """Read a raw deflate stream, its blocks one after the other: (byte, 0) for a literal, (length, distance) else."""
    bits = _Bits(data)
    last = False
    while not last:
        last = bool(bits.take(1))
        match bits.take(2):
            case 0:
                yield _stored(bits)
            case 1:
                fixed = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8
                yield _coded(bits, _table(fixed), _table([5] * 30))
            case 2:
                yield _coded(bits, *_dynamic(bits))
            case _:
                raise ValueError("no such block")


def _stored(bits: _Bits) -> Iterable[tuple[int, int]]:
    bits.take(bits.left % 8)
    length = bits.take(16)
    bits.take(16)
    return [(bits.take(8), 0) for _ in range(length)]


def _dynamic(bits: _Bits) -> tuple[list[int], list[int]]:
    literals, distances, codes = bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4
    own = [0] * 19
    for position in CODE_ORDER[:codes]:
        own[position] = bits.take(3)
    table, lengths = _table(own), list[int]()
    while len(lengths) < literals + distances:
        symbol = bits.symbol(table)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            lengths += [lengths[-1]] * (bits.take(2) + 3)
        else:
            lengths += [0] * (bits.take(3) + 3 if symbol == 17 else bits.take(7) + 11)
    return _table(lengths[:literals]), _table(lengths[literals:])


def _coded(bits: _Bits, literals: list[int], distances: list[int]) -> Iterator[tuple[int, int]]:
    while (symbol := bits.symbol(literals)) != END:
        if symbol < END:
            yield symbol, 0
            continue
        length = LENGTH_BASE[symbol - 257] + bits.take(LENGTH_EXTRA[symbol - 257])
        symbol = bits.symbol(distances)
        yield length, DISTANCE_BASE[symbol] + bits.take(DISTANCE_EXTRA[symbol])
