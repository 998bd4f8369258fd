"""OpenSearch 1.1: browsers and reading programs learn how to search here."""

from __future__ import annotations

from flask import Response
from lxml import etree

from webapp.current import current_library
from webapp.rooms.open.addresses import base, xml
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.shapes.atom import ACQUISITION
from webapp.security import audience

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_URLS = (
    ("text/html", "/search?q={searchTerms}"),
    (ACQUISITION, "/opds/search?q={searchTerms}"),
    ("application/json", "/api/v1/search?q={searchTerms}"),
)


@blueprint.get("/opensearch.xml")
@audience.public
def opensearch() -> Response:
    """Describe the search."""
    root = etree.Element(f"{{{_NAMESPACE}}}OpenSearchDescription", nsmap={None: _NAMESPACE})
    # A short name has at most 16 characters.
    texts = (
        ("ShortName", "Pustaka"),
        ("Description", f"Pustaka {current_library().first_office.name.id}"),
        ("InputEncoding", "UTF-8"),
        ("Language", "id"),
        ("Language", "en"),
    )
    for name, text in texts:
        etree.SubElement(root, f"{{{_NAMESPACE}}}{name}").text = text
    for kind, path in _URLS:
        etree.SubElement(root, f"{{{_NAMESPACE}}}Url", type=kind, template=base() + path)
    return xml(root, "application/opensearchdescription+xml")
