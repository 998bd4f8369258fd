"""Packing content so that the digits of its fields can be exchanged in the packed bytes."""

from __future__ import annotations

import itertools
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import deflate
import numpy as np

from watermark.deflate.blocks import Block, Tokens, write_block
from watermark.deflate.tokens import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.deflate.fields import Field

_LONGEST: Final = 30_000  # tokens of a block that others have joined: else every one that joins writes all of it again
_WIDEST: Final = 64 - 7 - 8 - 15  # bits before a field's last character, which may take 15
_SYNC: Final = b"\x00\x00\xff\xff"


@dataclass(frozen=True)
class Patchable:
    """A packed stream and what changes it; n fields.

    Attributes:
        data: raw deflate (RFC 1951).
        adler: Adler-32 of the neutral content.
        length: of the content, bytes.
        at: int64 (n,), first byte in `data` that a field changes.
        flips: uint64 (n, 4), bits to exclusive-or into the 8 bytes from there, low byte first, for each choice.
        low, high: int64 (n, 4), what each choice adds to the two sums of the Adler-32.
        first, second: int32 (n,), the slots.
    """

    data: bytes
    adler: int
    length: int
    at: NDArray[np.int64]
    flips: NDArray[np.uint64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    first: NDArray[np.int32]
    second: NDArray[np.int32]


def pack_patchable(content: bytes, fields: Sequence[Field], *, last: bool) -> Patchable:
    """Pack content with its fields.

    Args:
        content: the neutral content.
        fields: in ascending order, not overlapping.
        last: end the stream; else it ends on a byte and more blocks may follow.
    """
    short = [trimmed for field in fields if (trimmed := field.trimmed()).neutral]
    guarded = np.zeros(len(content) + 1, bool)
    for field in short:
        guarded[field.start : field.start + len(field.neutral)] = True
    parsed, starts = _guarded_tokens(content, guarded)
    data, offsets, codes, widths = _packed(parsed, starts, short, last=last)
    return _with_patches(content, short, data, (offsets, codes, widths))


def _guarded_tokens(content: bytes, guarded: NDArray[np.bool_]) -> tuple[Tokens, list[int]]:
    """Parse with libdeflate, then write every guarded byte as a literal that no match covers or copies.

    Returns:
        the tokens, and those at which libdeflate has begun its blocks.
    """
    masked = np.frombuffer(content, np.uint8).copy()
    absent = np.flatnonzero(np.bincount(masked, minlength=256) == 0)
    spare = absent if len(absent) else np.arange(128, 256)
    places = np.flatnonzero(guarded)
    masked[places] = spare[(places * 7919) % len(spare)]  # a prime, so that neighbours differ
    raw = deflate.deflate_compress(masked.tobytes(), 12)
    before = np.concatenate([[0], np.cumsum(guarded)])
    values: list[int] = []
    distances: list[int] = []
    starts: list[int] = []
    position = 0
    for block in blocks(bytes(raw)):
        starts.append(len(values))
        for value, distance in block:
            end = position + (value if distance else 1)
            if not distance:
                values.append(content[position])
                distances.append(0)
            elif before[end] > before[position] or before[end - distance] > before[position - distance]:
                _split(content, guarded, (position, end, distance), values, distances)
            else:
                values.append(value)
                distances.append(distance)
            position = end
    return Tokens(np.array(values, np.int64), np.array(distances, np.int64)), starts


def _split(
    content: bytes,
    guarded: NDArray[np.bool_],
    match: tuple[int, int, int],
    values: list[int],
    distances: list[int],
) -> None:
    """Replace a match by literals where it touches a guarded byte, by shorter matches elsewhere."""
    position, end, distance = match
    while position < end:
        stop = position
        while stop < end and not guarded[stop] and not guarded[stop - distance]:
            stop += 1
        if stop - position >= 4:
            values.append(stop - position)
            distances.append(distance)
            position = stop
            continue
        for here in range(position, max(stop, position + 1)):
            values.append(content[here])
            distances.append(0)
        position = max(stop, position + 1)


def _packed(
    parsed: Tokens, starts: list[int], fields: list[Field], *, last: bool
) -> tuple[bytes, NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """Write the blocks; give for every literal the bit where its code stands, and each block's codes.

    Returns:
        data; bit offset by content position, int64 (length,); per position the row of the code tables is found
        through `codes` (uint64 (length, 256) would be large, so: (blocks, 256)) and `widths` (length,), the block.
    """
    ends = np.cumsum(parsed.spans())
    total = int(ends[-1]) if len(ends) else 0
    sections = _Sections(parsed, _exchanged(fields, ends))
    out, bit = [], 0
    offsets, block_of = np.zeros(total, np.int64), np.zeros(total, np.int64)
    tables = []
    bounds = [*sections.chosen(starts), len(ends)]
    for index, (start, stop) in enumerate(itertools.pairwise(bounds)):
        block = sections.write(start, stop, final=last and stop == len(ends))
        position, part = int(ends[start - 1]) if start else 0, parsed.part(start, stop)
        here = position + np.concatenate([[0], np.cumsum(part.spans())[:-1]])
        literal = part.distances == 0
        offsets[here[literal]] = bit + block.offsets[literal]
        block_of[here[literal]] = index
        tables.append(np.stack([block.codes[:256], block.lengths[:256].astype(np.uint64)]))
        out.append((block.bits, block.count))
        bit += block.count
    data = _joined(out)
    if not last:
        data = _joined([*out, (np.zeros(1, np.uint8), 3)]) + _SYNC
    return data, offsets, np.stack(tables), block_of


class _Sections:
    """Parts of a stream as blocks; only bytes that are exchanged inside a block need codes of one length there."""

    def __init__(self, parsed: Tokens, exchanged: dict[int, set[int]]) -> None:
        self._parsed, self._exchanged = parsed, exchanged
        self._tokens = sorted(exchanged)
        self._written: dict[tuple[int, int, bool], Block] = {}  # the chosen ones are asked for twice

    def write(self, start: int, stop: int, *, final: bool = False) -> Block:
        """Write tokens `start` to `stop` as one block."""
        key = start, stop, final
        if key not in self._written:
            inside = self._tokens[bisect_left(self._tokens, start) : bisect_left(self._tokens, stop)]
            alphabet = frozenset[int]().union(*(self._exchanged[token] for token in inside))
            self._written[key] = write_block(self._parsed.part(start, stop), alphabet, final=final)
        return self._written[key]

    def chosen(self, starts: list[int]) -> list[int]:
        """Choose where blocks begin: a section joins the one before where that is no larger."""
        bounds = sorted({0, *starts, len(self._parsed.values)})
        taken = [0]
        if len(bounds) <= 2:
            return taken
        size = self.write(0, bounds[1]).count
        for start, stop in itertools.pairwise(bounds[1:]):
            own = self.write(start, stop).count
            joined = self.write(taken[-1], stop).count if stop - taken[-1] <= _LONGEST else None
            if joined is not None and joined <= size + own:
                size = joined
            else:
                taken.append(start)
                size = own
        return taken


def _exchanged(fields: list[Field], ends: NDArray[np.int64]) -> dict[int, set[int]]:
    """Find the literals that choices exchange, by token: the bytes that may stand there."""
    found: dict[int, set[int]] = {}
    for field in fields:
        first = int(np.searchsorted(ends, field.start, side="right"))  # all bytes of a field are literals
        for index, chars in enumerate(zip(field.neutral, *field.choices, strict=True)):
            found[first + index] = set(chars)
    return found


def _joined(parts: list[tuple[NDArray[np.uint8], int]]) -> bytes:
    """Concatenate bit strings (uint8 bits, packed low first) of given lengths."""
    bits = [np.unpackbits(data, bitorder="little")[:count] for data, count in parts]
    return np.packbits(np.concatenate(bits), bitorder="little").tobytes()


def _with_patches(
    content: bytes,
    fields: list[Field],
    data: bytes,
    codes: tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]],
) -> Patchable:
    offsets, tables, block_of = codes
    fields = [piece for field in fields for piece in _narrow(field, offsets)]
    first = np.array([field.first for field in fields], np.int32)
    second = np.array([field.second for field in fields], np.int32)
    start = np.array([field.start for field in fields], np.int64)
    size = np.array([len(field.neutral) for field in fields], np.int64)
    at = offsets[start] // 8
    flips = np.zeros((len(fields), 4), np.uint64)
    low, high = np.zeros((len(fields), 4), np.int64), np.zeros((len(fields), 4), np.int64)
    if fields:
        begins = np.cumsum(size) - size  # of each field among the bytes of all
        place = np.repeat(start - begins, size) + np.arange(size.sum())
        shift = (offsets[place] - np.repeat(8 * at, size)).astype(np.uint64)
        neutral = np.frombuffer(b"".join(field.neutral for field in fields), np.uint8).astype(np.int64)
        for column in range(4):
            choice = np.frombuffer(b"".join(field.choices[column] for field in fields), np.uint8).astype(np.int64)
            bits = tables[block_of[place], 0, choice] ^ tables[block_of[place], 0, neutral]
            flips[:, column] = np.bitwise_xor.reduceat(bits << shift, begins)
            low[:, column] = np.add.reduceat(choice - neutral, begins)
            high[:, column] = np.add.reduceat((choice - neutral) * (len(content) - place), begins) % 65521
    for later in (
        np.flatnonzero(np.diff(at) == 0) + 1
    ).tolist():  # no two fields begin in one byte: all can be flipped at once
        at[later] -= 1
        flips[later] <<= np.uint64(8)
    return Patchable(data, zlib.adler32(content), len(content), at, flips, low, high, first, second)


def _narrow(field: Field, offsets: NDArray[np.int64]) -> list[Field]:
    """Cut a field in two until each part, begun at any bit and moved on by a byte, fits into 64 bits."""
    if len(field.neutral) == 1 or int(offsets[field.start + len(field.neutral) - 1] - offsets[field.start]) <= _WIDEST:
        return [field]
    half = len(field.neutral) // 2
    return [piece for part in field.cut(half) for piece in _narrow(part, offsets)]
