"""A leaflet: narrow pages, one a panel, drawn straight on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ingest.samples.art import paint
from ingest.samples.covers import broken, sample_mark
from ingest.samples.emblems import draw_emblem
from ingest.samples.figures import write_number
from ingest.samples.styles import BOLD, GREY, ITALIC, LIGHT, PALETTES, REGULAR, WHITE, Styles, register_fonts
from ingest.samples.tables import both

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.samples.sheets import Edition, Panel, Sheet

_SIZE = (A4[1] / 3, A4[0])  # a third of a landscape sheet, in points
_WIDTH = _SIZE[0]
_MARGIN = 24.0


def build_leaflet(path: Path, sheet: Sheet, edition: Edition) -> None:
    """Write the leaflet to `path`: a cover and a page a panel, as the folded paper is read."""
    register_fonts()
    canvas = Canvas(str(path), pagesize=_SIZE, invariant=1, lang="id")
    canvas.setTitle(f"{sheet.work.title.id} {edition.year}")
    canvas.setAuthor("Perpustakaan Contoh")
    canvas.setSubject(sample_mark(sheet.work.languages))
    styles = Styles(PALETTES[edition.palette], 10.0)
    _cover(canvas, sheet, edition, styles)
    for panel in sheet.panels:
        canvas.showPage()
        canvas.bookmarkPage(panel.heading.id)
        canvas.addOutlineEntry(f"{panel.heading.id} / {panel.heading.en}", panel.heading.id, 0)
        _panel(canvas, panel, styles, sheet)
    canvas.save()


def _cover(canvas: Any, sheet: Sheet, edition: Edition, styles: Styles) -> None:
    height, colours, work = _SIZE[1], styles.colours, sheet.work
    canvas.saveState()
    canvas.translate(0, height * 0.42)
    paint(canvas, edition.art, colours, _WIDTH, height * 0.58)
    canvas.restoreState()
    canvas.setFillColor(colours.deep)
    canvas.rect(0, 0, _WIDTH, height * 0.42, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    y = height * 0.42 - 46
    for line in broken(work.title.id, BOLD, 31, _WIDTH - 2 * _MARGIN):
        canvas.setFont(BOLD, 31)
        canvas.drawString(_MARGIN, y, line)
        y -= 33
    canvas.setFont(ITALIC, 14)
    canvas.drawString(_MARGIN, y + 8, work.title.en)
    canvas.setFont(LIGHT, 40)
    canvas.setFillColor(colours.accent)
    canvas.drawString(_MARGIN, y - 38, str(edition.year))
    canvas.setFillColor(WHITE)
    lines = (
        f"Katalog/Catalog: {work.catalogue}",
        f"No. Publikasi/Publication Number: {edition.publication}",
        sample_mark(work.languages),
    )
    for n, line in enumerate(reversed(lines)):
        canvas.setFont(BOLD if n == 0 else REGULAR, 7.4)
        canvas.drawString(_MARGIN, _MARGIN + n * 11, line)


def _panel(canvas: Any, panel: Panel, styles: Styles, sheet: Sheet) -> None:
    height, colours = _SIZE[1], styles.colours
    canvas.setFillColor(colours.faint)
    canvas.rect(0, 0, _WIDTH, height, stroke=0, fill=1)
    canvas.setFillColor(colours.strong)
    canvas.rect(0, height - 128, _WIDTH, 128, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    draw_emblem(canvas, panel.emblem, _WIDTH - 62, height - 66, 58)
    canvas.setFont(BOLD, 24)
    canvas.drawString(_MARGIN, height - 76, panel.heading.id)
    canvas.setFont(ITALIC, 13)
    canvas.drawString(_MARGIN, height - 96, panel.heading.en)
    canvas.setFillColor(colours.deep)
    canvas.setFont(LIGHT, 46)
    canvas.drawString(_MARGIN, height - 190, panel.figure)
    top = height - 204
    for text, style in (
        (both(panel.unit, sheet.work.languages, between=" / "), styles.text(colour=colours.strong, font=BOLD, after=0)),
        (panel.text.id, styles.text(scale=1.1, after=0)),
        (panel.text.en, styles.text(scale=1.0, font=ITALIC, colour=GREY, after=0)),
    ):
        paragraph = Paragraph(text, style)
        _, taken = paragraph.wrap(_WIDTH - 2 * _MARGIN, 200)
        paragraph.drawOn(canvas, _MARGIN, top - taken)
        top -= taken + 11
    _columns(canvas, panel.series, styles, _MARGIN, 62)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 6.6)
    canvas.drawString(_MARGIN, _MARGIN, sample_mark(sheet.work.languages))


def _columns(canvas: Any, series: tuple[tuple[str, float], ...], styles: Styles, left: float, bottom: float) -> None:
    """Draw a small bar chart of at most six values."""
    room, tall = _WIDTH - 2 * _MARGIN, 150.0
    step, most = room / len(series), max(value for _, value in series)
    decimals = 0 if all(value.is_integer() for _, value in series) else 1
    for n, (label, value) in enumerate(series):
        x, reach = left + n * step, tall * value / most
        last = n == len(series) - 1 and label.isdigit()
        canvas.setFillColor(styles.colours.accent if last else styles.colours.middle)
        canvas.roundRect(x + step * 0.14, bottom, step * 0.72, reach, 3, stroke=0, fill=1)
        canvas.setFillColor(styles.colours.deep)
        canvas.setFont(BOLD, 8)
        canvas.drawCentredString(x + step / 2, bottom + reach + 4, write_number(value, decimals, "id"))
        canvas.setFont(REGULAR, 8)
        canvas.drawCentredString(x + step / 2, bottom - 12, label)
