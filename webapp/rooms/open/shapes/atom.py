"""OPDS 1.2 (specs.opds.io/opds-1.2): feeds in Atom."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from ingest.exchange.cleaning import writable
from library.exchange.described import Described

ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/terms/"
_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_REL = "http://opds-spec.org"


def feed(address: str, title: str, updated: datetime) -> etree._Element:
    """Begin a feed."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "dc": _DC, "opensearch": _SEARCH})
    _add(root, "id", address)
    _add(root, "title", title)
    _add(root, "updated", _instant(updated))
    _add(etree.SubElement(root, f"{{{ATOM}}}author"), "name", "Pustaka")
    return root


def link(parent: etree._Element, rel: str, href: str, kind: str, title: str = "") -> None:
    """Add a link."""
    made = etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=kind)
    if title:
        made.set("title", title)


def counted(root: etree._Element, total: int, first: int, per_page: int) -> None:
    """Say which part of how many this is; `first` counts from 1."""
    for name, value in (("totalResults", total), ("startIndex", first), ("itemsPerPage", per_page)):
        etree.SubElement(root, f"{{{_SEARCH}}}{name}").text = str(value)


def way(root: etree._Element, address: str, title: str, what: str, updated: datetime) -> None:
    """Add an entry that leads to another feed; `what` says what lies there, which is not to repeat the title."""
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", address)
    _add(entry, "title", title)
    _add(entry, "updated", _instant(updated))
    _add(entry, "content", what, type="text")
    link(entry, "subsection", address, ACQUISITION)


def entry(root: etree._Element, work: Described, updated: datetime) -> None:
    """Add a work; its copy is had by the form on the site, in the reader's own name."""
    made = etree.SubElement(root, f"{{{ATOM}}}entry")
    _add(made, "id", work.address)
    _add(made, "title", work.title)
    _add(made, "updated", _instant(updated))
    _add(etree.SubElement(made, f"{{{ATOM}}}author"), "name", work.office_name)
    for tag in work.tags:
        _term(made, "language", tag)
    _term(made, "publisher", work.publisher or work.office_name)
    if work.year:
        _term(made, "issued", str(work.year))
    # Programs take the first for the work's own: an ISSN is all editions', and would make one book of them.
    for text in (work.address, *work.identifiers()):
        _term(made, "identifier", text)
    for name in work.subjects:
        etree.SubElement(made, f"{{{ATOM}}}category", term=writable(name), label=writable(name))
    _add(made, "rights", work.conditions)
    if work.parallel_title:
        _add(made, "summary", work.parallel_title, type="text")
    link(made, "alternate", work.address, "text/html")
    if work.has_file:
        for rel in ("image", "image/thumbnail"):
            link(made, f"{_REL}/{rel}", f"{work.address}/cover.jpg", "image/jpeg")
        link(made, f"{_REL}/acquisition/borrow", f"{work.address}/copy", "text/html")


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = writable(text)


def _term(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_DC}}}{name}").text = writable(text)


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
