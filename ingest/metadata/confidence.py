"""How sure a value is: by the rule that found it, by how well its page was recognised, and by what speaks against it.

The shares are what the rules got right on real imprint pages (docs/bench-metadata.md), rounded down. They order a
librarian's work, doubtful values first; nothing is accepted or dropped by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from ingest.reading import Found, Metadata

DISPUTED = 0.5
"""two places of the book name different values"""
_RULES = {
    "label": 0.97,
    "label, no separator": 0.8,
    "label, wrong check digit": 0.5,
    "label, incomplete": 0.5,
    "imprint": 0.95,
    "running-foot": 0.85,
    "publisher": 0.8,
    "regulation": 0.9,
    "cover": 0.6,
    "pdf-title": 0.6,
    "stated": 0.6,
    "alone": 0.5,
    "file-name": 0.3,
}
_UNKNOWN_RULE = 0.5


def judged(metadata: Metadata, recognised: Mapping[int, float]) -> Metadata:
    """Give the metadata with the confidence of each value.

    Args:
        metadata: what was read; a value that carries a confidence of less than 1 was disputed while it was read.
        recognised: mean confidence of recognition (0–1) by page number; a page that is not in it had its own text.
    """
    values = {field.name: getattr(metadata, field.name) for field in fields(metadata)}
    values["publication_number"] = _of_its_year(metadata.publication_number, metadata.year)
    return Metadata(**{name: found and _judged(found, recognised) for name, found in values.items()})


def _of_its_year(number: Found | None, year: Found | None) -> Found | None:
    """Doubt a publication number of another year than the book's or the next: it was left from the book before."""
    part = number.value.split(".")[1] if number and number.value.count(".") == 1 else ""
    if not number or not year or len(part) < 4:
        return number
    late = int(part[:2]) - int(year.value) % 100
    return number if late in (0, 1) else replace(number, confidence=DISPUTED)


def _judged(found: Found, recognised: Mapping[int, float]) -> Found:
    sure = min(found.confidence, _RULES.get(found.how, _UNKNOWN_RULE))
    return replace(found, confidence=round(sure * recognised.get(found.page or 0, 1.0), 3))
