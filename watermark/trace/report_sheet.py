"""Pages of the evidence report, filled line by line from the top; every text is drawn as it is, never as markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from watermark.trace.report_words import ENGLISH, ReportWords

WIDTH, HEIGHT = A4
MARGIN: Final = 48.0
ROOM: Final = WIDTH - 2 * MARGIN
"""pt; of a line"""
_INK: Final = Color(0, 0, 0, 1)


@dataclass(frozen=True, slots=True)
class Look:
    """In which words a report speaks, and in which fonts, by the names under which reportlab knows them.

    Every PDF reader has Helvetica, but only Western letters in it.
    """

    words: ReportWords = ENGLISH
    regular: str = "Helvetica"
    bold: str = "Helvetica-Bold"


class Sheet:
    """Lines from the top of a page down; long ones are wrapped, and a full page starts the next."""

    def __init__(self, canvas: Canvas, look: Look) -> None:
        self.canvas = canvas
        self._look = look
        self.y = HEIGHT - MARGIN

    def title(self, text: str) -> None:
        self._put(text, self._look.bold, 15)
        self.y -= 6

    def heading(self, text: str) -> None:
        self.keep(40)  # never the last line of a page
        self.y -= 8
        self._put(text, self._look.bold, 11)

    def line(self, text: str) -> None:
        self._put(text, self._look.regular, 9.5)

    def pair(self, what: str, value: str) -> None:
        self.line(f"{what}: {value}")

    def keep(self, height: float) -> None:
        """Start the next page where less than `height` pt is left of this one."""
        if self.y - height < MARGIN:
            self.turn()

    def turn(self) -> None:
        """Start the next page."""
        self.canvas.showPage()
        self.y = HEIGHT - MARGIN

    def _put(self, text: str, font: str, size: float) -> None:
        for part in wrapped(text, font, size, ROOM):
            if self.y < MARGIN:
                self.turn()
            self.canvas.setFont(font, size)
            self.canvas.setFillColor(_INK)
            self.canvas.drawString(MARGIN, self.y, part)
            self.y -= size * 1.35


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Break a text into lines of that width (pt), in letters that the font has."""
    lines, current = [], ""
    for word in (piece for long in spelled(text, font).split(" ") for piece in _pieces(long, font, size, width)):
        joined = f"{current} {word}" if current else word
        if stringWidth(joined, font, size) <= width:
            current = joined
        else:
            lines.append(current)
            current = word
    return [*lines, current]


def spelled(text: str, font: str) -> str:
    """Write what the font does not have, or what nobody would see, as its code point: nothing of a name is lost."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if letter.isspace() else letter if _has(font, letter) else f"[U+{ord(letter):04X}]" for letter in composed
    )


def _has(font: str, letter: str) -> bool:
    if not letter.isprintable():
        return False
    known = getFont(font)
    if isinstance(known, TTFont):
        return ord(letter) in known.face.charWidths
    try:
        letter.encode("cp1252")  # reportlab's encoding of the fonts that are not embedded
    except UnicodeEncodeError:
        return False
    return True


def _pieces(word: str, font: str, size: float, width: float) -> Iterator[str]:
    """Cut a word that is wider than a line, such as a hash or a hostile file name."""
    piece, used = "", 0.0
    for letter in word:
        more = stringWidth(letter, font, size)
        if piece and used + more > width:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + more
    yield piece
