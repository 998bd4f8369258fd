"""What stands before the first chapter: title page, imprint, foreword, contents, signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.enums import TA_JUSTIFY, TA_RIGHT
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from ingest.samples.covers import sample_mark
from ingest.samples.figures import write_number
from ingest.samples.styles import BOLD, GREY, ITALIC, LIGHT, REGULAR
from ingest.samples.tables import both

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.lib.styles import ParagraphStyle

    from ingest.samples.figures import Figures
    from ingest.samples.sheets import Both, Edition, Highlight, Sheet, WorkSheet
    from ingest.samples.styles import Styles

_BOOK_SIZE = {"A5": "14,8 cm x 21 cm", "B5": "17,6 cm x 25 cm", "A4": "21 cm x 29,7 cm"}
_LICENCE = {
    "id": "Publikasi contoh: semua angka rekaan, bukan data resmi. Boleh digandakan dan diubah dengan bebas.",
    "en": "<i>Sample publication: every figure is invented and is not official data. Copy and change it freely.</i>",
}
_SIGNS = (
    ("Data tidak tersedia", "Data not available", "..."),
    ("Tidak ada atau nol", "Null or zero", "–"),
    ("Data dapat diabaikan", "Data negligible", "0"),
    ("Angka sementara", "Preliminary figures", "x"),
    ("Angka diperbaiki", "Revised figures", "r"),
)
_UNITS = (
    ("Hektare (ha)", "Hectare", "10.000 m²"),
    ("Kilometer (km)", "Kilometre", "1.000 m"),
    ("Kuintal (ku)", "Quintal", "100 kg"),
    ("Ton", "Ton", "1.000 kg"),
    ("Megawatt jam (MWh)", "Megawatt hour", "1.000 kWh"),
)


def words(id_: str, en: str, languages: tuple[str, ...]) -> str:
    """Join two words with a slash, the second in italics, as imprint pages do."""
    texts = {"id": id_, "en": en}
    first, *others = (texts[language] for language in languages)
    return "/".join([first, *(f"<i>{other}</i>" for other in others)])


def title_page(work: WorkSheet, edition: Edition, styles: Styles, height: float) -> list[Flowable]:
    """Give the page behind the cover: the title once more, quietly."""
    main, *others = (getattr(work.title, language) for language in work.languages)
    parts: list[Flowable] = [Spacer(0, height * 0.3)]
    parts.append(Paragraph(main, styles.text(colour=styles.colours.deep, font=BOLD, scale=2.6, after=6)))
    parts += [Paragraph(other, styles.text(colour=styles.colours.strong, font=ITALIC, scale=1.5)) for other in others]
    parts.append(
        Paragraph(str(edition.year), styles.text(colour=styles.colours.accent, font=LIGHT, scale=3.2, after=20))
    )
    parts.append(Paragraph(sample_mark(work.languages), styles.text(colour=GREY, font=BOLD)))
    return [*parts, PageBreak()]


def imprint(work: WorkSheet, edition: Edition, styles: Styles, pages: str, height: float) -> list[Flowable]:
    """Give the imprint page in the order and with the words of BPS's yearbooks. `pages`: as "xii + 30"."""
    languages = work.languages
    small = styles.text(scale=0.86, after=2.5)
    main, *others = (getattr(work.title, language) for language in languages)
    lines = [f"<b>{main.upper()}</b>", *(f"<b><i>{other}</i></b>" for other in others), f"<b>{edition.year}</b>", ""]
    lines += [f"ISSN: {work.issn}"] if work.issn else []
    lines += [f"ISBN: {work.isbn}"] if work.isbn else []
    lines += [
        f"{words('No. Publikasi', 'Publication Number', languages)}: {edition.publication}",
        f"{words('Katalog', 'Catalog', languages)}: {work.catalogue}",
        f"{words('Ukuran Buku', 'Book Size', languages)}: {_BOOK_SIZE[work.page]}",
        f"{words('Jumlah Halaman', 'Number of Pages', languages)}: {pages} {words('hal', 'pages', languages)}",
        f"{words('Naskah', 'Manuscript', languages)}:",
        words("Tim Perpustakaan Contoh", "Sample Library Team", languages),
        f"{words('Penyunting', 'Editor', languages)}:",
        words("Tim Perpustakaan Contoh", "Sample Library Team", languages),
        f"{words('Desain Kover', 'Cover Design', languages)}:",
        words("Digambar oleh program", "Drawn by program", languages),
        f"{words('Diterbitkan oleh', 'Published by', languages)}:",
        f"© {words('Perpustakaan Contoh', 'Sample Library', languages)}",
    ]
    parts: list[Flowable] = [Spacer(0, height * 0.2), *(Paragraph(line or "&nbsp;", small) for line in lines)]
    parts += [Spacer(0, 10), *(Paragraph(_LICENCE[language], small) for language in languages)]
    return [*parts, PageBreak()]


def foreword(sheet: Sheet, edition: Edition, figures: Figures, styles: Styles) -> list[Flowable]:
    """Give the foreword, one language after the other."""
    heads = {"id": "Kata Pengantar", "en": "Foreword" if sheet.work.languages == ("en",) else "Preface"}
    parts: list[Flowable] = []
    for n, language in enumerate(sheet.work.languages):
        style = styles.text(font=REGULAR if n == 0 else ITALIC, after=7)
        style.alignment = TA_JUSTIFY
        parts.append(Paragraph(heads[language], styles.heading))
        parts += [Paragraph(figures.fill(getattr(text, language), language), style) for text in sheet.foreword]
        place = (
            f"{getattr(sheet.work.region, language)}, {'Februari' if language == 'id' else 'February'} {edition.year}"
        )
        parts += [Paragraph(place, styles.text(colour=GREY, after=16))]
    return [*parts, PageBreak()]


