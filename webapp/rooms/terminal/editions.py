"""The book on the scanner: named by its reader, so that her pages belong to an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request
from flask_babel import gettext as _

from library.errors import NotFound
from library.holdings import printed_works, scans
from library.store.models import IngestItem, Work
from webapp.current import current_library, signed_in_visitor

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Book:
    """What was typed about the book, and the editions that it may be."""

    sought: str
    found: tuple[Work, ...]
    chosen: str


def book_in_hand() -> Book:
    """Give the editions that `?book=` (or the form that was sent) means."""
    sought = " ".join(request.values.get("book", "").split())[:LONGEST]
    with current_library().database.read() as records:
        found = printed_works.find_editions(records, sought) if sought else []
    only = found[0].id if len(found) == 1 else ""
    return Book(sought, tuple(found), request.form.get("edition", only))


def attach_to_edition(batch: str) -> None:
    """Keep of which edition the pages are that have just been sent; without one they stay as they are."""
    edition = request.form.get("edition", "")
    if not edition:
        return
    library, offered = current_library(), request.form.get("offer") == "yes"
    try:
        with library.database.write() as records:
            visitor = signed_in_visitor().id
            scans.attach(records, library.clock(), batch, visitor, edition, offered=offered)
    except NotFound:  # withdrawn while she scanned: her pages are safe, only their edition is not named
        flash(_("This edition is not in the catalogue any more; your pages are sent without it."), "warn")


def editions_of(items: Sequence[IngestItem]) -> dict[str, Work]:
    """Give the editions of a reader's own scans, by item."""
    with current_library().database.read() as records:
        return scans.editions_of(records, [item.id for item in items])
