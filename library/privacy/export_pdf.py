"""An export as a PDF that a person reads: a heading for each section, a line for each thing that is kept.

Every text is drawn as it is (`drawString`); nothing that somebody wrote is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from library.privacy.flowing_text import Breaker
from library.privacy.gathering import Section
from library.privacy.labels import Labels, load_labels
from library.typeface import BOLD, REGULAR, register_typeface

WIDTH, HEIGHT = A4
EDGE, FOOT, LINE, INDENT, SIZE = 48.0, 54.0, 13.0, 14.0, 9.5
"""pt"""
BLUE, INK, MUTED = HexColor("#0b5fa5"), HexColor("#1d2730"), HexColor("#4c5a67")
MOST_LINES = 400
"""Of one text: what is longer stands whole in the JSON file."""


def write_pdf(
    sections: Iterable[Section], out: IO[bytes], *, catalog: Path, language: str, zone: str, made_at: datetime
) -> None:
    """Draw the sections; times are those of the office's zone."""
    register_typeface()
    labels = load_labels(catalog)
    canvas = Canvas(out, pagesize=A4)
    sheet = _Sheet(canvas, labels, language, ZoneInfo(zone))
    canvas.setTitle(labels.title.in_language(language))
    sheet.heading(labels.title.in_language(language), 20)
    sheet.line(sheet.moment(made_at), MUTED)
    for name, records in sections:
        sheet.section(name, records)
    sheet.end()
    canvas.save()


class _Sheet:
    """Pages that are filled from top to bottom."""

    def __init__(self, canvas: Canvas, labels: Labels, language: str, zone: ZoneInfo) -> None:
        self._canvas, self._labels, self._language, self._zone = canvas, labels, language, zone
        self._y, self._number = HEIGHT - EDGE, 1
        self._breaker = Breaker(REGULAR, SIZE)
        self._pen: tuple[str, float, HexColor] | None = None
        self._months = get_month_names("wide", locale=language)

    def section(self, name: str, records: Iterable[dict[str, Any]]) -> None:
        self._y -= LINE / 2
        self.heading(self._labels.section(name, self._language), 13)
        empty = True
        for record in records:
            empty = False
            self._y -= LINE / 3
            for text, depth in self._lines(record, 0):
                self.line(text, INK, depth)
        if empty:
            self.line(self._labels.nothing.in_language(self._language), MUTED)

    def _lines(self, record: dict[str, Any], depth: int) -> Iterator[tuple[str, int]]:
        for name, value in record.items():
            if value in (None, "", [], {}):
                continue
            label = self._labels.field(name, self._language)
            if isinstance(value, dict):
                yield f"{label}:", depth
                yield from self._lines(value, depth + 1)
            elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
                for each in value:
                    yield f"{label}:", depth
                    yield from self._lines(each if isinstance(each, dict) else {name: each}, depth + 1)
            else:
                yield f"{label}: {self._written(value)}", depth

    def _written(self, value: Any) -> str:
        if isinstance(value, bool):
            return self._labels.yes.in_language(self._language) if value else "–"
        if isinstance(value, list):
            return ", ".join(self._written(each) for each in value)
        if isinstance(value, str) and len(value) >= 19 and value[4:5] == "-" and value[10:11] == "T":
            try:
                return self.moment(datetime.fromisoformat(value))
            except ValueError:
                return value
        return str(value)

    def moment(self, at: datetime) -> str:
        # An account may have tens of thousands; Babel's own formatting takes most of a large export's time.
        local = at.astimezone(self._zone)
        return f"{local.day} {self._months[local.month]} {local.year} {local:%H:%M %Z}"

    def heading(self, text: str, size: float) -> None:
        self._room(size + 3 * LINE)
        self._y -= size
        self._draw(text, BOLD, size, BLUE, EDGE)
        self._y -= LINE / 2

    def line(self, text: str, colour: HexColor, depth: int = 0) -> None:
        left = EDGE + min(depth, 8) * INDENT
        for n, part in enumerate(self._breaker.lines(text, WIDTH - EDGE - left)):
            if n == MOST_LINES:
                self.line("…", colour, depth)
                return
            self._room(LINE)
            self._y -= LINE
            self._draw(part, REGULAR, SIZE, colour, left)

    def _draw(self, text: str, font: str, size: float, colour: HexColor, left: float) -> None:
        if (font, size, colour) != self._pen:
            self._canvas.setFillColor(colour)
            self._canvas.setFont(font, size)
            self._pen = (font, size, colour)
        self._canvas.drawString(left, self._y, text)

    def _room(self, height: float) -> None:
        if self._y - height < FOOT:
            self.end()
            self._number += 1
            self._y = HEIGHT - EDGE

    def end(self) -> None:
        self._canvas.setFillColor(MUTED)
        self._canvas.setFont(REGULAR, 8)
        self._canvas.drawRightString(WIDTH - EDGE, 32, str(self._number))
        self._canvas.showPage()
        self._pen = None
