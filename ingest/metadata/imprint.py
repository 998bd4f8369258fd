"""Metadata from the front of a publication: the imprint page first, then the cover, the PDF, the name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.metadata import numbers, titles
from ingest.metadata.confidence import judged
from ingest.metadata.labels import labelled
from ingest.metadata.page import Row, make_rows, running_rows
from ingest.metadata.regulations import regulation_title
from ingest.reading import Found, Metadata
from ingest.text.lines import Line

_FRONT = 12  # pages among which the imprint page is sought
_FEWEST_LABELS = 2  # on a page that is taken for the imprint page
_YEAR = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(?!\d)")
_YEAR_OF = re.compile(r"\b(?:tahun|year|volume\s+[\w.]+\s*,)\s*((?:18|19|20)\d\d)(?!\d)", re.IGNORECASE)
_EXTENT = re.compile(r"([ivxlc]+|\d+)\s*(?:\+\s*(\d+))?(?=\s|$|hal|\D)", re.IGNORECASE)
_NO_REGION = re.compile(r"\d{7}\s?[.,\-]\s*(?!\d|\s)")
_EDITION = re.compile(r"(?<![\w.,])(?:\d{1,4}|[IVXLC]{1,6})(?![\w])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:cm)?\s*[x×]\s*(\d+(?:[.,]\d+)?)\s*cm", re.IGNORECASE)


def read_metadata(
    rows: Mapping[int, list[list[Line]]], pdf_title: str, name: str, recognised: Mapping[int, float] | None = None
) -> Metadata:
    """Read what the publication says of itself.

    Args:
        rows: the lines of each page by number, in reading order.
        pdf_title: the Title that the PDF states.
        name: the name that the file came under.
        recognised: mean confidence (0–1) of each page that was recognised, by number.
    """
    whole = {number: make_rows(number, rows[number]) for number in sorted(rows)[:_FRONT]}
    running = running_rows(whole)
    front = {number: [row for row in page if row not in running] for number, page in whole.items()}
    imprint = _imprint_page(front)
    order = [imprint, *(number for number in front if number != imprint)] if imprint else list(front)
    values = _values([front[number] for number in order])
    title, parallel, year = _titles(front[imprint]) if imprint else (None, None, None)
    if imprint:
        foot_title, foot_year = titles.running_title(running)
        own, title, year = title, titles.vote(title, foot_title, name), titles.vote(year, foot_year, name)
        parallel = titles.doubted(parallel, own, title)
    cover = titles.cover_title(front[min(front)]) if front else None
    law = regulation_title(front[min(front)]) if front else None
    title = titles.first(title, titles.stated_title(pdf_title), law, cover, titles.name_title(name))
    year = titles.first(year, _year_near(values.get("publisher")), _year_in(front, title))
    return judged(Metadata(title=title, parallel_title=parallel, year=year, **values), recognised or {})


def _imprint_page(front: Mapping[int, Sequence[Row]]) -> int | None:
    """Give the page with the most different labels."""
    counts = {number: len({field for field, *_ in labelled(rows)}) for number, rows in front.items()}
    best = max(counts, key=lambda number: counts[number])
    return best if counts[best] >= _FEWEST_LABELS else None


def _titles(rows: Sequence[Row]) -> tuple[Found | None, Found | None, Found | None]:
    first_label = min(index for *_, index in labelled(rows))
    return titles.imprint_titles(rows, first_label)


def _values(pages: Sequence[Sequence[Row]]) -> dict[str, Found]:
    """Read the labelled values; the first page that has one wins."""
    found: dict[str, Found] = {}
    waiting: list[tuple[str, Row]] = []
    for rows in pages:
        for field, text, row, _ in labelled(rows):
            if field == "publication_number":
                waiting.append((text, row))
            elif field in found or (field == "edition" and rows is not pages[0]):
                continue  # a word as "Volume 3" stands on many pages; it is the book's own on its imprint page only
            elif field in _READERS and (value := _READERS[field](text, row)):
                found[field] = value
    region = found["catalogue_number"].value.partition(".")[2] if "catalogue_number" in found else ""
    for text, row in waiting:
        if number := numbers.publication_number(text, region):
            found["publication_number"] = row.found(*number, _publication_rule(*number))
            break
    return found


def _publication_rule(value: str, raw: str) -> str:
    """Say what is odd about a number: a year and a sequence have four digits or more, and a separator before them."""
    if raw.isdecimal():
        return "label, no separator"
    return "label" if len("".join(value.split(".")[1:])) >= 4 else "label, incomplete"


def _catalogue(text: str, row: Row) -> Found | None:
    number = numbers.catalogue_number(text)
    if not number:
        return None
    # "1102001." promises a region that was never filled in.
    return row.found(*number, "label, incomplete" if _NO_REGION.search(text) else "label")


def _issn(text: str, row: Row) -> Found | None:
    number = numbers.issn_number(text)
    return row.found(number[0], number[1], "label" if number[2] else "label, wrong check digit") if number else None


def _isbn(text: str, row: Row) -> Found | None:
    number = numbers.isbn_number(text)
    return row.found(number[0], number[1], "label" if number[2] else "label, wrong check digit") if number else None


def _edition(text: str, row: Row) -> Found | None:
    """Keep the number of an edition, in figures; "Edition 2020" is the year over again."""
    match = _EDITION.search(text)
    if not match or _YEAR.fullmatch(match[0]):
        return None
    return row.found(_roman(match[0]), text, "label")


def _roman(text: str) -> str:
    """Write a number in Roman figures in Arabic ones; others stay."""
    if not text.isalpha():
        return text
    worth = [_ROMAN[letter] for letter in text.upper()]
    return str(sum(-a if a < b else a for a, b in zip(worth, [*worth[1:], 0], strict=True)))


def _publisher(text: str, row: Row) -> Found | None:
    own = re.sub(r"[©®]|\(c\)", "", text).split("/")[0]
    own = re.sub(r"[\s,;.]*(?:19|20)\d\d\W*$", "", own).strip(" ,;.:")
    if sum(c.isalpha() for c in own) < 3:
        return None
    name = re.sub(r"^BPS\b[\s-]*", "Badan Pusat Statistik ", own)
    return row.found(titles.title_case(name).strip(), text, "label")


def _extent(text: str, row: Row) -> Found | None:
    match = _EXTENT.search(text)
    if not match:
        return None
    front, body = match.groups()
    return row.found(f"{front.lower()} + {body}" if body else front.lower(), match[0].strip(), "label")


def _size(text: str, row: Row) -> Found | None:
    match = _SIZE.search(text)
    if not match:
        return None
    width, height = (number.replace(",", ".") for number in match.groups())
    return row.found(f"{width} × {height} cm", match[0], "label")


_READERS = {
    "catalogue_number": _catalogue,
    "issn": _issn,
    "isbn": _isbn,
    "publisher": _publisher,
    "extent": _extent,
    "size": _size,
    "edition": _edition,
}


def _year_near(publisher: Found | None) -> Found | None:
    """Take the year after the publisher's name: "Badan Pusat Statistik Kabupaten Jember, 2020"."""
    match = _YEAR.search(publisher.raw) if publisher else None
    if not match or not publisher:
        return None
    return Found(match[1], match[1], publisher.page, publisher.bbox, "publisher")


def _year_in(front: Mapping[int, Sequence[Row]], title: Found | None) -> Found | None:
    """Take a year from the title, else one that the first pages name as such, else one that stands alone."""
    if title and (match := _YEAR.search(title.raw)):
        return Found(match[1], match[1], title.page, title.bbox, title.how)
    rows = titles.all_rows(list(front.values())[:4])
    for pattern, how in ((_YEAR_OF, "stated"), (re.compile(r"^\W*((?:19|20)\d\d)\W*$"), "alone")):
        for row in rows:
            if match := pattern.search(row.text):
                return row.found(match[1], match[0].strip(), how)
    return None
