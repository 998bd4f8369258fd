"""Letters that the standard fonts lack, drawn as a Type 3 font of their outlines.

Most names are set in Helvetica with WinAnsi encoding. Any other is shaped with HarfBuzz in the Noto font that
PyMuPDF carries for its script; the outlines go into one small Type 3 font of the copy (ISO 32000-2, 9.6.4) with a
ToUnicode map, so the name is drawn everywhere and can still be found as text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from unicodedata import bidirectional

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

_SCRIPTS: Final = 168  # PyMuPDF numbers scripts from 0, in the order of the Unicode Character Database
_FALLBACK: Final = "Zyyy"  # common: punctuation and digits follow their neighbours
_MOST_GLYPHS: Final = 250


@lru_cache(maxsize=16)
def _font(number: int) -> Any:
    import pymupdf

    make: Any = pymupdf.Font
    return make(script=number)


@lru_cache(maxsize=8)
def _face(number: int) -> tuple[Any, Any, float]:
    import uharfbuzz

    data = _font(number).buffer
    font = TTFont(io.BytesIO(data))
    return uharfbuzz.Font(uharfbuzz.Face(data)), font, float(font["head"].unitsPerEm)


@lru_cache(maxsize=256)
def _script_font(code_point: int) -> int | None:
    """Find the number of a font with the character, the Latin, Greek and Cyrillic one first."""
    for number in range(_SCRIPTS):
        try:
            if _font(number).has_glyph(code_point):
                return number
        except (AttributeError, RuntimeError, ValueError):  # a number without a font
            continue
    return None


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Write outlines as PDF path operators in 1/1000 of the em."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self.scale, self.parts = scale, bytearray()

    def _op(self, points: tuple[Any, ...], operator: bytes) -> None:
        for x, y in points:
            self.parts += b"%d %d " % (round(x * self.scale), round(y * self.scale))
        self.parts += operator

    def _moveTo(self, pt: Any) -> None:  # noqa: N802 (fontTools' name)
        self._op((pt,), b"m ")

    def _lineTo(self, pt: Any) -> None:  # noqa: N802 (fontTools' name)
        self._op((pt,), b"l ")

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802 (fontTools' name)
        self._op((pt1, pt2, pt3), b"c ")

    def _closePath(self) -> None:  # noqa: N802 (fontTools' name)
        self.parts += b"h "


@dataclass
class GlyphFont:
    """The Type 3 font of one copy, filled while its texts are set.

    `outlines[i]` draws code i, `advances[i]` is its width in 1/1000 em, `texts[i]` what it stands for.
    """

    outlines: list[bytes] = field(default_factory=list)
    advances: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _codes: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def set(self, text: str) -> list[tuple[int, int, int, int]]:
        """Shape a text; give (code, advance, x offset, y offset) per glyph in 1/1000 em, in visual order."""
        placed: list[tuple[int, int, int, int]] = []
        for number, run in _runs(text):
            placed += self._shape(number, run)
        return placed

    def _shape(self, number: int, run: str) -> list[tuple[int, int, int, int]]:
        import uharfbuzz

        shaper, font, em = _face(number)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shaper, buffer, {})
        starts = [*sorted({info.cluster for info in buffer.glyph_infos}), len(run)]
        scale, seen = 1000 / em, set()
        placed = []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            text = run[info.cluster : starts[starts.index(info.cluster) + 1]]
            text = "" if info.cluster in seen else text
            seen.add(info.cluster)
            code = self._code(number, font, info.codepoint, text, scale)
            values = (position.x_advance, position.x_offset, position.y_offset)
            placed.append((code, *(round(value * scale) for value in values)))
        return placed

    def _code(self, number: int, font: Any, glyph: int, text: str, scale: float) -> int:
        key = (number, glyph, text)
        if key not in self._codes:
            if len(self.outlines) >= _MOST_GLYPHS:
                return 0
            name = font.getGlyphName(glyph)
            pen = _PathPen(font.getGlyphSet(), scale)
            font.getGlyphSet()[name].draw(pen)
            self._codes[key] = len(self.outlines)
            self.outlines.append(bytes(pen.parts))
            self.advances.append(round(font["hmtx"][name][0] * scale))
            self.texts.append(text)
        return self._codes[key]

    def objects(self, first: int) -> tuple[bytes, list[bytes]]:
        """Give the font dictionary and the streams it needs, which will be objects `first`, `first + 1`, …."""
        streams = [
            b"%d 0 d0 " % advance + path + b"f" for advance, path in zip(self.advances, self.outlines, strict=True)
        ]
        names = b"".join(b"/g%d %d 0 R" % (code, first + code) for code in range(len(streams)))
        differences = b"".join(b"/g%d" % code for code in range(len(streams)))
        font = (
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar %d"
            b"/Widths[%s]/Encoding<</Type/Encoding/Differences[0%s]>>/CharProcs<<%s>>/Resources<<>>/ToUnicode %d 0 R>>"
        ) % (
            len(streams) - 1,
            b" ".join(b"%d" % advance for advance in self.advances),
            differences,
            names,
            first + len(streams),
        )
        return font, [*streams, self._to_unicode()]

    def _to_unicode(self) -> bytes:
        entries = [
            b"<%02X><%s>" % (code, text.encode("utf-16-be").hex().encode())
            for code, text in enumerate(self.texts)
            if text
        ]
        blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
        body = b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks)
        return (
            b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            b"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
            b"1 begincodespacerange\n<00><FF>\nendcodespacerange\n" + body + b"endcmap end end"
        )


def _runs(text: str) -> list[tuple[int, str]]:
    """Split a text where the font changes; spaces and punctuation stay with what stands before them."""
    fonts: list[tuple[int, str]] = []
    current = 0
    for char in text:
        if script(char) not in (_FALLBACK, "Zinh"):
            number = _script_font(ord(char))
            current = current if number is None else number
        elif not _font(current).has_glyph(ord(char)):
            current = _script_font(ord(char)) or 0
        fonts.append((current, char))
    runs = [(number, "".join(char for _, char in group)) for number, group in groupby(fonts, key=lambda pair: pair[0])]
    return runs[::-1] if runs and _is_right_to_left(runs[0][1]) else runs


def _is_right_to_left(run: str) -> bool:
    return any(bidirectional(char) in ("R", "AL") for char in run)
