"""The values of a work beside the lines of the page from which they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from library.catalogue.pages import PageLine
from library.store.models import Work

# pt around the words that were read, so that one sees them in their place
AROUND = 14
LEAST_WIDTH = 240
FIELDS = (
    "title",
    "parallel_title",
    "year",
    "catalogue_number",
    "publication_number",
    "issn",
    "isbn",
    "publisher",
    "language",
)


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page, in pt: where to look, and the box of the words."""

    page: int
    width: float
    height: float
    view: tuple[float, float, float, float]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Value:
    """A field of the form: what stands in it, what was read, and where."""

    name: str
    label: str
    text: str
    required: bool
    raw: str = ""
    how: str = ""
    page: int | None = None
    crop: Crop | None = None


def values_of(work: Work, typed: Mapping[str, str], lines: Mapping[int, PageLine]) -> list[Value]:
    """Give the fields in the order of the form; what was typed goes before what is stored."""
    labels = _labels()
    return [_value(work, name, labels[name], typed, lines) for name in FIELDS]


def pages_of(work: Work) -> set[int]:
    """Name the pages from which something was read."""
    return {int(found["page"]) for found in work.found.values() if found.get("page")}


def _value(work: Work, name: str, label: str, typed: Mapping[str, str], lines: Mapping[int, PageLine]) -> Value:
    stored = getattr(work, name)
    found: dict[str, Any] = work.found.get(name) or {}
    line = lines.get(int(found.get("page") or 0))
    return Value(
        name=name,
        label=label,
        text=typed.get(name, "" if stored is None else str(stored)),
        required=name == "title",
        raw=str(found.get("raw") or ""),
        how=str(found.get("how") or ""),
        page=int(found["page"]) if found.get("page") else None,
        crop=crop_of(line, found.get("bbox")) if line else None,
    )


def crop_of(line: PageLine, bbox: Any) -> Crop | None:
    """Give the piece of a page around a box (x0, y0, x1, y1 in pt); None where there is no box."""
    if not bbox or len(bbox) != 4:
        return None
    x0, y0, x1, y1 = (float(number) for number in bbox)
    left, top = max(0.0, x0 - 2 * AROUND), max(0.0, y0 - AROUND)
    width = min(max(x1 - x0 + 4 * AROUND, LEAST_WIDTH), max(line.width - left, 1.0))
    view = (left, top, width, y1 - y0 + 2 * AROUND)
    return Crop(line.number, line.width, line.height, view, (x0, y0, x1 - x0, y1 - y0))


def label_of(field: str) -> str:
    """Name a field of the catalogue."""
    return _labels()[field]


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "parallel_title": _("Parallel title"),
        "year": _("Year"),
        "catalogue_number": _("Catalogue number"),
        "publication_number": _("Publication number"),
        "issn": "ISSN",
        "isbn": "ISBN",
        "publisher": _("Publisher"),
        "edition": _("Edition"),
        "region": _("Region (BPS code)"),
        "office": _("Issuing office (BPS code)"),
        "extent": _("Pages, as printed"),
        "size": _("Size"),
        "subjects": _("Subjects (CSA codes)"),
        "language": _("Language"),
    }
