"""Two baseline JPEG streams with the same headers, tables and interval lengths, so that a copy is a splice.

ITU-T T.81: restart intervals are coded independently (E.1.4), markers may be preceded by any number of FF fill bytes
(B.1.1.2). Both pictures are encoded in one go, one above the other, so they share optimal Huffman tables.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TALLEST: Final = 65_500  # lines; the height of a JPEG is a 16-bit number
_SUBSAMPLING: Final = {0: (8, 8), 1: (16, 8), 2: (16, 16), -1: (8, 8)}  # Pillow's names: size of an MCU, px


Planes: TypeAlias = "tuple[NDArray[np.uint8], ...]"
"""Luminance, and where there is colour Cb and Cr; uint8 (H, W) each."""


class JpegPairError(ValueError):
    """The pair cannot be encoded as a splice."""


@dataclass(frozen=True)
class JpegKind:
    """How a picture is coded: Pillow's mode (L or YCbCr), quantisation tables, chroma subsampling."""

    mode: str
    tables: Any
    subsampling: int

    @property
    def unit(self) -> tuple[int, int]:
        """Width and height of an MCU, px."""
        return (8, 8) if self.mode == "L" else _SUBSAMPLING[self.subsampling]


@dataclass(frozen=True)
class JpegPair:
    """A and B of equal length; n intervals.

    Attributes:
        a, b: whole streams; they differ only in the coded data.
        starts: int64 (n + 1,), offset of each interval, and of the end of the last.
    """

    a: bytes
    b: bytes
    starts: NDArray[np.int64]


def encode_pair(
    both: NDArray[np.uint8], chroma: tuple[NDArray[np.uint8], ...], height: int, kind: JpegKind, units: int
) -> JpegPair:
    """Encode two versions of a picture.

    Args:
        both: uint8 (2, rows, W), luminance of A and B, rows filled up to whole MCUs.
        chroma: none, or Cb and Cr of both, uint8 (rows, W) each.
        height: rows of the picture itself.
        kind: how to code them.
        units: MCUs of a restart interval; must divide the MCUs of a row.

    Raises:
        JpegPairError: the picture is too tall, or the encoder did something else than asked.
    """
    wide, tall = kind.unit
    _, lines, width = both.shape
    columns = width // wide
    if 2 * lines > _TALLEST or lines % tall or width % wide or columns % units:
        raise JpegPairError("too tall, or intervals that wrap")
    bands = [Image.fromarray(both.reshape(2 * lines, width))]
    bands += [Image.fromarray(np.concatenate([plane, plane])) for plane in chroma]
    buffer = io.BytesIO()
    Image.merge(kind.mode, bands).save(
        buffer, "JPEG", qtables=kind.tables, subsampling=kind.subsampling if kind.mode != "L" else -1,
        optimize=True, restart_marker_blocks=units,
    )  # fmt: skip
    return _split(buffer.getvalue(), height, lines // tall * (columns // units))


def _split(data: bytes, height: int, count: int) -> JpegPair:
    """Cut the double picture into its intervals and make two single ones of them."""
    head, scan = _head(data, height)
    body = np.frombuffer(data, np.uint8)[scan:]
    marks = np.flatnonzero((body[:-1] == 0xFF) & (body[1:] >= 0xD0) & (body[1:] <= 0xD9))
    if len(marks) != 2 * count or body[marks[-1] + 1] != 0xD9:
        raise JpegPairError("not the intervals that were asked for")
    starts = np.concatenate([[0], marks[:-1] + 2])
    lengths = marks - starts
    longest = np.maximum(lengths[:count], lengths[count:])
    step = longest + 2  # with the marker behind each interval
    offsets = np.concatenate([[0], np.cumsum(step)])
    halves = [_padded(body, starts[part], lengths[part], offsets) for part in (slice(0, count), slice(count, None))]
    a, b = (head + half.tobytes() for half in halves)
    return JpegPair(a, b, offsets + len(head))


def _padded(
    body: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64], offsets: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Lay out intervals at given offsets, filled up with FF, each with its marker behind it."""
    out = np.full(int(offsets[-1]), 0xFF, np.uint8)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    out[np.repeat(offsets[:-1], lengths) + within] = body[np.repeat(starts, lengths) + within]
    out[offsets[1:] - 1] = 0xD0 + np.arange(len(starts)) % 8
    out[-1] = 0xD9
    return out


def _head(data: bytes, height: int) -> tuple[bytes, int]:
    """Give everything up to the coded data with the true height in it, and where the coded data begins."""
    position, head = 2, bytearray(data)
    while data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == 0xC0:  # SOF0: length, precision, lines
            head[position + 5 : position + 7] = height.to_bytes(2, "big")
        elif 0xC1 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            raise JpegPairError("not baseline")
        position += 2 + length
        if marker == 0xDA:
            return bytes(head[:position]), position
    raise JpegPairError("no scan")


def read_jpeg(data: bytes) -> tuple[Planes, JpegKind]:
    """Decode a baseline or progressive JPEG without leaving its colour space.

    Returns:
        Its planes, luminance first, and how it is coded.

    Raises:
        JpegPairError: it is of a kind that is left alone (CMYK, true RGB, 12 bits, damaged).
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.format != "JPEG" or image.mode not in ("L", "RGB") or image.info.get("adobe_transform") == 0:
                raise JpegPairError("left alone")
            from PIL import JpegImagePlugin

            tables, sampling = image.quantization, JpegImagePlugin.get_sampling(image)  # type: ignore[attr-defined]
            if image.mode == "RGB":
                if sampling not in (0, 1, 2):
                    raise JpegPairError("left alone")
                image.draft("YCbCr", image.size)
            image.load()
            planes = tuple(np.asarray(band) for band in image.split())
            return planes, JpegKind(image.mode, tables, sampling)
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError) as exc:
        raise JpegPairError("cannot be decoded") from exc
