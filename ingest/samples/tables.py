"""Numbered tables as yearbooks print them: number, title in both languages, shaded rows, source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from ingest.samples.charts import draw_chart
from ingest.samples.figures import write_number
from ingest.samples.sheets import Both
from ingest.samples.styles import BOLD, ITALIC, REGULAR, WHITE

if TYPE_CHECKING:
    from ingest.samples.figures import Figures, Grid
    from ingest.samples.sheets import TableSheet
    from ingest.samples.styles import Styles

_MANY_ROWS = 8  # from here on both languages share a line
_TOTAL = {"id": "Jumlah", "en": "Total"}


class Caption(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Nothing to see: the place that the outline and the list of tables point to."""

    width = height = 0.0

    def __init__(self, kind: str, number: str, title: str) -> None:
        """Keep what the lists show: "Tabel", "3.1.1", and the title."""
        super().__init__()
        self.kind, self.number, self.title = kind, number, title
        self.key = f"{kind}-{number}"

    def wrap(self, *_: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Set the destination a little above, so that the caption is in view."""
        self.canv.bookmarkHorizontal(self.key, 0, 24)


def table_block(
    sheet: TableSheet, figures: Figures, styles: Styles, languages: tuple[str, ...], width: float
) -> list[Flowable]:
    """Give a table with its caption and source, kept on one page, and its chart, on the same page if it fits."""
    grid = figures.grid(sheet.number)
    main = languages[0]
    titles = {language: figures.fill(getattr(sheet.title, language), main) for language in languages}
    parts: list[Flowable] = [
        Caption("Table" if main == "en" else "Tabel", sheet.number, titles[main]),
        _heading(sheet.number, titles, styles, width),
        Spacer(0, 5),
        _body(grid, styles, languages, width),
        Spacer(0, 3),
        Paragraph(_source(sheet.source, languages), styles.note),
    ]
    if sheet.chart is None:
        return [KeepTogether(parts), Spacer(0, 16)]
    drawn = [Spacer(0, 10), _figure_caption(sheet, styles, languages), draw_chart(grid, styles.colours, width, main)]
    if sheet.chart.kind == "pie" and len(grid.rows) > _MANY_ROWS:  # too tall for one page together
        return [KeepTogether(parts), KeepTogether(drawn), Spacer(0, 16)]
    return [KeepTogether([*parts, *drawn]), Spacer(0, 16)]


def _figure_caption(sheet: TableSheet, styles: Styles, languages: tuple[str, ...]) -> Paragraph:
    assert sheet.chart is not None
    word = "/".join({"id": "Gambar", "en": "Figure"}[language] for language in languages)
    if sheet.chart.kind == "pyramid":
        drawn = Both("Piramida penduduk", "Population pyramid")
    else:
        column = sheet.columns[sheet.chart.column - 1]
        drawn = Both(column.id, column.en)
    text = f"<b>{word} {sheet.number}</b>  {both(drawn, languages, between=' / ')}"
    return Paragraph(text, styles.text(scale=0.86, after=4))


def both(text: Both, languages: tuple[str, ...], *, between: str = "<br/>", italic: bool = True) -> str:
    """Give a text in the work's languages; the second one in italics."""
    first, *others = (_escape(getattr(text, language)) for language in languages)
    rest = [f"<i>{other}</i>" if italic else other for other in others if other != first]
    return between.join([first, *rest])


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _source(source: Both, languages: tuple[str, ...]) -> str:
    word = "/".join({"id": "Sumber", "en": "Source"}[language] for language in languages)
    return f"<b>{word}:</b> {both(source, languages, between=' / ')}"


def _heading(number: str, titles: dict[str, str], styles: Styles, width: float) -> Table:
    colour = styles.colours.strong
    words = [{"id": "Tabel", "en": "Table"}[language] for language in titles]
    left = [Paragraph(f"{words[0]} {number}", styles.text(colour=colour, font=BOLD, scale=1.05, after=0))]
    left += [
        Paragraph(f"{word} {number}", styles.text(colour=colour, font=ITALIC, scale=0.9, after=0)) for word in words[1:]
    ]
    fonts = (BOLD, ITALIC)
    right = [
        Paragraph(_escape(title), styles.text(font=fonts[n], scale=1.0 if n == 0 else 0.92, after=0))
        for n, title in enumerate(titles.values())
    ]
    table = Table([[left, right]], colWidths=[58, width - 58])
    table.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("LINEBEFORE", (1, 0), (1, 0), 1.2, styles.colours.middle),
            ("LEFTPADDING", (1, 0), (1, 0), 8),
        ])
    )  # fmt: skip
    return table


