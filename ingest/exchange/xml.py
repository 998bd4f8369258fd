"""XML from strangers: no document type, no entities, nothing fetched, nothing endless."""

from __future__ import annotations

from lxml import etree

from ingest.exchange.errors import RecordsUnreadable


def parse(data: bytes) -> etree._Element:
    """Parse a document.

    Raises:
        RecordsUnreadable: it is not well-formed, or has a document type of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RecordsUnreadable(str(error)[:200], where="XML") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise RecordsUnreadable("a document type", where="XML: DOCTYPE")
    return root
