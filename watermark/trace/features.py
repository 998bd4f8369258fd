"""Key points of a page, and short binary signatures of them for the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.pixels import key_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey

SIGNATURE_BITS = 128
KEY_BITS = 16


@dataclass(frozen=True)
class Features:
    """Key points and descriptors of one picture.

    Attributes:
        points: float32 (n, 2), x and y in px.
        scale: float32 (n,), diameter in px.
        angle: float32 (n,), degrees, clockwise.
        descriptors: float32 (n, 128), RootSIFT: unit length, so a product is a similarity.
    """

    points: NDArray[np.float32]
    scale: NDArray[np.float32]
    angle: NDArray[np.float32]
    descriptors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)


def joined(first: Features, second: Features) -> Features:
    """Put the points of two pictures of one thing together."""
    names = ("points", "scale", "angle", "descriptors")
    return Features(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in names))


def detect(image: Grey, most: int) -> Features:
    """Find the strongest key points (D. Lowe, "Distinctive image features …", IJCV 60(2), 2004).

    Args:
        image: grey (H, W).
        most: how many to keep.
    """
    found, raw = key_points(image, most)
    if not len(found):
        none = np.zeros(0, np.float32)
        return Features(np.zeros((0, 2), np.float32), none, none, raw)
    # RootSIFT: R. Arandjelović, A. Zisserman, "Three things everyone should know …", CVPR 2012.
    root = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return Features(
        points=np.array([p.pt for p in found], np.float32),
        scale=np.array([p.size for p in found], np.float32),
        angle=np.array([p.angle for p in found], np.float32),
        descriptors=root,
    )


def signatures(descriptors: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Give SIGNATURE_BITS sign bits of each descriptor, uint8 (n, bits / 8), and the projections themselves.

    The first KEY_BITS bits are the bucket key. Projections weigh a descriptor's cell against its mirror image,
    which has the same mean on any material, so that each bit is as often 0 as 1 without any training.
    """
    projected = descriptors @ _projection()
    return np.packbits(projected > 0, axis=1), projected


def hamming(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Count differing bits of paired signatures, both (n, SIGNATURE_BITS / 8): at most SIGNATURE_BITS."""
    first, second = (np.bitwise_count(left ^ right) for left, right in zip(_halves(a), _halves(b), strict=True))
    return np.asarray(first + second)


def _halves(bits: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Give signatures as two words of 64 bits: an eighth of the numbers to look at."""
    words = np.ascontiguousarray(bits).view(np.uint64)
    return words[:, 0], words[:, 1]


@lru_cache(maxsize=1)
def _projection() -> NDArray[np.float32]:
    """Fixed random weights, antisymmetric under a flip of the patch about its own direction; (128, bits)."""
    weights = np.random.Generator(np.random.PCG64(20080101)).normal(size=(128, SIGNATURE_BITS))
    cell = np.arange(128).reshape(4, 4, 8)  # row, column, direction
    mirror = cell[::-1][:, :, -np.arange(8) % 8].reshape(-1)
    flat = np.empty(128, np.int64)
    flat[cell.reshape(-1)] = mirror
    return np.asarray((weights - weights[flat]) / 16, np.float32)
