"""What crawlers of the web are told: which pages there are, and which ways lead nowhere for them."""

from __future__ import annotations

from flask import Response, abort
from lxml import etree

from webapp.current import current_library
from webapp.rooms.open.addresses import base, whole, xml
from webapp.rooms.open.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PER_FILE = 10_000
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
    """List the parts of the sitemap."""
    parts = max(1, -(-current_library().public_list.count() // PER_FILE))
    root = etree.Element(f"{{{_NAMESPACE}}}sitemapindex", nsmap={None: _NAMESPACE})
    for number in range(1, parts + 1):
        _add(etree.SubElement(root, f"{{{_NAMESPACE}}}sitemap"), "loc", whole("open.sitemap_part", number=number))
    return xml(root, "application/xml")


@blueprint.get("/sitemap-<int:number>.xml")
@audience.public
@limited(*limits.PROGRAM)
def sitemap_part(number: int) -> Response:
    """List works; the first part lists the public pages, too."""
    works = current_library().public_list.addresses(PER_FILE, (min(number, 10_000) - 1) * PER_FILE) if number else []
    if not works and number != 1:
        abort(404)
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap={None: _NAMESPACE})
    for path in ("/", "/works") if number == 1 else ():
        _add(etree.SubElement(root, f"{{{_NAMESPACE}}}url"), "loc", base() + path)
    for work_id, released in works:
        url = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
        _add(url, "loc", whole("works.show", work_id=work_id))
        if released:
            _add(url, "lastmod", f"{released:%Y-%m-%d}")
    return xml(root, "application/xml")


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = text
