"""The Image API 3.0, level 2: regions of pages, drawn from the visitor's own marked copy."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from flask import Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from webapp.drawing import renderer
from webapp.drawn import drawn_before
from webapp.rooms.iiif.addresses import image_address, image_service
from webapp.rooms.iiif.asked import MEDIA_TYPES, Address, canonical, read_order
from webapp.rooms.iiif.blueprint import blueprint
from webapp.rooms.iiif.opened import OpenedPage, open_page
from webapp.rooms.iiif.sheet import TILE
from webapp.security import audience, limits
from webapp.security.limits import Limit, limited

CONTEXT = "http://iiif.io/api/image/3/context.json"
LEVEL = "http://iiif.io/api/image/3/level2.json"
_TILES = (Limit("900 per minute", limits.account, ("GET",)), Limit("12000 per hour", limits.account, ("GET",)))
"""A page at its full size is six tiles."""


@blueprint.get("/<work_id>/<int:number>")
@audience.signed_in
@limited(*limits.READING)
def base(work_id: str, number: int) -> ResponseReturnValue:
    """Lead from the image itself to its description (section 2.2)."""
    return redirect(f"{image_service(work_id, number)}/info.json", 303)


@blueprint.get("/<work_id>/<int:number>/info.json")
@audience.signed_in
@limited(*limits.READING)
def info(work_id: str, number: int) -> Response:
    """Describe a page's image (section 5), as JSON-LD for whoever asks for that."""
    answer = jsonify(description(image_service(work_id, number), open_page(work_id, number)))
    wanted = request.accept_mimetypes.best_match(("application/ld+json", "application/json"), "application/ld+json")
    profile = f';profile="{CONTEXT}"' if wanted == "application/ld+json" else ""
    answer.headers["Content-Type"] = wanted + profile
    answer.headers["Vary"] = "Accept, Cookie"
    answer.headers["Link"] = f'<{LEVEL}>;rel="profile"'
    return answer


def description(address: str, opened: OpenedPage) -> dict[str, Any]:
    """Give the document of `info.json`."""
    sheet = opened.sheet
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": sheet.width,
        "height": sheet.height,
        "maxWidth": sheet.width,
        "maxHeight": sheet.height,
        "sizes": sheet.sizes(),
        "tiles": [{"type": "Tile", "width": TILE, "height": TILE, "scaleFactors": sheet.scale_factors()}],
        "preferredFormats": ["jpg"],
        "extraFormats": ["webp"],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["canonicalLinkHeader", "mirroring", "profileLinkHeader"],
    }


@blueprint.get("/<work_id>/<int:number>/<region>/<size>/<rotation>/<quality>.<suffix>")
@audience.signed_in
@limited(*_TILES)
def image(work_id: str, number: int, **asked: str) -> Response:
    """Give a region of a page (section 4)."""
    opened = open_page(work_id, number)
    wanted = Address(asked["region"], asked["size"], asked["rotation"], asked["quality"], asked["suffix"])
    order = read_order(wanted, opened.sheet)
    picture = drawn_before().get(
        opened.copy, (number, *astuple(order)), lambda: renderer().draw_region(opened.copy, number, order)
    )
    answer = Response(picture, mimetype=MEDIA_TYPES[order.format])
    answer.headers["Cache-Control"] = "private"
    address = image_address(work_id, number, canonical(order))
    answer.headers["Link"] = f'<{address}>;rel="canonical", <{LEVEL}>;rel="profile"'
    return answer
