"""Values that follow from others: region and office from the numbers, the subject from the series or the title."""

from __future__ import annotations

from collections.abc import Iterator

from library.catalogue.fields import CodeTables
from library.catalogue.regions import Regions, issuing_office, region_of
from library.store.models import Work

_SURE, _LIKELY, _GUESS, _DISPUTED = 0.97, 0.9, 0.6, 0.5
# Words of a region's name that say what it is, not which.
_KINDS = frozenset({"kabupaten", "kota", "kecamatan", "provinsi", "administrasi", "kepulauan"})


def derived(work: Work, tables: CodeTables) -> Iterator[tuple[str, str, str, float]]:
    """Give (field, value, from what, confidence 0–1) for each value that others tell."""
    region = region_of(work.catalogue_number)
    yield "region", region, "catalogue_number", _region_confidence(region, work.title, tables.regions)
    yield "office", issuing_office(work.publication_number, tables.regions), "publication_number", _LIKELY
    subject = tables.classification.proposed(work.catalogue_number, work.title)
    by_series = work.catalogue_number[:7] in tables.classification.series
    yield "subjects", subject, "series" if by_series else "title", _LIKELY if by_series else _GUESS


def _region_confidence(region: str, title: str, regions: Regions) -> float:
    """Doubt a region that the table does not know, and one whose name the title of a regional work does not hold.

    A number that was left from the neighbour's book is noticed so; spaces are nothing to go by in names.
    """
    known = regions.by_bps(region)
    if known is None:
        return _DISPUTED
    name = "".join(word for word in known.name.lower().split() if word not in _KINDS)
    return _SURE if _letters(name) in _letters(title.lower()) else _DISPUTED


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
