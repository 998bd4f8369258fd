"""A bound book: cover, front matter, chapters with tables and charts, outline, links, page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab.lib.pagesizes import A4, A5, B5
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from ingest.samples.art import paint
from ingest.samples.covers import broken, draw_back, draw_cover, sample_mark
from ingest.samples.emblems import draw_emblem
from ingest.samples.figures import Figures
from ingest.samples.front_matter import (
    Entry,
    contents,
    foreword,
    highlight_cards,
    imprint,
    paragraphs,
    signs,
    title_page,
)
from ingest.samples.styles import BOLD, GREY, PALETTES, REGULAR, WHITE, Styles, register_fonts
from ingest.samples.tables import Caption, table_block

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.samples.sheets import Chapter, Edition, Sheet

_PAGES = {"A4": A4, "A5": A5, "B5": B5}
_BAND = 0.36  # the part of a chapter's first page that is painted


class Pagination(NamedTuple):
    """Where everything came to stand: pages in front, pages from the first chapter on, and the entries of the lists."""

    front: int
    body: int
    entries: tuple[Entry, ...]


class ChapterOpening(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Takes the painted part of a chapter's first page and marks the chapter's beginning."""

    def __init__(self, number: int, titles: tuple[str, ...], height: float) -> None:
        """Keep the titles; `height` is the room to leave free, in points."""
        super().__init__()
        self.number, self.titles, self.height = number, titles, height
        self.key = f"chapter-{number}"

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """Take the whole width."""
        return available, self.height

    def draw(self) -> None:
        """Set the destination; the picture itself belongs to the page."""
        self.canv.bookmarkPage(self.key)


