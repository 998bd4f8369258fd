"""Front and back covers, drawn straight on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from ingest.samples.art import paint
from ingest.samples.styles import BOLD, GREY, INK, ITALIC, LIGHT, REGULAR, WHITE

if TYPE_CHECKING:
    from ingest.samples.sheets import Edition, WorkSheet
    from ingest.samples.styles import Colours

SAMPLE = {"id": "CONTOH · bukan data resmi", "en": "SAMPLE · not official data"}


def sample_mark(languages: tuple[str, ...]) -> str:
    """Give the words that stand on every page, in the work's languages."""
    return "  /  ".join(SAMPLE[language] for language in languages)


def draw_cover(canvas: Any, work: WorkSheet, edition: Edition, colours: Colours, size: tuple[float, float]) -> None:
    """Draw the front cover: numbers on top, art, title on white, year, publisher."""
    width, height = size
    margin = width * 0.085
    art_height = height * 0.56
    canvas.setFillColor(WHITE)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.saveState()
    canvas.translate(0, height - art_height)
    paint(canvas, edition.art, colours, width, art_height)
    canvas.restoreState()
    _numbers(canvas, work, width - margin, height - margin * 0.8, width * 0.019)
    canvas.setFillColor(colours.accent)
    canvas.rect(0, height - art_height - width * 0.016, width, width * 0.016, stroke=0, fill=1)
    _title(canvas, work, colours, (margin, height - art_height - width * 0.13), width - 2 * margin)
    _year(canvas, edition, colours, width - margin, margin * 1.55, width)
    _publisher(canvas, work, (margin, margin * 1.55), width)
    _ribbon(canvas, work.languages, colours, margin, height - art_height + width * 0.014, width)


def _numbers(canvas: Any, work: WorkSheet, right: float, top: float, size: float) -> None:
    lines = [f"Katalog/Catalog: {work.catalogue}" if "id" in work.languages else f"Catalog: {work.catalogue}"]
    lines += [f"ISSN: {work.issn}"] if work.issn else []
    lines += [f"ISBN: {work.isbn}"] if work.isbn else []
    widest = max(stringWidth(line, BOLD, size) for line in lines)
    canvas.setFillColor(Color(1, 1, 1, alpha=0.88))
    height = (len(lines) - 1) * size * 1.35 + size * 2
    canvas.roundRect(
        right - widest - size, top - height + size * 1.2, widest + 2 * size, height, size * 0.5, stroke=0, fill=1
    )
    canvas.setFillColor(INK)
    for n, line in enumerate(lines):
        canvas.setFont(BOLD, size)
        canvas.drawRightString(right, top - n * size * 1.35, line)


def _title(canvas: Any, work: WorkSheet, colours: Colours, at: tuple[float, float], width: float) -> None:
    x, y = at
    main, *others = (getattr(work.title, language) for language in work.languages)
    size = width * 0.105
    canvas.setFillColor(colours.deep)
    for line in broken(main.upper() if len(main) < 30 else main, BOLD, size, width):
        canvas.setFont(BOLD, size)
        canvas.drawString(x, y, line)
        y -= size * 1.08
    small = size * 0.52
    y -= small * 0.15
    canvas.setFillColor(colours.strong)
    for other in others:
        for line in broken(other, ITALIC, small, width):
            canvas.setFont(ITALIC, small)
            canvas.drawString(x, y, line)
            y -= small * 1.2


def broken(text: str, font: str, size: float, width: float) -> list[str]:
    """Break a text into lines that are at most `width` points wide."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _year(canvas: Any, edition: Edition, colours: Colours, right: float, y: float, width: float) -> None:
    canvas.setFillColor(colours.strong)
    canvas.setFont(LIGHT, width * 0.15)
    canvas.drawRightString(right, y, str(edition.year))


def _publisher(canvas: Any, work: WorkSheet, at: tuple[float, float], width: float) -> None:
    x, y = at
    size = width * 0.027
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, size)
    canvas.drawString(x, y + size * 1.25, "PERPUSTAKAAN CONTOH" if "id" in work.languages else "SAMPLE LIBRARY")
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, size * 0.88)
    canvas.drawString(x, y, getattr(work.region, work.languages[0]))


def _ribbon(canvas: Any, languages: tuple[str, ...], colours: Colours, x: float, y: float, width: float) -> None:
    size = width * 0.024
    text = sample_mark(languages)
    canvas.setFillColor(colours.faint)
    canvas.setStrokeColor(colours.middle)
    canvas.setLineWidth(0.7)
    wide = stringWidth(text, BOLD, size) + size * 2
    canvas.roundRect(x, y - size * 1.9, wide, size * 2.2, size * 1.1, stroke=1, fill=1)
    canvas.setFillColor(colours.deep)
    canvas.setFont(BOLD, size)
    canvas.drawString(x + size, y - size * 1.15, text)


def draw_back(canvas: Any, work: WorkSheet, edition: Edition, colours: Colours, size: tuple[float, float]) -> None:
    """Draw the back cover: the art's colours, the motto, the sample mark."""
    width, height = size
    canvas.setFillColor(colours.deep)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.saveState()
    paint(canvas, edition.art, colours, width, height * 0.34)
    canvas.restoreState()
    canvas.setFillColor(WHITE)
    canvas.setFont(LIGHT, width * 0.085)
    motto = ("Data untuk", "mencoba") if "id" in work.languages else ("Data to", "try with")
    for n, line in enumerate(motto):
        canvas.drawString(width * 0.1, height * 0.8 - n * width * 0.1, line)
    canvas.setFont(REGULAR, width * 0.027)
    canvas.drawString(width * 0.1, height * 0.8 - width * 0.2, sample_mark(work.languages))
