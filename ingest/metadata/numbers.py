"""BPS's numbers in all their spellings, and what each becomes. None of them is unique, so none is ever a key."""

from __future__ import annotations

import re

from stdnum import isbn, issn
from stdnum.exceptions import ValidationError

# 7-digit series, optionally a region of 2, 4 or 7 digits: 1303004, 1102001.73, 1102001.3509110
_CATALOGUE = re.compile(r"\b(\d{7})(?:\s?[.,\-]\s?(\d{7}|\d{4}|\d{2})(?!\d))?")
# unit of 4-5 digits, then a year and a sequence: 03200.2322, 73000.24006, 3509, 2217, 13000.05.01
_PUBLICATION = re.compile(
    r"\b(\d{4,5})\s?[.,\-/ ]\s?(\d{2})\s?[.,\-]\s?(\d{2,3})\b|\b(\d{4,5})\s?[.,\-/ ]\s?(\d{3,5})\b"
)
_PUBLICATION_UNDIVIDED = re.compile(r"\b(\d{8,10})\b")
_ISSN = re.compile(r"\b(\d{4})\s?[-–—. ]?\s?(\d{3}[\dxX])(?!\w)")
_ISBN = re.compile(r"\b(97[89][\d\s\-–]{9,16}[\dxX]|\d[\d\s\-–]{7,14}[\dxX])\b")


def catalogue_number(text: str) -> tuple[str, str] | None:
    """Find a catalogue number: (normalised "1102001.3509110", as printed), or None."""
    found = _CATALOGUE.search(text)
    if not found:
        return None
    series, region = found.groups()
    return (f"{series}.{region}" if region else series), found[0].strip()


def publication_number(text: str, region: str = "") -> tuple[str, str] | None:
    """Find a publication number: (normalised "3509.2217", as printed), or None.

    Args:
        text: what stands after the label.
        region: region code of the catalogue number; it tells where the unit of an undivided number ends.
    """
    found = _PUBLICATION.search(text)
    if found:
        return ".".join(part for part in found.groups() if part), found[0].strip()
    whole = _PUBLICATION_UNDIVIDED.search(text)
    if whole:
        digits = whole[0]
        unit = 5 if len(digits) in {9, 10} and not (region and digits.startswith(region[:4])) else 4
        return f"{digits[:unit]}.{digits[unit:]}", digits
    return None


def issn_number(text: str) -> tuple[str, str, bool] | None:
    """Find an ISSN: (normalised "2620-455X", as printed, whether its check digit is right), or None."""
    found = _ISSN.search(text)
    if not found:
        return None
    number = f"{found[1]}-{found[2].upper()}"
    return number, found[0].strip(), issn.is_valid(number)


def isbn_number(text: str) -> tuple[str, str, bool] | None:
    """Find an ISBN: (normalised, as printed, whether its check digit is right), or None."""
    found = _ISBN.search(text)
    if not found:
        return None
    raw = found[0].strip()
    digits = re.sub(r"[^\dxX]", "", raw)
    if len(digits) not in {10, 13}:
        return None
    try:
        return isbn.format(isbn.validate(digits)), raw, True
    except ValidationError:
        return digits.upper(), raw, False
