"""Whole addresses for documents that travel: built on the address under which the library is known."""

from __future__ import annotations

from flask import Response, url_for
from lxml import etree

from webapp.current import current_library


def base() -> str:
    """Give the library's own address, without a slash at the end."""
    return current_library().settings.base_url.rstrip("/")


def whole(endpoint: str, **values: object) -> str:
    """Give the whole address of a view."""
    return base() + url_for(endpoint, **values)  # type: ignore[arg-type] # values of a query


def xml(root: etree._Element, kind: str) -> Response:
    """Answer with an XML document."""
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Response(body, content_type=f"{kind}; charset=utf-8")
