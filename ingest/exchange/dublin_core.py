"""Records as Dublin Core (the fifteen elements of DCMES 1.1, in the container `oai_dc` of OAI-PMH 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.exchange.cleaning import cleaned_record, serial_numbers, writable
from ingest.exchange.counting import counted
from ingest.metadata import numbers
from library.catalogue.records import Record

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANGUAGES = {"id": ("ind",), "en": ("eng",), "id+en": ("ind", "eng")}


def to_dublin_core(record: Record) -> etree._Element:
    """Write a record; codes are written with their names."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{OAI_DC} {SCHEMA}")
    for name, text in _elements(record):
        if text:
            etree.SubElement(root, f"{{{DC}}}{name}").text = writable(text)
    return root


def _elements(record: Record) -> Iterator[tuple[str, str]]:
    told = record.values
    yield "title", told.get("title", "")
    yield "title", told.get("parallel_title", "")
    yield "publisher", told.get("publisher", "")
    yield "date", told.get("year", "")
    yield "type", "Text"
    yield from (("subject", record.names.get(code, code)) for code in told.get("subjects", "").split())
    region = told.get("region", "")
    yield "coverage", f"{record.names[region]} (BPS {region})" if region in record.names else region
    yield from (("language", code) for code in _LANGUAGES.get(record.language, ()))
    yield "description", record.abstract
    yield "format", ", ".join(filter(None, (told.get("extent"), told.get("size"))))
    yield "identifier", record.address or record.identifier
    yield from (("identifier", f"{label} {told[name]}") for label, name in _IDENTIFIERS if name in told)


_IDENTIFIERS = (
    ("Katalog", "catalogue_number"),
    ("Nomor Publikasi", "publication_number"),
    ("ISSN", "issn"),
    ("ISBN", "isbn"),
)


def from_dublin_core(root: etree._Element) -> list[Record]:
    """Read every record of a document: `oai_dc:dc`, or any element that holds a `dc:title`.

    Raises:
        TooManyRecords: there are more than are read.
    """
    return [_record(parent) for parent in counted(_parents(root))]


def _parents(root: etree._Element) -> Iterator[etree._Element]:
    """Give the elements that hold titles, each once."""
    seen: set[etree._Element] = set()
    for title in root.iter(f"{{{DC}}}title"):
        parent = title.getparent()
        if parent is not None and parent not in seen:
            seen.add(parent)
            yield parent


def _record(parent: etree._Element) -> Record:
    told = {
        name: _texts(parent, name) for name in ("title", "publisher", "date", "identifier", "language", "description")
    }
    titles, identifiers = told["title"], told["identifier"]
    values = {
        "title": titles[0] if titles else "",
        "parallel_title": titles[1] if len(titles) > 1 else "",
        "publisher": next(iter(told["publisher"]), ""),
        "year": next(iter(told["date"]), ""),
        **_numbers(identifiers),
    }
    languages = {"ind": "id", "id": "id", "eng": "en", "en": "en"}
    spoken = sorted(
        {languages[code.lower()[:3]] for code in told["language"] if code.lower()[:3] in languages}, reverse=True
    )
    address = next((text for text in identifiers if text.startswith(("https://", "http://"))), "")
    return cleaned_record(
        address or next(iter(identifiers), ""),
        values,
        language="+".join(sorted(spoken, key=("id", "en").index)),
        address=address,
        abstract=" ".join(told["description"]),
    )


def _texts(parent: etree._Element, name: str) -> list[str]:
    texts = (" ".join("".join(element.itertext()).split()) for element in parent.iterchildren(f"{{{DC}}}{name}"))
    return [text for text in texts if text]


def _numbers(identifiers: Iterable[str]) -> dict[str, str]:
    """Tell numbers apart by the word before them."""
    found: dict[str, str] = {}
    for text in identifiers:
        if re.match(r"(?:no\w*\s+)?(?:katalog|catalog)", text, re.IGNORECASE) and (
            number := numbers.catalogue_number(text)
        ):
            found["catalogue_number"] = number[0]
        elif re.match(r"(?:no\w*\.?\s+)?(?:publikasi|publication)", text, re.IGNORECASE):
            found["publication_number"] = text.split()[-1]
        elif re.match(r"(?:urn:)?is[bs]n\b", text, re.IGNORECASE):
            found |= serial_numbers(text)
    return found
