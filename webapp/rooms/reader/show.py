"""Reading a page on screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import corrections, headings, pages, works
from library.catalogue.pages import PageLine
from library.store.models import Heading, Work
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.drawing import DrawingBusy
from webapp.pages import page
from webapp.rooms.reader.blueprint import blueprint
from webapp.rooms.reader.found_pages import found_pages
from webapp.rooms.reader.outline import outline
from webapp.rooms.reader.paper import Paper, read_paper
from webapp.rooms.works.tables import shown_heading
from webapp.security import audience, limits
from webapp.security.limits import limited
from webapp.shown_works import office_name

# px; the browser takes the one that its screen needs
WIDTHS = (640, 960, 1280, 1800, 2600)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is."""

    work: Work
    line: PageLine
    sought: str

    def url(self, number: int) -> str:
        """Give the address of another page, with the words sought."""
        return url_for("reader.show", work_id=self.work.id, page=number, q=self.sought or None)

    @property
    def previous_url(self) -> str:
        """The page before, or ""."""
        return self.url(self.line.number - 1) if self.line.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or ""."""
        return self.url(self.line.number + 1) if self.line.number < self.work.pages else ""

    def picture(self, width: int) -> str:
        """Give the address of the page's picture, `width` px wide."""
        return url_for("reader.picture", work_id=self.work.id, number=self.line.number, w=width)

    @property
    def pictures(self) -> str:
        """All widths, as `srcset` wants them."""
        return ", ".join(f"{self.picture(width)} {width}w" for width in WIDTHS)


@blueprint.get("/works/<work_id>/read")
@audience.signed_in
@limited(*limits.READING)
def show(work_id: str) -> ResponseReturnValue:
    """Show a page of the visitor's own copy, with the words of `?q=` marked."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.read() as records:
        work = works.get(records, work_id, visitor.role)
        number = request.args.get("page", 1, type=int)
        inside = min(max(number, 1), work.pages)
        file = works.current_file(records, work_id)
        lines = pages.lines(records, file.id, inside, 1)
        known = headings.of_file(records, file.id)
        corrected = corrections.corrected_text(records, work, file, inside)
    sought = " ".join(request.args.get("q", "").split())[:LONGEST]
    if inside != number:
        return redirect(url_for("reader.show", work_id=work_id, page=inside, q=sought or None), 303)
    paper = _paper(library.screens.copy_for(visitor.id, visitor.role, work_id), inside, corrected)
    place = Place(work, lines[0], sought)
    return page(
        "reader/show.html",
        office=use_office(work.office),
        place=place,
        work=work,
        number=inside,
        boxes=paper.boxes(sought),
        lines=paper.lines(),
        found=found_pages(place.work.id, sought, inside),
        citation=cite(place),
        here=[shown_heading(work, each) for each in known if _stands(each, inside)],
        outline=outline(work, known, inside),
    )


def _stands(heading: Heading, number: int) -> bool:
    """Tell whether a table or figure begins on a page, or goes on there."""
    return heading.kind != "chapter" and heading.page <= number <= heading.last_page


def _paper(copy: Path, number: int, corrected: str | None) -> Paper:
    """Read the page's words; where no worker is free, the page itself comes all the same."""
    try:
        return read_paper(copy, number, corrected)
    except DrawingBusy:
        return Paper((), readable=False)


def cite(place: Place) -> str:
    """Write who published what, when, and the page's own address."""
    work = place.work
    address = urljoin(current_library().settings.base_url, place.url(place.line.number).partition("&q=")[0])
    author = work.publisher or office_name(work.office)
    printed = place.line.label or str(place.line.number)
    return f"{author} ({work.year or '—'}). {work.title}. {printed}. {address}"
