"""What other catalogues write, put into the form in which ours keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.metadata import numbers
from library.catalogue.fields import FIELDS
from library.catalogue.records import Record

_YEAR = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(?!\d)")
_NO_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 500


def writable(text: str) -> str:
    """Leave out what neither XML 1.0 nor MARC can hold: control characters, halves of pairs."""
    return _NO_TEXT.sub(" ", text)


def cleaned_record(
    identifier: str, values: Mapping[str, object], *, language: str = "", address: str = "", abstract: str = ""
) -> Record:
    """Make a record of what others wrote: each part cut to its length, and such that it can be kept and written."""
    return Record(
        writable(identifier).strip()[:60],
        cleaned(values),
        language=writable(language).strip()[:8],
        address=writable(address).strip()[:500],
        abstract=writable(abstract).strip()[:4000],
    )


def cleaned(values: Mapping[str, object]) -> dict[str, str]:
    """Keep known fields with something in them; numbers are normalised, an ISBN in place of an ISSN is told."""
    plain = {
        name: " ".join(writable(str(values[name])).split())[:LONGEST] for name in FIELDS if values.get(name) is not None
    }
    found = {name: text for name, text in plain.items() if any(c.isalnum() for c in text)}
    if catalogue := numbers.catalogue_number(found.get("catalogue_number", "")):
        found["catalogue_number"] = catalogue[0]
    if publication := numbers.publication_number(found.get("publication_number", "")):
        found["publication_number"] = publication[0]
    if year := _YEAR.search(found.pop("year", "")):
        found["year"] = year[1]
    return found | serial_numbers(found.pop("issn", ""), found.pop("isbn", ""))


def serial_numbers(*texts: str) -> dict[str, str]:
    """Find ISSN and ISBN wherever they stand; the longer one is sought first, for it may hold the shorter."""
    found: dict[str, str] = {}
    for text in texts:
        if isbn := numbers.isbn_number(text):
            found.setdefault("isbn", isbn[0])
        elif issn := numbers.issn_number(text):
            found.setdefault("issn", issn[0])
    return found


def year_in(*texts: str) -> str:
    """Give the last year that a title names, else the first that the other texts do; empty for none."""
    title, *others = texts
    years = _YEAR.findall(title)
    return years[-1] if years else next((match[1] for text in others if (match := _YEAR.search(text))), "")
