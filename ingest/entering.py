"""From what was read to what is entered in the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.preparing import Prepared
from ingest.reading import Caption, Found, Metadata, PageText, Reading
from library.catalogue.headings import ArrivingHeading
from library.catalogue.intake import ArrivingMaster, ArrivingPage
from library.catalogue.makings import ArrivingMaking, MadeArrival
from library.store.models import IngestItem

_TEXT = ("parallel_title", "issn", "isbn", "publisher")
_NUMBERS = ("catalogue_number", "publication_number")
_LENGTHS = {"parallel_title": 500, "issn": 20, "isbn": 20, "publisher": 200}


def arrival_of(reading: Reading, prepared: Prepared, item: IngestItem, original: Path) -> MadeArrival:
    """Put together what the catalogue needs to know of a file."""
    metadata = reading.metadata
    return MadeArrival(
        office=item.office,
        name=item.name,
        original=original,
        shown=original if reading.pdf_is_original else reading.pdf,
        cover=reading.cover,
        media_type=reading.media_type,
        kind=reading.kind,
        language=reading.language,
        title=_title(metadata, item),
        values=_values(metadata),
        found=places_of(metadata),
        pages=_pages(reading.pages, reading.captions),
        # What a reader scanned herself has no list of tables: it is kept as little as can be.
        headings=[] if item.owner_id else arriving_headings(reading.captions, _sizes(reading.pages)),
        master=ArrivingMaster(
            body=prepared.body, slots=prepared.slots, engine=prepared.engine, traceability=prepared.traceability
        ),
        access=item.access,
        owner_id=item.owner_id,
        created_by=item.created_by,
        warnings=list(reading.warnings),
        makings=makings_of(reading.pages),
    )


def makings_of(pages: Iterable[PageText]) -> list[ArrivingMaking]:
    """Tell of each page that was repaired, parted or is blank how it came of the original's."""
    return [
        ArrivingMaking(
            number=page.number,
            source_page=page.origin.source_page if page.origin else page.number,
            part=page.origin.part if page.origin else 0,
            blank=page.blank,
            repairs=[asdict(repair) for repair in page.origin.repairs] if page.origin else [],
        )
        for page in pages
        if page.origin or page.blank
    ]


def _title(metadata: Metadata, item: IngestItem) -> str:
    """Name the work by its own title; what a reader scanned is named by its day, for staff see titles of copies."""
    if item.owner_id is not None:
        return f"Pindaian mandiri {item.created_at:%Y-%m-%d}"
    return (metadata.title.value if metadata.title else "")[:500] or title_from_name(item.name)


def title_from_name(name: str) -> str:
    """Make a title of a file's name where the pages give none: `laporan_2021.pdf` → `laporan 2021`."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or name


def _values(metadata: Metadata) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in _TEXT:
        found: Found | None = getattr(metadata, name)
        values[name] = found.value[: _LENGTHS[name]] if found else ""
    for name in _NUMBERS:
        number: Found | None = getattr(metadata, name)
        values[name] = number.value[:60] if number else ""
        values[f"{name}_raw"] = number.raw[:120] if number else ""
    year = metadata.year.value if metadata.year else ""
    values["year"] = int(year) if year.isascii() and year.isdigit() and 1800 <= int(year) <= 2100 else None
    return values


def places_of(metadata: Metadata) -> dict[str, Any]:
    """Say of each value what it is, where it was read and how sure that is."""
    places: dict[str, Any] = {}
    for name, found in vars(metadata).items():
        if isinstance(found, Found):
            places[name] = {
                "value": found.value,
                "raw": found.raw,
                "page": found.page,
                "bbox": found.bbox,
                "how": found.how,
                "confidence": found.confidence,
            }
    return places


def _sizes(pages: tuple[PageText, ...]) -> dict[int, tuple[float, float]]:
    return {page.number: (page.width_pt, page.height_pt) for page in pages}


def arriving_headings(captions: Iterable[Caption], sizes: Mapping[int, tuple[float, float]]) -> list[ArrivingHeading]:
    """Turn headings into what the catalogue keeps, their places in fractions of the page (`sizes` in pt)."""
    return [
        ArrivingHeading(
            kind=caption.kind,
            number=caption.number,
            title=caption.title,
            parallel_title=caption.parallel_title,
            page=caption.page,
            last_page=caption.last_page or caption.page,
            level=caption.level,
            box=_fractions(caption.bbox, sizes[caption.page]),
        )
        for caption in captions
        if caption.page in sizes
    ]


def _fractions(
    box: tuple[float, float, float, float] | None, size: tuple[float, float]
) -> tuple[float, float, float, float] | None:
    width, height = size
    if box is None or width <= 0 or height <= 0:
        return None
    x0, y0, x1, y1 = box
    x0, x1 = (min(1.0, max(0.0, round(x / width, 4))) for x in (x0, x1))
    y0, y1 = (min(1.0, max(0.0, round(y / height, 4))) for y in (y0, y1))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _pages(pages: tuple[PageText, ...], captions: tuple[Caption, ...]) -> list[ArrivingPage]:
    titles: dict[int, list[str]] = defaultdict(list)
    for caption in captions:
        if caption.kind == "chapter":
            continue
        titles[caption.page].append(" ".join(f"{caption.number} {caption.title} {caption.parallel_title}".split()))
    return [
        ArrivingPage(
            number=page.number,
            label=page.label,
            text=page.text,
            captions="\n".join(titles[page.number]),
            source=page.source,
            confidence=page.confidence,
            width=page.width_pt,
            height=page.height_pt,
        )
        for page in pages
    ]
