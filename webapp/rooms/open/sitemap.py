"""What crawlers of the web are told: which pages there are, and which ways lead nowhere for them."""

from __future__ import annotations

from datetime import datetime
from string import ascii_lowercase, digits
from xml.sax.saxutils import escape

from flask import Response, abort
from lxml import etree

from webapp.current import current_library
from webapp.rooms.open.addresses import base, whole, xml
from webapp.rooms.open.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PER_FILE = 10_000
_INITIALS = tuple(digits + ascii_lowercase)
# Pages that need an account, hold one reader's own things, or are endless.
_CLOSED = ("/account", "/search", "/api/", "/terminal", "/hall", "/bench", "/admin", "/trace")


@blueprint.get("/robots.txt")
@audience.public
def robots() -> Response:
    """Tell crawlers where not to go."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), f"Sitemap: {whole('open.sitemap')}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@audience.public
@limited(*limits.PROGRAM)
def sitemap() -> Response:
    """List the parts of the sitemap: one, or of a large library one for each first character of its works' ids."""
    numbers = {1}
    if _is_large():
        numbers |= {_INITIALS.index(each) + 1 for each in current_library().public_list.initials()}
    root = etree.Element(f"{{{_NAMESPACE}}}sitemapindex", nsmap={None: _NAMESPACE})
    for number in sorted(numbers):
        _add(etree.SubElement(root, f"{{{_NAMESPACE}}}sitemap"), "loc", whole("open.sitemap_part", number=number))
    return xml(root, "application/xml")


@blueprint.get("/sitemap-<int:number>.xml")
@audience.public
@limited(*limits.PROGRAM)
def sitemap_part(number: int) -> Response:
    """List works; the first part lists the public pages, too."""
    initials = _INITIALS if _is_large() else ("",)
    if not 1 <= number <= len(initials):
        abort(404)
    works = current_library().public_list.addresses(initials[number - 1])
    if not works and number != 1:
        abort(404)
    pages = [_url(path) for path in (("/", "/works") if number == 1 else ())]
    # Put together as text: the tree of ten thousand works takes half a second to build.
    listed = "".join([*pages, *(_url(f"/works/{work_id}", changed) for work_id, changed in works)])
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">{listed}</urlset>'
    return Response(body, content_type="application/xml; charset=utf-8")


def _is_large() -> bool:
    return current_library().public_list.count() > PER_FILE


def _url(path: str, changed: datetime | None = None) -> str:
    last = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(base() + path)}</loc>{last}</url>"


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = text