class Entry(NamedTuple):
    """A line of a list: a chapter or a table, the position of its page, and the destination of its link."""

    kind: str
    number: str
    title: str
    page: int
    key: str


def contents(
    entries: tuple[Entry, ...], styles: Styles, languages: tuple[str, ...], label: Callable[[int], str], width: float
) -> list[Flowable]:
    """Give the table of contents and the list of tables, linked; `label` turns a page's position into its number."""
    chapters = tuple(entry for entry in entries if entry.kind == "Chapter")
    tables = tuple(entry for entry in entries if entry.kind != "Chapter")
    parts: list[Flowable] = [Paragraph(words("Daftar Isi", "Contents", languages), styles.heading)]
    parts += [*_list(chapters, styles.text(font=BOLD, after=0), label, width), PageBreak()]
    parts.append(Paragraph(words("Daftar Tabel", "List of Tables", languages), styles.heading))
    return [*parts, *_list(tables, styles.cell, label, width), PageBreak()]


def _list(
    entries: tuple[Entry, ...], style: ParagraphStyle, label: Callable[[int], str], width: float
) -> list[Flowable]:
    if not entries:  # the first pass
        return []
    right = style.clone("page", alignment=TA_RIGHT)
    rows = [
        [Paragraph(f'<a href="#{entry.key}">{text}</a>', shape) for text, shape in _columns(entry, style, right, label)]
        for entry in entries
    ]
    table = Table(rows, colWidths=[34, width - 64, 30])
    table.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (1, -1), "TOP"),
            ("VALIGN", (2, 0), (2, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, GREY, "round", (0.4, 2.4)),
        ])
    )  # fmt: skip
    return [table]


def _columns(
    entry: Entry, style: ParagraphStyle, right: ParagraphStyle, label: Callable[[int], str]
) -> tuple[tuple[str, ParagraphStyle], ...]:
    return (entry.number, style), (entry.title.replace("&", "&amp;"), style), (label(entry.page), right)


def signs(styles: Styles, languages: tuple[str, ...], width: float) -> list[Flowable]:
    """Give the page of signs and units."""
    blocks = (("Penjelasan Umum", "Explanatory Notes", _SIGNS), ("Satuan", "Units", _UNITS))
    parts: list[Flowable] = []
    for id_, en, rows in blocks:
        thousands = ",000" if languages[0] == "en" else ".000"
        body = [
            [Paragraph(words(a, b, languages), styles.cell), Paragraph(sign.replace(".000", thousands), styles.figure)]
            for a, b, sign in rows
        ]
        table = Table(body, colWidths=[width - 80, 80])
        table.setStyle(
            TableStyle(
                [("LINEBELOW", (0, 0), (-1, -1), 0.4, styles.colours.soft), ("LEFTPADDING", (0, 0), (-1, -1), 2)]
            )
        )
        parts += [Paragraph(words(id_, en, languages), styles.heading), table, Spacer(0, 18)]
    return parts


def paragraphs(
    text: tuple[Both, ...], figures: Figures, styles: Styles, languages: tuple[str, ...], width: float
) -> list[Flowable]:
    """Give running text: in one column, or Indonesian left and English right."""
    if len(languages) == 1:
        style = styles.text(after=7)
        style.alignment = TA_JUSTIFY
        return [Paragraph(figures.fill(getattr(item, languages[0]), languages[0]), style) for item in text]
    fonts, rows = (REGULAR, ITALIC), []
    for number, item in enumerate(text, 1):
        cells = [
            Paragraph(f"{number}. {figures.fill(getattr(item, language), language)}", styles.text(font=font, after=0))
            for language, font in zip(languages, fonts, strict=True)
        ]
        rows.append(cells)
    table = Table(rows, colWidths=[width / 2] * 2)
    table.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (1, 0), (1, -1), 0),
            ("LEFTPADDING", (1, 0), (1, -1), 9),
            ("RIGHTPADDING", (0, 0), (0, -1), 9),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ("LINEBEFORE", (1, 0), (1, -1), 0.5, styles.colours.soft),
        ])
    )  # fmt: skip
    return [table]


def highlight_cards(
    highlights: tuple[Highlight, ...], figures: Figures, styles: Styles, languages: tuple[str, ...], width: float
) -> list[Flowable]:
    """Give large figures side by side, each with what it counts."""
    if not highlights:
        return []
    number = styles.text(colour=styles.colours.strong, font=BOLD, scale=2.1, after=2)
    name = styles.text(scale=0.86, after=0)
    cells = []
    for item in highlights:
        written = write_number(*figures.cell(item.cell), languages[0])
        cells.append([Paragraph(written, number), Spacer(0, 4), Paragraph(both(item.name, languages), name)])
    table = Table([cells], colWidths=[width / len(cells)] * len(cells))
    table.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, -1), styles.colours.faint),
            ("LINEABOVE", (0, 0), (-1, 0), 2, styles.colours.accent),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ])
    )  # fmt: skip
    return [Spacer(0, 12), table]
