"""A page's text as a librarian corrected it: a layer of its own that outlives every reading of the file.

A correction belongs to a place in the original: its bytes, its page and, of a double page, the half. `Page.text` holds
what is in force, so that index, snippets and exports need to know nothing of it; what the machine read stays beside.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.errors import BadForm, LostRace, NotFound, Refused
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Page, PageCorrection, PageMaking, Work, WorkFile

LONGEST = 60_000
"""characters of a page; the fullest page of small print has a tenth"""


class HidesCorrection(Refused):
    """A page's text was corrected by hand, and the page as it is to be has no place for it."""

    code = "hides-correction"
    texts = {  # noqa: RUF012 - a class constant, as in the parent
        "id": "Teks halaman ini pernah dikoreksi, dan koreksinya akan hilang dari halaman bila pembagiannya berubah. "
        "Kembalikan dahulu hasil bacaan mesin; koreksinya tetap tersimpan di riwayat dan dapat disalin.",
        "en": "This page's text was corrected by hand, and parted otherwise it would no longer show the correction. "
        "Go back to what the machine read first; the correction stays in the history, to be copied from there.",
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A page of an original; `part` is 0 for the whole, 1 and 2 for the halves of a double page."""

    original: str
    office: str
    source_page: int
    part: int


def place_of(session: Session, work: Work, file: WorkFile, number: int) -> Place:
    """Say where in the original a page of a file comes from."""
    making = session.get(PageMaking, (file.id, number))
    source, part = (making.source_page, making.part) if making else (number, 0)
    return Place(file.original, work.office, source, part)


def standing(session: Session, place: Place) -> PageCorrection | None:
    """Give the correction in force at a place."""
    return session.scalars(select(PageCorrection).where(*_at(place), PageCorrection.ended_at.is_(None))).first()


def history(session: Session, place: Place) -> list[PageCorrection]:
    """List all corrections of a place, the newest first.

    A half shows those of the whole page, too, and a whole page those of its halves: it may have been parted, or been
    joined again, after they were made.
    """
    alike = [PageCorrection.part.in_((0, place.part))] if place.part else []
    query = select(PageCorrection).where(*_on_page(place), *alike)
    return list(session.scalars(query.order_by(PageCorrection.at.desc())))


def would_hide(session: Session, place: Place, parts: Iterable[int]) -> bool:
    """Say whether a correction in force would have no page any more if the original's page gave these parts."""
    gone = PageCorrection.ended_at.is_(None), PageCorrection.part.not_in(set(parts))
    return session.scalars(select(PageCorrection.id).where(*_on_page(place), *gone).limit(1)).first() is not None


def corrected_numbers(session: Session, work: Work, file: WorkFile) -> set[int]:
    """Name the pages of a file whose text a person corrected."""
    return {page.number for page, _ in _of_file(session, work, file)}


def corrected_text(session: Session, work: Work, file: WorkFile, number: int) -> str | None:
    """Give a page's text where a person corrected it; what a reader scanned for herself is nobody's to correct."""
    if work.owner_id is not None:
        return None
    known = standing(session, place_of(session, work, file, number))
    return known.text if known else None


def recognised_texts(session: Session, work: Work, file: WorkFile) -> dict[int, str]:
    """Give what the machine read on the pages that a person corrected, by number."""
    return {page.number: correction.recognised for page, correction in _of_file(session, work, file)}


def fingerprint(text: str) -> str:
    """Name a text, so that a form can say which one it was written over."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def correct(session: Session, now: datetime, work: Work, number: int, text: str, seen: str, actor: str) -> bool:
    """Put a person's text in the place of the machine's; False where it says the same already.

    Args:
        session: holds the write lock.
        now: the time.
        work: the work; none that a reader scanned for herself.
        number: of the page in the newest file, 1 for the first.
        text: the page's text, a line of print a line; may be empty.
        seen: `fingerprint` of the text that the person had before her.
        actor: who corrects.

    Raises:
        BadForm: the text is too long.
        LostRace: the text has changed since it was seen.
        NotFound: there is no such page, or it is a reader's own.
        NotAllowed: it is another office's.
    """
    page, place = _open(session, work, number, actor)
    if seen != fingerprint(page.text):
        raise LostRace(f"page {number} of {work.id} was changed meanwhile")
    clean = tidy(text)
    if clean == page.text:
        return False
    known = standing(session, place)
    recognised = known.recognised if known else page.text
    if known:
        known.ended_at = now
    by = actor if session.get(Account, actor) else None
    values = {"original": place.original, "office": place.office, "source_page": place.source_page}
    session.add(PageCorrection(**values, part=place.part, text=clean, recognised=recognised, by=by, at=now))
    page.text = clean
    _tell(session, now, work, number, actor, "page.correct")
    return True


def take_back(session: Session, now: datetime, work: Work, number: int, actor: str) -> None:
    """Show again what the machine read; the correction stays in the page's history.

    Raises:
        LostRace: none is in force.
        NotFound, NotAllowed: see `correct`.
    """
    page, place = _open(session, work, number, actor)
    known = standing(session, place)
    if known is None:
        raise LostRace(f"page {number} of {work.id} is not corrected")
    known.ended_at = now
    page.text = known.recognised
    _tell(session, now, work, number, actor, "page.uncorrect")


def reapply(session: Session, work: Work, file: WorkFile) -> int:
    """Lay the corrections of a file's bytes over pages that were just read from it; give how many.

    The new reading is kept beside each, so that what is taken back is the newest reading.
    """
    laid = 0
    for page, correction in _of_file(session, work, file):
        correction.recognised, page.text = page.text, correction.text
        laid += 1
    return laid


def changed_by_hand(session: Session, original: str) -> tuple[int, int]:
    """Give what changes whenever a correction of these bytes is made or taken back."""
    counts = select(func.count(), func.count(PageCorrection.ended_at)).where(PageCorrection.original == original)
    made, ended = session.execute(counts).one()
    return int(made), int(ended)


def tidy(text: str) -> str:
    """Give a text as pages keep it: composed letters, one kind of line end, no control characters.

    Raises:
        BadForm: it is longer than any page.
    """
    if len(text) > LONGEST:
        raise BadForm({"text": "too-long"})
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip("\n")


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (*_on_page(place), PageCorrection.part == place.part)


def _on_page(place: Place) -> tuple[ColumnElement[bool], ...]:
    here = PageCorrection.original == place.original, PageCorrection.office == place.office
    return (*here, PageCorrection.source_page == place.source_page)


def _open(session: Session, work: Work, number: int, actor: str) -> tuple[Page, Place]:
    if work.owner_id is not None:
        raise NotFound(what=work.id)
    refuse_other_office(session, actor, work.office)
    file = works.current_file(session, work.id)
    return works.page(session, file.id, number), place_of(session, work, file, number)


def _tell(session: Session, now: datetime, work: Work, number: int, actor: str, deed: str) -> None:
    audit.record(session, now, actor, deed, f"work:{work.id}", page=number)
    if work.state == "released":
        outbox.add(session, now, works.INDEX_JOB, {"work": work.id}, priority=3, dedupe=f"index:{work.id}")


def _of_file(session: Session, work: Work, file: WorkFile) -> list[tuple[Page, PageCorrection]]:
    """Pair the pages of a file with the corrections in force at their places."""
    same = PageCorrection.original == file.original, PageCorrection.office == work.office
    rows = session.scalars(select(PageCorrection).where(*same, PageCorrection.ended_at.is_(None)))
    known = {(row.source_page, row.part): row for row in rows}
    if not known or work.owner_id is not None:
        return []
    made = session.scalars(select(PageMaking).where(PageMaking.file_id == file.id))
    places = {making.number: (making.source_page, making.part) for making in made}
    pages = session.scalars(select(Page).where(Page.file_id == file.id).order_by(Page.number))
    paired = [(page, known.get(places.get(page.number, (page.number, 0)))) for page in pages]
    return [(page, correction) for page, correction in paired if correction is not None]