def _body(grid: Grid, styles: Styles, languages: tuple[str, ...], width: float) -> Table:
    columns = grid.sheet.columns
    first = min(width * 0.42, max(width * 0.26, width - 64 * len(columns)))
    rest = (width - first) / len(columns)
    rows: list[list[Any]] = [_head(grid, styles, languages), [f"({n})" for n in range(1, len(columns) + 2)]]
    between = "<br/>" if len(grid.rows) <= _MANY_ROWS and first < width * 0.5 else " / "
    for row, values in zip(grid.rows, grid.values, strict=True):
        label = between.join(_label(row.id, row.en, languages))
        rows.append([Paragraph(label, styles.cell), *_numbers(grid, values, styles, languages[0])])
    if grid.totals is not None:
        word = both_words(_TOTAL, languages)
        rows.append(
            [Paragraph(f"<b>{word}</b>", styles.cell), *_numbers(grid, grid.totals, styles, languages[0], bold=True)]
        )
    table = Table(rows, colWidths=[first, *[rest] * len(columns)], repeatRows=2)
    table.setStyle(_shading(styles, len(rows), has_total=grid.totals is not None))
    return table


def both_words(words: dict[str, str], languages: tuple[str, ...]) -> str:
    """Join one word in the work's languages: "Jumlah/<i>Total</i>"."""
    first, *rest = (words[language] for language in languages)
    return "/".join([first, *(f"<i>{word}</i>" for word in rest)])


def _label(id_: str, en: str, languages: tuple[str, ...]) -> list[str]:
    texts = {"id": _escape(id_), "en": _escape(en)}
    first, *others = (texts[language] for language in languages)
    return [first, *(f"<i>{other}</i>" for other in others if other != first)]


def _head(grid: Grid, styles: Styles, languages: tuple[str, ...]) -> list[Paragraph]:
    heads = [(grid.sheet.head.id, grid.sheet.head.en), *((column.id, column.en) for column in grid.sheet.columns)]
    return [Paragraph("<br/>".join(_label(id_, en, languages)), styles.column_head) for id_, en in heads]


def _numbers(
    grid: Grid, values: tuple[float, ...], styles: Styles, language: str, *, bold: bool = False
) -> list[Paragraph]:
    texts = (
        "–" if math.isnan(value) else write_number(value, column.decimals, language)
        for value, column in zip(values, grid.sheet.columns, strict=True)
    )
    return [Paragraph(f"<b>{text}</b>" if bold else text, styles.figure) for text in texts]


def _shading(styles: Styles, length: int, *, has_total: bool) -> TableStyle:
    colours = styles.colours
    commands: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), colours.strong),
        ("BACKGROUND", (0, 1), (-1, 1), colours.soft),
        ("FONT", (0, 1), (-1, 1), REGULAR, styles.size * 0.66),
        ("ALIGN", (0, 1), (-1, 1), "CENTER"),
        ("TOPPADDING", (0, 1), (-1, 1), 0),
        ("BOTTOMPADDING", (0, 1), (-1, 1), 2),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 2), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 2), (-1, -1), 2.4),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("ROWBACKGROUNDS", (0, 2), (-1, -1), [WHITE, colours.faint]),
        ("LINEBELOW", (0, -1), (-1, -1), 1.2, colours.strong),
    ]
    if has_total:
        commands += [
            ("BACKGROUND", (0, length - 1), (-1, -1), colours.soft),
            ("LINEABOVE", (0, length - 1), (-1, -1), 0.6, colours.strong),
        ]
    return TableStyle(commands)
