"""A page that somebody may read: its size, and her own copy from which it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from library.catalogue import pages, works
from library.catalogue.pages import PageLine
from library.errors import NotFound
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.iiif.sheet import Sheet, sheet_of


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """The page's row, its full size, and the visitor's own marked copy."""

    line: PageLine
    sheet: Sheet
    copy: Path


def open_page(work_id: str, number: int) -> OpenedPage:
    """Open a page for whoever is signed in.

    Raises:
        NotFound: the work or the page is not there for her.
        Untraceable: no copy of the work may be made yet.
    """
    library, visitor = current_library(), signed_in_visitor()
    copy = library.screens.copy_for(visitor.id, visitor.role, work_id)
    with library.database.read() as records:
        lines = pages.lines(records, works.current_file(records, work_id).id, number, 1)
    if not lines:
        raise NotFound(what=f"halaman / page {number}")
    return OpenedPage(lines[0], sheet_of(lines[0].width, lines[0].height), copy)
