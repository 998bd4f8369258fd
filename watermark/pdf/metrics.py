"""What a font tells about its codes: widths, which are spaces, which are digits."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

_BFCHAR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BFRANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_LARGEST_MAP: Final = 1 << 20  # bytes of a ToUnicode map worth reading
_MOST_CODES: Final = 4 * 65_536  # of its ranges: codes have two bytes, and few are told twice


@dataclass
class Metrics:
    """A font as far as moving its words needs it.

    Attributes:
        wide: bytes of a code, 1 or 2.
        widths: 1/1000 em by code.
        default: width of codes not listed.
        exact: whether readers are sure to use these very widths, so that text may be placed by them.
        standard: it is one of the 14 fonts whose widths every reader has to know, but none is sent along.
        vertical: it writes downwards; such text is left alone.
        meaning: what codes stand for, where known.
    """

    wide: int = 1
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 500.0
    exact: bool = False
    standard: bool = False
    vertical: bool = False
    meaning: dict[int, str] = field(default_factory=dict)
    unit: float = 0.001

    def width(self, code: int) -> float:
        """Advance in text space units for a font size of 1."""
        return self.widths.get(code, self.default) * self.unit

    def is_space(self, code: int) -> bool:
        return self.meaning.get(code, " " if self.wide == 1 and code == 32 else "x").isspace()

    def is_digit(self, code: int) -> bool:
        plain = chr(code) if self.wide == 1 and 32 < code < 127 else ""
        return any(char.isdigit() for char in self.meaning.get(code, plain))


def font_metrics(font: Any) -> Metrics:
    """Read a font dictionary (pikepdf); one that makes no sense gives inexact metrics."""
    try:
        return _composite(font) if str(font.get("/Subtype")) == "/Type0" else _simple(font)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return Metrics()


def _simple(font: Any) -> Metrics:
    metrics = Metrics(meaning=_meaning(font))
    widths = font.get("/Widths")
    if str(font.get("/Subtype")) == "/Type3":
        matrix = font.get("/FontMatrix")
        metrics.unit = abs(float(matrix[0])) if isinstance(matrix, pikepdf.Array) else 0.001
    if isinstance(widths, pikepdf.Array):
        first = int(font.get("/FirstChar", 0))
        metrics.widths = {first + index: float(width) for index, width in enumerate(widths)}
        descriptor = font.get("/FontDescriptor")
        missing = descriptor.get("/MissingWidth", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
        metrics.default, metrics.exact = float(missing), True
    else:
        metrics.widths = _standard_widths(str(font.get("/BaseFont")))
        # Readers have to know these widths (ISO 32000-1, 9.6.2.2); they are listed here in the order of WinAnsi alone.
        metrics.standard = bool(metrics.widths) and font.get("/Encoding") == pikepdf.Name.WinAnsiEncoding
    return metrics


def _standard_widths(name: str) -> dict[int, float]:
    """Widths of one of the 14 standard fonts in WinAnsi; empty for other fonts."""
    from reportlab.pdfbase.pdfmetrics import getFont

    try:
        widths = getFont(name.removeprefix("/")).widths
    except KeyError:
        return {}
    return {code: float(width) for code, width in enumerate(widths) if width is not None}


def _composite(font: Any) -> Metrics:
    encoding = str(font.get("/Encoding"))
    below = font["/DescendantFonts"][0]
    metrics = Metrics(wide=2, default=float(below.get("/DW", 1000)), meaning=_meaning(font))
    metrics.vertical = encoding.endswith("-V")
    metrics.exact = encoding == "/Identity-H"
    metrics.widths = _wide_widths(below.get("/W"))
    if encoding not in ("/Identity-H", "/Identity-V"):
        metrics.vertical = True  # codes of varying length: leave such text alone
    return metrics


def _wide_widths(table: Any) -> dict[int, float]:
    """Read /W (ISO 32000-2, 9.7.4.3): c [w …] or first last w."""
    widths: dict[int, float] = {}
    items = list(table) if isinstance(table, pikepdf.Array) else []
    position = 0
    while position + 1 < len(items):
        start, second = int(items[position]), items[position + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({start + index: float(width) for index, width in enumerate(second)})
            position += 2
        else:
            if int(second) - start < 65536 and position + 2 < len(items):
                widths.update(dict.fromkeys(range(start, int(second) + 1), float(items[position + 2])))
            position += 3
    return widths


def _meaning(font: Any) -> dict[int, str]:
    """Read the ToUnicode map."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    data, left = stream.read_bytes()[:_LARGEST_MAP], _MOST_CODES
    meaning: dict[int, str] = {}
    for kind, body in _SECTION.findall(data):
        if kind == b"char":
            for code, text in _BFCHAR.findall(body):
                meaning[int(code, 16)] = _text(text)
            continue
        for low, high, text in _BFRANGE.findall(body):
            start, count = int(low, 16), min(int(high, 16) - int(low, 16) + 1, left)
            meaning.update(enumerate(_following(_text(text), count), start))
            left -= max(0, count)
    return meaning


def _following(first: str, count: int) -> list[str]:
    """Give a text and those after it, each with its last character one further on."""
    if not first:
        return []
    head, last = first[:-1], ord(first[-1])
    points = map(chr, range(last, min(last + count, sys.maxunicode + 1)))
    return [head + point for point in points] if head else list(points)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().rjust(4, "0")).decode("utf-16-be", "replace")