class Book(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """The document of one edition. Built twice: the second time it knows its own page numbers."""

    def __init__(self, path: Path, sheet: Sheet, edition: Edition, before: Pagination) -> None:
        """Lay out the page templates; `before` is what the pass before found."""
        self.work, self.edition, self.before = sheet.work, edition, before
        self.entries: list[Entry] = []
        self.colours = PALETTES[edition.palette]
        size = _PAGES[sheet.work.page]
        self.titles = tuple(
            f"{getattr(sheet.work.title, language)} {edition.year}" for language in sheet.work.languages
        )
        super().__init__(
            str(path),
            pagesize=size,
            title=self.titles[0],
            author="Perpustakaan Contoh",
            subject=sample_mark(sheet.work.languages),
            keywords=[sheet.work.catalogue, edition.publication],
            lang="en" if sheet.work.languages == ("en",) else "id",
            invariant=1,
        )
        self.chapter: ChapterOpening | None = None
        self.emblems = [chapter.emblem for chapter in sheet.chapters]
        self.first_body_page = 0
        margin = size[0] * 0.1
        frame = Frame(margin, margin * 1.15, size[0] - 2 * margin, size[1] - margin * 2.35, 0, 0, 0, 0)
        self.text_width, self.text_height = size[0] - 2 * margin, size[1] - margin * 2.35
        whole = Frame(0, 0, *size)
        self.addPageTemplates([
            PageTemplate("cover", [whole], onPage=self._cover),
            PageTemplate("front", [frame], onPageEnd=self._furnish),
            PageTemplate("opening", [frame], onPageEnd=self._open, autoNextPageTemplate="body"),
            PageTemplate("body", [frame], onPageEnd=self._furnish),
            PageTemplate("back", [whole], onPage=self._back),
        ])  # fmt: skip

    def label(self, page: int) -> str:
        """Give the number printed on the page at this position: roman in front, arabic after."""
        front = self.before.front
        return str(page - front) if page > front else _roman(page)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 — reportlab's name
        """Tell outline and lists about chapters and tables as they are placed."""
        if isinstance(flowable, ChapterOpening):
            self.chapter = flowable
            self.first_body_page = self.first_body_page or self.page
            title = " / ".join(flowable.titles)
            self._enter(Entry("Chapter", str(flowable.number), title, self.page, flowable.key), 0)
        elif isinstance(flowable, Caption):
            self._enter(Entry(flowable.kind, flowable.number, flowable.title, self.page, flowable.key), 1)

    def pagination(self) -> Pagination:
        """Give what this pass found."""
        return Pagination(self.first_body_page - 1, self.page - self.first_body_page + 1, tuple(self.entries))

    def _enter(self, entry: Entry, level: int) -> None:
        self.entries.append(entry)
        words = f"{entry.number} {entry.title}" if level == 0 else f"{entry.kind} {entry.number} {entry.title}"
        self.canv.addOutlineEntry(words, entry.key, level, closed=level == 0)

    def _cover(self, canvas: Any, _: BaseDocTemplate) -> None:
        draw_cover(canvas, self.work, self.edition, self.colours, self.pagesize)

    def _back(self, canvas: Any, _: BaseDocTemplate) -> None:
        draw_back(canvas, self.work, self.edition, self.colours, self.pagesize)

    def _furnish(self, canvas: Any, _: BaseDocTemplate) -> None:
        """Draw the head and foot of an ordinary page."""
        width, height = self.pagesize
        margin, size = width * 0.1, width * 0.0195
        in_body = self.page > self.before.front
        canvas.saveState()
        if in_body and self.chapter is not None:
            canvas.setFillColor(self.colours.strong)
            canvas.setFont(REGULAR, size)
            canvas.drawRightString(width - margin, height - margin * 0.72, self.chapter.titles[0].upper())
            canvas.setStrokeColor(self.colours.soft)
            canvas.setLineWidth(0.8)
            canvas.line(margin, height - margin * 0.85, width - margin, height - margin * 0.85)
        self._foot(canvas, size)
        canvas.restoreState()

    def _foot(self, canvas: Any, size: float) -> None:
        width, margin = self.pagesize[0], self.pagesize[0] * 0.1
        y, number = margin * 0.55, self.label(self.page)
        canvas.setFillColor(GREY)
        canvas.setFont(REGULAR, size * 0.86)
        canvas.drawString(margin, y, sample_mark(self.work.languages))
        pill = max(stringWidth(number, BOLD, size), size) + size * 1.8
        canvas.setFillColor(self.colours.strong)
        canvas.roundRect(width - margin - pill, y - size * 0.6, pill, size * 1.9, size * 0.95, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(width - margin - pill / 2, y, number)
        canvas.setFillColor(self.colours.strong)
        canvas.setFont(REGULAR, size)
        canvas.drawRightString(width - margin - pill - size, y, self.titles[0])

    def _open(self, canvas: Any, _: BaseDocTemplate) -> None:
        """Paint the upper part of a chapter's first page."""
        assert self.chapter is not None
        width, height = self.pagesize
        margin, band = width * 0.1, height * _BAND
        canvas.saveState()
        canvas.translate(0, height - band)
        paint(canvas, "rings", self.colours, width, band)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, width * 0.19)
        canvas.drawString(margin, band * 0.52, str(self.chapter.number))
        canvas.setFillColor(self.colours.strong)
        canvas.circle(width * 0.72, band * 0.42, width * 0.135, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        draw_emblem(canvas, self.emblems[self.chapter.number - 1], width * 0.72, band * 0.42, width * 0.17)
        y = band * 0.36
        for n, title in enumerate(self.chapter.titles):
            font, size = (BOLD, width * 0.046) if n == 0 else (REGULAR, width * 0.03)
            canvas.setFont(font, size)
            for line in broken(title, font, size, width * 0.44):
                canvas.drawString(margin, y, line)
                y -= size * 1.16
            y -= width * 0.006
        canvas.restoreState()
        canvas.saveState()
        self._foot(canvas, width * 0.0195)
        canvas.restoreState()


def build_book(path: Path, sheet: Sheet, edition: Edition) -> None:
    """Write the book to `path`: the first pass counts its pages, the second one prints them."""
    register_fonts()
    before = Pagination(12, 30, ())
    for _ in range(4):
        book = Book(path, sheet, edition, before)
        book.build(_story(book, sheet, edition), canvasmaker=_labelled(before.front))
        found = book.pagination()
        if found == before:
            return
        before = found
    raise RuntimeError(
        f"the pages of {sheet.work.slug} do not settle"
    )  # never for the packaged data: a test builds all


def _story(book: Book, sheet: Sheet, edition: Edition) -> list[Flowable]:
    work, figures = sheet.work, Figures(sheet, edition)
    styles = Styles(book.colours, 8.6 if work.page == "A5" else 10.2)
    pages = f"{_roman(book.before.front)} + {book.before.body}"
    story: list[Flowable] = [NextPageTemplate("front"), Spacer(0, 1), PageBreak()]
    story += title_page(work, edition, styles, book.text_height)
    story += imprint(work, edition, styles, pages, book.text_height)
    story += foreword(sheet, edition, figures, styles)
    story += contents(book.before.entries, styles, work.languages, book.label, book.text_width)
    story += signs(styles, work.languages, book.text_width)
    for number, chapter in enumerate(sheet.chapters, 1):
        story += _chapter(book, chapter, number, figures, styles)
    return [*story, NextPageTemplate("back"), PageBreak(), Spacer(0, 1)]


def _chapter(book: Book, chapter: Chapter, number: int, figures: Figures, styles: Styles) -> list[Flowable]:
    languages = book.work.languages
    titles = tuple(getattr(chapter.title, language) for language in languages)
    room = book.pagesize[1] * _BAND - book.pagesize[0] * 0.1 * 1.2 + 18
    story: list[Flowable] = [NextPageTemplate("opening"), PageBreak(), ChapterOpening(number, titles, room)]
    if len(languages) > 1:
        story.append(Paragraph("Penjelasan / <i>Notes</i>", styles.heading))
    story += paragraphs(chapter.text, figures, styles, languages, book.text_width)
    story += highlight_cards(chapter.highlights, figures, styles, languages, book.text_width)
    story += [PageBreak()] if chapter.tables else []
    for table in chapter.tables:
        story += table_block(table, figures, styles, languages, book.text_width)
    return story


def _labelled(front: int) -> Any:
    """Give a canvas maker that numbers the pages in the viewer as they are numbered in print."""
    from reportlab.pdfgen.canvas import Canvas

    def make(*args: Any, **kwargs: Any) -> Canvas:
        canvas = Canvas(*args, **kwargs)
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(front, style="ARABIC", start=1)
        canvas.showOutline()
        return canvas

    return make


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        text += sign * count
    return text
