"""The stamp as page content: an artifact after everything else, in a graphics state of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watermark.stamp.line import fit_block, fit_line
from watermark.stamp.place import CODE, LINE
from watermark.stamp.qr import qr_mask

if TYPE_CHECKING:
    from watermark.pdf.matrix import Matrix
    from watermark.stamp import Stamp
    from watermark.stamp.glyphs import GlyphFont
    from watermark.stamp.place import Block, Placement

_OPEN = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
_CLOSE = b"EMC\n"
_INK = b".2 g\n"
_PAPER = b"1 g %.4g %.4g %.4g %.4g re f\n"


def stamp_line(stamp: Stamp, placement: Placement, fonts: tuple[bytes, bytes], glyphs: GlyphFont) -> bytes:
    """Set the stamp's line; it depends on the length of the placement alone."""
    return fit_line(stamp, placement.length, fonts, glyphs)


def stamp_content(stamp: Stamp, placement: Placement, line: bytes, font: bytes) -> bytes:
    """Write the stamp for one placement with its line set; the same bytes serve every page that has it.

    `font` is the resource name of Helvetica, for the terms of use.
    """
    x, y = placement.code
    parts = [_OPEN, b"q\n", _matrix(placement.matrix)]
    if placement.backed:
        parts += [
            _PAPER % (-1.5, -1.5, placement.length + 3, LINE + 3),
            _PAPER % (x - 1.5, y - 1.5, CODE + 3, CODE + 3),
        ]
    parts += [
        _INK,
        b"BT\n0 2.1 Td\n",
        line,
        b"ET\n",
        b"%.4g 0 0 %.4g %.4g %.4g cm\n" % (CODE, CODE, x, y),
        qr_mask(stamp.verify_url),
        b"\nQ\n",
    ]
    if placement.terms and stamp.terms:
        parts.append(_terms(stamp, placement.terms, font))
    return b"".join([*parts, _CLOSE])


def _terms(stamp: Stamp, block: Block, font: bytes) -> bytes:
    paper = _PAPER % (-1.5, -1.5, block.width + 3, block.height + 3) if block.backed else b""
    text = fit_block(stamp.terms, block.width, block.height, font)
    return b"q\n" + _matrix(block.matrix) + paper + _INK + b"BT\n" + text + b"ET\nQ\n"


def _matrix(matrix: Matrix) -> bytes:
    values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return b" ".join(_number(value) for value in values) + b" cm\n"


def _number(value: float) -> bytes:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()
