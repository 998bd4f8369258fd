"""The ordinary side of deflate: last blocks and checksums."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ZLIB_HEAD: Final = b"\x78\xda"  # RFC 1950: deflate, 32 KiB window, slowest
_MODULUS: Final = 65521


def packed_end(content: bytes) -> bytes:
    """Deflate the last blocks of a stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(content) + packer.flush()


def adler_join(first: NDArray[np.int64], second: int, length: int) -> NDArray[np.int64]:
    """Adler-32 of a ‖ b from those of a (int64 (n,)) and b; `length` is that of b in bytes (RFC 1950)."""
    low, high = first & 0xFFFF, first >> 16
    joined_low = (low + (second & 0xFFFF) - 1) % _MODULUS
    joined_high = (high + (second >> 16) + (length % _MODULUS) * (low - 1)) % _MODULUS
    return (joined_high << 16) | joined_low


def packed_content(content: bytes) -> tuple[bytes, int]:
    """Deflate content so that more blocks may follow: a raw stream (RFC 1951) ending on a byte, and its Adler-32."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH), zlib.adler32(content)
