"""Reading a page on screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import corrections, headings, pages, works
from library.store.models import Heading
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.drawing import DrawingBusy
from webapp.pages import page
from webapp.rooms.reader.blueprint import blueprint
from webapp.rooms.reader.citation import citations
from webapp.rooms.reader.found_pages import found_pages
from webapp.rooms.reader.outline import outline
from webapp.rooms.reader.paper import Paper, read_paper
from webapp.rooms.reader.place import LONGEST, Place
from webapp.rooms.works.tables import shown_heading
from webapp.security import audience, limits
from webapp.security.limits import limited

GRID = 12
"""pages in small around the one that is read"""
TABLES = 24
"""tables and figures around the page; all of them have a page of their own"""


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
        text = pages.text(records, file.id, inside)
        grid = pages.lines(records, file.id, (inside - 1) // GRID * GRID + 1, GRID)
    sought = " ".join(request.args.get("q", "").split())[:LONGEST]
    if inside != number:
        return redirect(url_for("reader.show", work_id=work_id, page=inside, q=sought or None), 303)
    copy = library.screens.copy_for(visitor.id, visitor.role, work_id)
    # Without words to mark nothing is read from the copy: the page is there sooner.
    boxes = _paper(copy, inside, corrected).boxes(sought) if sought else []
    place = Place(work, lines[0], sought)
    here = [each for each in known if _stands(each, inside)]
    return page(
        "reader/show.html",
        office=use_office(work.office),
        place=place,
        work=work,
        number=inside,
        boxes=boxes,
        lines=[line for line in text.splitlines() if line.strip()],
        found=found_pages(place.work.id, sought, inside),
        citations=citations(work, lines[0], here),
        here=[shown_heading(work, each) for each in here],
        tables=[shown_heading(work, each) for each in nearest_tables(known, inside)],
        grid=grid,
        outline=outline(work, known, inside),
    )


def nearest_tables(known: Sequence[Heading], number: int) -> Sequence[Heading]:
    """Give the tables and figures around a page, in their order."""
    tables = [each for each in known if each.kind != "chapter"]
    before = sum(each.page < number for each in tables)
    first = max(0, min(before - TABLES // 2, len(tables) - TABLES))
    return tables[first : first + TABLES]


def _stands(heading: Heading, number: int) -> bool:
    """Tell whether a table or figure begins on a page, or goes on there."""
    return heading.kind != "chapter" and heading.page <= number <= heading.last_page


def _paper(copy: Path, number: int, corrected: str | None) -> Paper:
    """Read the page's words; where no worker is free, the page itself comes all the same."""
    try:
        return read_paper(copy, number, corrected)
    except DrawingBusy:
        return Paper(())
