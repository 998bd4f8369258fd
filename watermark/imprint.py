"""The stamp as it goes into a copy: the end of each page's content stream, and its fonts."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from watermark.deflate import ZLIB_HEAD, packed_end
from watermark.pdf.matrix import Matrix
from watermark.pdf.xref import stream_object
from watermark.stamp.draw import stamp_content, stamp_line
from watermark.stamp.glyphs import GlyphFont
from watermark.stamp.place import Block, Placement

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    from watermark.master import Body
    from watermark.stamp import Stamp

End: TypeAlias = "tuple[bytes, int, int]"
"""Deflated bytes, their Adler-32, their length when unpacked."""

NO_STAMP: Final[End] = (b"\x03\x00", 1, 0)
"""An empty last block, the Adler-32 of nothing, no length."""

_HELVETICA: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stamp_ends(master: Body, stamp: Stamp) -> tuple[list[End], GlyphFont]:
    """Set the stamp once for every distinct place of a master."""
    glyphs = GlyphFont()
    first, second = (name.encode() for name in master.header["fonts"])
    ends, lines = [], dict[float, bytes]()
    for entry in master.header["places"]:
        place = _placement(entry)
        if place.length not in lines:
            lines[place.length] = stamp_line(stamp, place, (first, second), glyphs)
        content = stamp_content(stamp, place, lines[place.length], first)
        ends.append((packed_end(content), zlib.adler32(content), len(content)))
    return ends, glyphs


def _placement(place: dict[str, Any]) -> Placement:
    terms = place["terms"]
    block = Block(**{**terms, "matrix": Matrix(**terms["matrix"])}) if terms else None
    return Placement(Matrix(**place["matrix"]), place["length"], tuple(place["code"]), place["backed"], block)


def font_objects(
    master: Body, glyphs: GlyphFont, rows: NDArray[np.int64], position: int
) -> tuple[list[bytes], NDArray[np.int64]]:
    """Write the stamp's second font, of glyphs where the texts need it, else Helvetica again; give the rows anew."""
    first, font = len(rows), _HELVETICA
    streams: list[bytes] = []
    if glyphs.outlines:
        font, streams = glyphs.objects(first)
    rows = np.concatenate([rows, np.zeros((len(streams) + 1, 3), np.int64)])
    objects = [b"%d 0 obj\n%b\nendobj\n" % (master.header["font"], font)]
    rows[master.header["font"]] = (1, position, 0)
    for number, content in enumerate(streams, first):
        rows[number] = (1, position + sum(map(len, objects)), 0)
        data = ZLIB_HEAD + packed_end(content) + zlib.adler32(content).to_bytes(4, "big")
        objects.append(b"%d 0 obj\n%b\nendobj\n" % (number, stream_object(b"/Filter/FlateDecode", data)))
    return objects, rows
