"""Deflate streams (RFC 1951) whose marked bytes can be changed without packing them again.

A copy differs from its master in a few digits per word. Packing every page anew would cost more than all the rest,
so the master is packed once, as tightly as libdeflate can, in such a way that exactly these digits are literals with
codes of one length: choosing another digit flips bits in place, and the stream keeps its length.
"""

from __future__ import annotations

from watermark.deflate.fields import Field
from watermark.deflate.patchable import Patchable, pack_patchable
from watermark.deflate.plain import ZLIB_HEAD, adler_join, packed_end

__all__ = ["ZLIB_HEAD", "Field", "Patchable", "adler_join", "pack_patchable", "packed_end"]
