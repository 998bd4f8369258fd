"""A report as a PDF: A4 pages of tables, every text drawn as it is."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from library.reports.tables import Table
from library.reports.written import write_value
from library.typeface import BOLD, REGULAR, clip, fit, register_typeface

WIDTH, HEIGHT = A4
EDGE, FOOT = 48.0, 60.0
LINE = 16.0
"""pt"""
BLUE, INK, MUTED, PALE = HexColor("#0b5fa5"), HexColor("#1d2730"), HexColor("#4c5a67"), HexColor("#eef3f8")
_FIRST = 0.44  # of the width for the column that names the row


def draw_report(tables: list[Table], title: str, lines: tuple[str, ...], language: str) -> bytes:
    """Draw the tables below a title and some lines (office, period, when it was made); give the PDF's bytes."""
    register_typeface()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.setTitle(" – ".join((title, *lines[:2])))
    pages = _Pages(canvas, language)
    pages.head(title, lines)
    for table in tables:
        pages.table(table)
    pages.end()
    canvas.save()
    return buffer.getvalue()


class _Pages:
    """Pages being drawn from top to bottom; `y` is where the next line stands."""

    def __init__(self, canvas: Canvas, language: str) -> None:
        self._canvas = canvas
        self._language = language
        self._y = HEIGHT - EDGE
        self._number = 1

    def head(self, title: str, lines: tuple[str, ...]) -> None:
        self._canvas.setFillColor(BLUE)
        self._text(EDGE, title, 24, BOLD, WIDTH - 2 * EDGE)
        self._y -= 24
        self._canvas.setFillColor(MUTED)
        for line in lines:
            self._text(EDGE, line, 11, REGULAR, WIDTH - 2 * EDGE)
            self._y -= LINE

    def table(self, table: Table) -> None:
        self._room(4 * LINE)
        self._y -= 1.5 * LINE
        self._canvas.setFillColor(INK)
        self._text(EDGE, table.title, 14, BOLD, WIDTH - 2 * EDGE)
        self._y -= 1.25 * LINE
        self._heads(table)
        for n, row in enumerate(table.rows):
            if self._room(LINE):
                self._heads(table)
            if n % 2 == 0:
                self._canvas.setFillColor(PALE)
                self._canvas.rect(EDGE - 4, self._y - 4.5, WIDTH - 2 * EDGE + 8, LINE, stroke=0, fill=1)
            self._canvas.setFillColor(INK)
            texts = (
                write_value(value, column.kind, self._language)
                for value, column in zip(row, table.columns, strict=True)
            )
            self._row(table, list(texts), REGULAR, 10)

    def _heads(self, table: Table) -> None:
        self._canvas.setFillColor(MUTED)
        self._row(table, [column.label for column in table.columns], BOLD, 8.5)

    def _row(self, table: Table, texts: list[str], font: str, size: float) -> None:
        others = max(1, len(texts) - 1)
        first = (WIDTH - 2 * EDGE) * (_FIRST if others > 1 else 0.75)
        slot = (WIDTH - 2 * EDGE - first) / others
        self._text(EDGE, texts[0], size, font, first - 8)
        for at, (text, column) in enumerate(zip(texts[1:], table.columns[1:], strict=True), start=1):
            self._canvas.setFont(font, fit(text, font, size, slot - 6))
            if column.kind == "text":
                self._canvas.drawCentredString(EDGE + first + (at - 0.5) * slot, self._y, text)
            else:
                self._canvas.drawRightString(EDGE + first + at * slot, self._y, text)
        self._y -= LINE

    def _text(self, x: float, text: str, size: float, font: str, room: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._y, clip(text, font, size, room))

    def _room(self, height: float) -> bool:
        """Begin a new page where so many pt do not fit any more; say whether one was begun."""
        if self._y - height > FOOT:
            return False
        self.end()
        self._number += 1
        self._y = HEIGHT - EDGE
        return True

    def end(self) -> None:
        self._canvas.setFillColor(MUTED)
        self._canvas.setFont(REGULAR, 9)
        self._canvas.drawRightString(WIDTH - EDGE, 36, str(self._number))
        self._canvas.showPage()
