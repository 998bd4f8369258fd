"""A plain letter as a PDF: headings and paragraphs, every text drawn as it is."""

from __future__ import annotations

from typing import IO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from library.privacy.flowing_text import Breaker
from library.typeface import BOLD, REGULAR, register_typeface

WIDTH, HEIGHT = A4
EDGE, FOOT = 64.0, 64.0
"""pt"""
_BLUE, _INK, _MUTED = HexColor("#0b5fa5"), HexColor("#1d2730"), HexColor("#4c5a67")


class LetterSheet:
    """Pages that are filled from top to bottom."""

    def __init__(self, out: IO[bytes], office: str) -> None:
        """Begin; `office` stands at the head of every page."""
        register_typeface()
        self._canvas = Canvas(out, pagesize=A4, invariant=True)
        self._office = office
        self._y = 0.0

    def _begin(self) -> None:
        self._canvas.setFillColor(_MUTED)
        self._canvas.setFont(REGULAR, 10)
        self._canvas.drawString(EDGE, HEIGHT - EDGE, self._office)
        self._y = HEIGHT - EDGE - 34

    def paragraph(self, text: str, *, is_heading: bool = False) -> None:
        """Draw a paragraph below what is there."""
        font, size, colour = (BOLD, 13.0, _BLUE) if is_heading else (REGULAR, 11.0, _INK)
        if self._y:
            self._y -= 10 if is_heading else 2
        for line in Breaker(font, size).lines(text, WIDTH - 2 * EDGE):
            if self._y - size < FOOT:
                if self._y:
                    self._canvas.showPage()
                self._begin()
            self._canvas.setFillColor(colour)
            self._canvas.setFont(font, size)
            self._canvas.drawString(EDGE, self._y, line)
            self._y -= size * 1.4

    def new_page(self) -> None:
        """End this page; the next paragraph begins another."""
        self._canvas.showPage()
        self._y = 0.0

    def save(self) -> None:
        """Finish the file."""
        self._canvas.save()
