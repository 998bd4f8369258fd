"""Deflate streams that can be continued: packed once, ended anew in every copy."""

from __future__ import annotations

import zlib
from typing import Final

ZLIB_HEAD: Final = b"\x78\xda"  # RFC 1950: deflate, 32 KiB window, slowest


def packed_content(content: bytes) -> tuple[bytes, int]:
    """Deflate content so that more blocks may follow: a raw stream (RFC 1951) ending on a byte, and its Adler-32."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH), zlib.adler32(content)


def packed_end(content: bytes) -> bytes:
    """Deflate the last blocks of a stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(content) + packer.flush()
