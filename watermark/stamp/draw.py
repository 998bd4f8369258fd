"""The stamp as page content: an artifact after everything else, in a graphics state of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watermark.pdf.matrix import Matrix
from watermark.stamp.line import fit_block, fit_line
from watermark.stamp.place import CODE, LINE
from watermark.stamp.qr import qr_mask

if TYPE_CHECKING:
    from watermark.stamp import Stamp
    from watermark.stamp.glyphs import GlyphFont
    from watermark.stamp.place import Block, Placement

# Every page bears these bytes, and they hardly pack: 350 of the 6,500 that draw a page of a yearbook.
_OPEN = b"/Artifact BMC\n"  # ISO 32000-1, 14.8.2.2: properties are optional
_CLOSE = b"EMC\n"
_INK = b".2 g\n"
_BASELINE = 2.1  # pt above the line's foot
_PAPER = b"1 g %.4g %.4g %.4g %.4g re f\n"


def stamp_line(stamp: Stamp, placement: Placement, fonts: tuple[bytes, bytes], glyphs: GlyphFont) -> bytes:
    """Set the stamp's line; it depends on the length of the placement alone."""
    return fit_line(stamp, placement.length, fonts, glyphs)


def stamp_content(stamp: Stamp, placement: Placement, line: bytes, font: bytes) -> bytes:
    """Write the stamp for one placement with its line set; the same bytes serve every page that has it.

    `font` is the resource name of Helvetica, for the terms of use.
    """
    x, y = placement.code[0], placement.code[1] - _BASELINE
    parts = [_OPEN, b"q\n", _matrix(Matrix(1, 0, 0, 1, 0, _BASELINE) @ placement.matrix)]
    if placement.backed:
        parts += [
            _PAPER % (-1.5, -1.5 - _BASELINE, placement.length + 3, LINE + 3),
            _PAPER % (x - 1.5, y - 1.5, CODE + 3, CODE + 3),
        ]
    parts += [
        _INK,
        b"BT\n",
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
    turned = [_number(value, 4) for value in (matrix.a, matrix.b, matrix.c, matrix.d)]
    return b" ".join([*turned, _number(matrix.e, 2), _number(matrix.f, 2)]) + b" cm\n"


def _number(value: float, places: int) -> bytes:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()
