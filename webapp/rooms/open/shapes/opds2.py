"""OPDS 2.0 (drafts.opds.io/opds-2.0): feeds in JSON."""

from __future__ import annotations

from typing import Any

from library.exchange.described import Described

TYPE = "application/opds+json"
BORROW = "http://opds-spec.org/acquisition/borrow"


def publication(work: Described) -> dict[str, Any]:
    """Describe a work: its copy is had by the form on the site, in the reader's own name.

    A date is a whole one there, so a year is written as its first day.
    """
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": work.address,
        "title": work.title,
        "subtitle": work.parallel_title,
        # Lists of one: what may be either is taken as a list by every program, and alone only by some.
        "publisher": [{"name": work.publisher or work.office_name}],
        "author": [{"name": _both(work.office_name, work.office_name_en)}],
        "language": list(work.tags),
        "published": f"{work.year}-01-01" if work.year else "",
        "modified": f"{work.changed:%Y-%m-%dT%H:%M:%SZ}" if work.changed else "",
        "numberOfPages": work.pages if work.has_file else "",
        "subject": [{"name": _both(*names)} for names in zip(work.subjects, work.subjects_en, strict=True)],
    }
    told: dict[str, Any] = {
        "metadata": {name: value for name, value in metadata.items() if value not in ("", [])},
        "links": [
            {"rel": "self", "href": f"{work.address}.opds", "type": "application/opds-publication+json"},
            {"rel": "alternate", "href": work.address, "type": "text/html"},
        ],
    }
    if work.has_file:
        told["links"].append({"rel": BORROW, "href": f"{work.address}/copy", "type": "text/html"})
        told["images"] = [{"href": f"{work.address}/cover.jpg", "type": "image/jpeg"}]
    return told


def _both(indonesian: str, english: str) -> dict[str, str]:
    """Name something in both languages, as the format has it: by their tags."""
    return {"id": indonesian, "en": english}
