"""A work in schema.org's words, as search engines of the web read it in a page."""

from __future__ import annotations

from typing import Any

from library.exchange.described import Described


def book(work: Described) -> dict[str, Any]:
    """Give the JSON-LD of a work's page (schema.org/Book)."""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": work.address,
        "url": work.address,
        "name": work.title,
        "alternateName": work.parallel_title,
        "datePublished": str(work.year or ""),
        "inLanguage": list(work.tags),
        "numberOfPages": work.pages if work.has_file else "",
        "bookFormat": "https://schema.org/EBook" if work.has_file else "https://schema.org/Paperback",
        "isbn": work.isbn,
        "issn": work.issn,
        "image": f"{work.address}/cover.jpg" if work.has_file else "",
        "publisher": {"@type": "GovernmentOrganization", "name": work.publisher or work.office_name},
        "spatialCoverage": work.region_name,
        "about": list(work.subjects),
        "identifier": list(work.identifiers()),
        "isAccessibleForFree": True,
        "conditionsOfAccess": work.conditions,
    }
    return {name: value for name, value in made.items() if value not in ("", [])}
