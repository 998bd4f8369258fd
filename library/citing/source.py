"""What is cited, in plain values: every form is written from this."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from library.offices import Office
from library.store.models import Work

_SHORT = re.compile(r"^BPS\b(?!-)\s*", re.IGNORECASE)
_FULL = "Badan Pusat Statistik "
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """A page of a work.

    `year` is None where none is known; `number` is the printed number that the office cites by, with its name;
    `page` is the page as printed, or `counted` in the file from its cover on where the print is not known, "" for the
    work as a whole; `table` is the name of a table or figure on it ("Tabel 3.2.4") or ""; `address` leads to that very
    page; `language` is ISO 639-1.
    """

    key: str
    author: str
    title: str
    year: int | None
    publisher: str
    number: str
    isbn: str
    issn: str
    language: str
    page: str
    counted: bool
    table: str
    address: str
    accessed: date


def author_of(work: Work, office: Office | None) -> str:
    """Name who published a work, as its office's rule says: by the imprint or by the office, short or spelled out.

    Without an office's file our default holds: the imprint, spelled out.
    """
    name = office.name.id if office else f"BPS {work.office}"
    if work.publisher and (office is None or office.citation.author.value == "publisher"):
        name = work.publisher
    return _named(name, office)


def publisher_of(work: Work, office: Office | None) -> str:
    """Name whom the imprint names, written as the author is; else the author."""
    return _named(work.publisher, office) if work.publisher else author_of(work, office)


def _named(name: str, office: Office | None) -> str:
    spelled = office is None or office.citation.spelled_out.value
    return one_line(_SHORT.sub(_FULL, name) if spelled else name)


def number_of(work: Work, office: Office | None) -> str:
    """Give the printed number that the office's rule cites by, with its name; "" where there is none."""
    by = office.citation.number.value if office else "catalogue"
    if by == "publication" and work.publication_number:
        return one_line(f"No. Publikasi {work.publication_number}")
    if by == "catalogue" and work.catalogue_number:
        return one_line(f"Katalog {work.catalogue_number}")
    return ""


def one_line(text: str) -> str:
    """Give the text without line ends and characters that no page shows, which could end a field early."""
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    shown = "".join(c for c in visible if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    return _GAPS.sub(" ", shown).strip()
